package vn.lachan.detection.match;

import java.util.Arrays;

/** The rules that an event may fit. Used again for the next event; for one thread. */
final class Marks implements GramIndex.Sink {
  private final long[] words;
  private int[][] rulesOfNeedles = {};

  Marks(int rules) {
    this.words = new long[(rules >>> 6) + 1];
  }

  void clear() {
    Arrays.fill(words, 0);
  }

  void add(int[] rules) {
    for (int rule : rules) {
      words[rule >>> 6] |= 1L << rule;
    }
  }

  /** Marks what needles found by an index stand for. */
  GramIndex.Sink by(int[][] rules) {
    rulesOfNeedles = rules;
    return this;
  }

  @Override
  public void accept(int needle) {
    add(rulesOfNeedles[needle]);
  }

  /** The first rule from {@code rule} on that is marked, or -1. */
  int from(int rule) {
    int at = rule >>> 6;
    if (at >= words.length) {
      return -1;
    }
    long word = words[at] & (-1L << rule);
    while (word == 0) {
      if (++at == words.length) {
        return -1;
      }
      word = words[at];
    }
    return (at << 6) + Long.numberOfTrailingZeros(word);
  }
}
