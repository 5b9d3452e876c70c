package vn.lachan.detection.evtx;

import java.util.List;

/** The values of a template instance: where they are; they are read when they are needed. */
final class Values {
  private static final int DESCRIPTOR = 4;

  private final ValueTexts texts;
  private final int[] types;
  private final int[] starts;
  private final int[] sizes;
  private final int end;

  private Values(ValueTexts texts, int[] types, int[] starts, int[] sizes, int end) {
    this.texts = texts;
    this.types = types;
    this.starts = starts;
    this.sizes = sizes;
    this.end = end;
  }

  /** Reads number, descriptors and places of the values that begin at {@code at}. */
  static Values read(Bytes bytes, ValueTexts texts, int at) {
    int count = bytes.integer(at);
    if (count < 0 || count > bytes.size() / DESCRIPTOR) {
      throw new DamagedException("claims " + Integer.toUnsignedString(count) + " values");
    }
    int[] types = new int[count];
    int[] starts = new int[count];
    int[] sizes = new int[count];
    int descriptor = at + Integer.BYTES;
    int start = descriptor + count * DESCRIPTOR;
    for (int i = 0; i < count; i++) {
      sizes[i] = bytes.unsignedShort(descriptor);
      types[i] = bytes.unsignedByte(descriptor + Short.BYTES);
      starts[i] = start;
      bytes.check(start, sizes[i]);
      start += sizes[i];
      descriptor += DESCRIPTOR;
    }
    return new Values(texts, types, starts, sizes, start);
  }

  /** The place behind the last value. */
  int end() {
    return end;
  }

  /** Whether there is nothing at all for a hole; a template may have more holes than values. */
  boolean isNull(int value) {
    return value >= types.length || types[value] == ValueTexts.NULL;
  }

  boolean isDocument(int value) {
    return value < types.length && types[value] == ValueTexts.BINARY_XML;
  }

  boolean isArray(int value) {
    return value < types.length && (types[value] & ValueTexts.ARRAY) != 0;
  }

  int start(int value) {
    return starts[value];
  }

  int size(int value) {
    return sizes[value];
  }

  /** A single value as text. */
  String text(int value) {
    if (isNull(value)) {
      return "";
    }
    return texts.text(types[value], starts[value], sizes[value]);
  }

  /** The items of an array as texts; an array without items counts as one empty text. */
  List<String> items(int value) {
    return texts.items(types[value] & ~ValueTexts.ARRAY, starts[value], sizes[value]);
  }
}
