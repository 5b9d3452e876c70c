package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds which of many texts occur in another one. Needles that hold a character beyond ASCII are
 * kept apart, because most texts of logs cannot hold them. Immutable.
 */
final class GramIndex {
  private static final int[] WIDTHS = {4, 2, 1};

  private final Grams[] plain;
  private final Grams[] beyond;

  /** Takes the numbers of the needles that occur; the same may be given more than once. */
  @FunctionalInterface
  interface Sink {
    void accept(int needle);
  }

  /**
   * @param needles none of them empty
   */
  GramIndex(List<String> needles) {
    this.plain = grams(needles, i -> Texts.isAscii(needles.get(i)));
    this.beyond = grams(needles, i -> !Texts.isAscii(needles.get(i)));
  }

  private static Grams[] grams(List<String> needles, IntPredicate belongs) {
    List<Grams> result = new ArrayList<>();
    int most = Integer.MAX_VALUE;
    for (int width : WIDTHS) {
      int shorterThan = most;
      int[] numbers =
          IntStream.range(0, needles.size())
              .filter(belongs)
              .filter(
                  i -> needles.get(i).length() >= width && needles.get(i).length() < shorterThan)
              .toArray();
      if (numbers.length > 0) {
        result.add(new Grams(width, needles, numbers));
      }
      most = width;
    }
    return result.toArray(Grams[]::new);
  }

  /**
   * Gives every needle that occurs in {@code text}.
   *
   * @param text characters below 128, each a byte
   */
  void scan(byte[] text, Sink sink) {
    for (Grams grams : plain) {
      grams.scan(text, sink);
    }
  }

  /** Gives every needle that occurs in {@code text}. */
  void scan(String text, Sink sink) {
    for (Grams grams : plain) {
      grams.scan(text, sink);
    }
    for (Grams grams : beyond) {
      grams.scan(text, sink);
    }
  }

  /** Whether any needle occurs in {@code text}. */
  boolean anyIn(String text) {
    for (Grams grams : plain) {
      if (grams.anyIn(text)) {
        return true;
      }
    }
    for (Grams grams : beyond) {
      if (grams.anyIn(text)) {
        return true;
      }
    }
    return false;
  }
}
