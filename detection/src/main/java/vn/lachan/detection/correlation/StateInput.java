package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads what {@link StateOutput} wrote. */
final class StateInput {
  private final byte[] bytes;
  private final Texts texts;
  private int at;

  StateInput(byte[] bytes, Texts texts) {
    this.bytes = bytes;
    this.texts = texts;
  }

  private static IllegalArgumentException damaged(String what) {
    return new IllegalArgumentException("correlation state is damaged: " + what);
  }

  int octet() {
    if (at == bytes.length) {
      throw damaged("it ends early");
    }
    return bytes[at++] & 0xff;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int next = octet();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw damaged("a number is too long");
  }

  /** A number of things that follow, each at least one byte long. */
  int count() {
    long count = number();
    if (count < 0 || count > bytes.length - at) {
      throw damaged("it has no room for " + count + " items");
    }
    return (int) count;
  }

  String text() {
    long head = number();
    boolean wide = (head & 1) == 1;
    long length = head >> 1;
    if (length < 0 || length * (wide ? 2 : 1) > bytes.length - at) {
      throw damaged("a text is too long");
    }
    if (!wide) {
      at += (int) length;
      return texts.shared(
          new String(bytes, at - (int) length, (int) length, StandardCharsets.ISO_8859_1));
    }
    char[] chars = new char[(int) length];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((octet() << 8) | octet());
    }
    return texts.shared(new String(chars));
  }

  String[] texts() {
    String[] read = new String[count()];
    for (int i = 0; i < read.length; i++) {
      read[i] = text();
    }
    return read;
  }

  long[] numbers() {
    long[] read = new long[count()];
    for (int i = 0; i < read.length; i++) {
      read[i] = number();
    }
    return read;
  }

  Entry entry() {
    long arrived = number();
    long time = arrived + number();
    int position = (int) number();
    String id = text();
    boolean decimal = octet() == 1;
    String text = text();
    Object value = text;
    if (decimal) {
      value = decimal(text);
    }
    return new Entry(time, arrived, position, id, value, List.of(texts()));
  }

  private static BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw damaged("'" + text + "' is no number");
    }
  }
}
