package vn.lachan.backup.backend;

import java.util.Arrays;

/** Parts of files. */
final class Ranges {

  private Ranges() {}

  /** The part of {@code whole}, shorter where that ends before. */
  static byte[] cut(byte[] whole, long offset, int length) {
    int from = (int) Math.min(offset, whole.length);
    int to = (int) Math.min(offset + length, whole.length);
    return Arrays.copyOfRange(whole, from, to);
  }
}
