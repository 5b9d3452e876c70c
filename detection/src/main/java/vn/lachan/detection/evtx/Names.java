package vn.lachan.detection.evtx;

import java.util.HashMap;
import java.util.Map;

/** The names of elements and attributes of a chunk, each decoded once. */
final class Names {
  private static final int LENGTH = 6;
  private static final int TEXT = 8;

  private final Bytes bytes;
  private final int longest;
  private final Map<Integer, String> known = new HashMap<>();

  Names(Bytes bytes, int longest) {
    this.bytes = bytes;
    this.longest = longest;
  }

  /** The name at {@code at}: place of the next name, hash, length, text, zero. */
  String at(int at) {
    String name = known.get(at);
    if (name == null) {
      name = bytes.utf16(at + TEXT, length(at) * 2);
      if (name.isEmpty() || name.indexOf('\0') >= 0) {
        throw new DamagedException("has a name without letters at " + at);
      }
      known.put(at, name);
    }
    return name;
  }

  /** The place behind a name. */
  int end(int at) {
    return at + TEXT + length(at) * 2 + 2;
  }

  private int length(int at) {
    int length = bytes.unsignedShort(at + LENGTH);
    if (length > longest) {
      throw new DamagedException("has a name of " + length + " characters");
    }
    return length;
  }
}
