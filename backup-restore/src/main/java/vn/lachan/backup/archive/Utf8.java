package vn.lachan.backup.archive;

/** Decodes UTF-8 strictly, one character at a time, so that invalid bytes can be kept as bytes. */
final class Utf8 {

  private Utf8() {}

  /** Length of the valid character at {@code at}; 0 when the byte there begins none. */
  static int length(byte[] bytes, int at) {
    int first = bytes[at] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || at + length > bytes.length) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[at + 1] & 0xFF;
    boolean allowed =
        switch (first) {
          case 0xE0 -> second >= 0xA0;
          case 0xED -> second < 0xA0;
          case 0xF0 -> second >= 0x90;
          case 0xF4 -> second < 0x90;
          default -> true;
        };
    return allowed ? length : 0;
  }

  /** The character of {@code length} bytes at {@code at}, which must be valid. */
  static int codePoint(byte[] bytes, int at, int length) {
    int value = length == 1 ? bytes[at] : bytes[at] & (0xFF >> (length + 1));
    for (int i = 1; i < length; i++) {
      value = (value << 6) | (bytes[at + i] & 0x3F);
    }
    return value;
  }

  static boolean isValid(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      int length = length(bytes, at);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }
}
