package vn.lachan.detection.match;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rules are told by a field that holds exactly a text. Immutable. */
final class ExactTexts {
  private static final int EDGE = 4;

  private final Map<String, int[]> all = new HashMap<>();
  private final byte[] @Nullable [] texts;
  private final int[][] rules;
  private int longest;

  ExactTexts(Map<String, List<Integer>> byText) {
    int size = Math.max(4, Integer.highestOneBit(byText.size()) * 4);
    this.texts = new byte[size][];
    this.rules = new int[size][];
    byText.forEach((text, list) -> {
      int[] ints = list.stream().mapToInt(Integer::intValue).distinct().toArray();
      all.put(text, ints);
      byte[] bytes = Texts.foldedBytes(text);
      if (bytes != null) {
        int at = place(bytes);
        texts[at] = bytes;
        rules[at] = ints;
        longest = Math.max(longest, bytes.length);
      }
    });
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Where {@code text} is, or the free place where it belongs. */
  private int place(byte[] text) {
    int at = hash(text) & (texts.length - 1);
    while (texts[at] != null && !Arrays.equals(texts[at], text)) {
      at = (at + 1) & (texts.length - 1);
    }
    return at;
  }

  /** By the length and both ends, where paths and hashes differ. */
  private static int hash(byte[] text) {
    int hash = text.length;
    for (int i = 0; i < Math.min(EDGE, text.length); i++) {
      hash = hash * 31 + text[i];
    }
    for (int i = Math.max(0, text.length - 2 * EDGE); i < text.length; i++) {
      hash = hash * 31 + text[i];
    }
    return hash ^ (hash >>> 15);
  }

  /**
   * The rules for {@code text}, or null.
   *
   * @param text folded, each character a byte
   */
  int @Nullable [] find(byte[] text) {
    if (text.length > longest) {
      return null;
    }
    int at = place(text);
    return texts[at] == null ? null : rules[at];
  }

  /** The rules for {@code folded}, or null. */
  int @Nullable [] find(String folded) {
    return all.get(folded);
  }
}
