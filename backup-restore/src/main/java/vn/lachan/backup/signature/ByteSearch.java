package vn.lachan.backup.signature;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds an ASCII word in bytes by Horspool's algorithm, which looks at one byte in ten or so. */
final class ByteSearch {
  private final byte[] word;
  private final int[] skip = new int[256];

  ByteSearch(String word) {
    this.word = word.getBytes(StandardCharsets.US_ASCII);
    Arrays.fill(skip, this.word.length);
    for (int i = 0; i < this.word.length - 1; i++) {
      skip[this.word[i] & 0xff] = this.word.length - 1 - i;
    }
  }

  int length() {
    return word.length;
  }

  /** Where the word first begins, whole between {@code from} and {@code to}; -1 if nowhere. */
  int find(byte[] bytes, int from, int to) {
    int last = word.length - 1;
    int at = from + last;
    while (at < to) {
      int i = 0;
      while (i < word.length && bytes[at - i] == word[last - i]) {
        i++;
      }
      if (i == word.length) {
        return at - last;
      }
      at += skip[bytes[at] & 0xff];
    }
    return -1;
  }
}
