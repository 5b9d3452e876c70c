package vn.lachan.detection.match;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds which of many texts occur in another one, for texts of at least {@code width} characters.
 * Of each needle so many neighbouring characters are looked up at every place of the text, in a
 * filter small enough for the processor's first cache; only where they are met the needle itself is
 * compared. Immutable.
 */
final class Grams {
  private static final int MIX = 0x9E3779B1;
  private static final int LEAST_BITS = 12;
  private static final int MOST_BITS = 20;

  /** Most Windows paths and options hold pieces of this, so that they tell little. */
  private static final String COMMON =
      "c:\\windows\\system32\\program files\\microsoft\\users\\appdata\\local\\temp"
          + "\\software\\microsoft\\windows\\currentversion\\powershell.exe cmd.exe"
          + "hklm\\system\\currentcontrolset http://www. https://";

  private final int width;
  private final int mask;
  private final int[] numbers;
  private final String[] needles;
  private final byte[][] bytes;
  private final int[] places;
  private final int[] next;
  private final int[] keys;
  private final int[] heads;
  private final long[] filter;
  private final int shift;
  private final int tableShift;

  /**
   * @param width 1 to 4
   * @param numbers which of {@code all} are looked for here
   */
  Grams(int width, List<String> all, int[] numbers) {
    this.width = width;
    this.mask = width == 4 ? -1 : (1 << (8 * width)) - 1;
    this.numbers = numbers.clone();
    int count = numbers.length;
    int bits = Math.clamp(37 - Integer.numberOfLeadingZeros(count), LEAST_BITS, MOST_BITS);
    this.shift = 32 - bits;
    this.filter = new long[1 << (bits - 6)];
    int tableBits = Math.max(1, 33 - Integer.numberOfLeadingZeros(count));
    this.tableShift = 32 - tableBits;
    this.keys = new int[1 << tableBits];
    this.heads = new int[1 << tableBits];
    Arrays.fill(heads, -1);
    this.needles = new String[count];
    this.bytes = new byte[count][];
    this.places = new int[count];
    this.next = new int[count];
    for (int i = 0; i < count; i++) {
      add(i, all.get(numbers[i]));
    }
  }

  private void add(int needle, String text) {
    needles[needle] = text;
    bytes[needle] = text.getBytes(StandardCharsets.UTF_8);
    places[needle] = rarest(text);
    int gram = 0;
    for (int i = 0; i < width; i++) {
      gram = rolled(gram, text.charAt(places[needle] + i));
    }
    int bit = (gram * MIX) >>> shift;
    filter[bit >>> 6] |= 1L << bit;
    int slot = slot(gram);
    keys[slot] = gram;
    next[needle] = heads[slot];
    heads[slot] = needle;
  }

  /** Where {@code gram} is in the table, or the free place where it belongs. */
  private int slot(int gram) {
    int slot = (gram * MIX) >>> tableShift;
    while (heads[slot] >= 0 && keys[slot] != gram) {
      slot = (slot + 1) & (heads.length - 1);
    }
    return slot;
  }

  private int rarest(String needle) {
    int best = needle.length() - width;
    int bestCost = Integer.MAX_VALUE;
    for (int at = needle.length() - width; at >= 0; at--) {
      int cost = COMMON.contains(needle.substring(at, at + width)) ? 100 : 0;
      for (int i = at; i < at + width; i++) {
        cost += "etaoinsr0".indexOf(needle.charAt(i)) >= 0 ? 4 : 1;
      }
      if (cost < bestCost) {
        best = at;
        bestCost = cost;
      }
    }
    return best;
  }

  /** A byte a character, so that the first of five falls out. */
  private static int rolled(int gram, char c) {
    return (gram << 8) | ((c ^ (c >>> 8)) & 0xff);
  }

  /** Gives every needle that occurs in {@code text}; one byte is one character below 128. */
  void scan(byte[] text, GramIndex.Sink sink) {
    int gram = 0;
    for (int i = 0; i < text.length; i++) {
      gram = (gram << 8) | text[i];
      int bit = ((gram & mask) * MIX) >>> shift;
      if ((filter[bit >>> 6] & (1L << bit)) != 0) {
        compare(gram & mask, text, i - width + 1, sink);
      }
    }
  }

  private void compare(int gram, byte[] text, int at, GramIndex.Sink sink) {
    for (int needle = heads[slot(gram)]; needle >= 0; needle = next[needle]) {
      byte[] wanted = bytes[needle];
      int from = at - places[needle];
      if (from >= 0
          && from + wanted.length <= text.length
          && Arrays.equals(text, from, from + wanted.length, wanted, 0, wanted.length)) {
        sink.accept(numbers[needle]);
      }
    }
  }

  /** Gives every needle that occurs in {@code text}. */
  void scan(String text, GramIndex.Sink sink) {
    int gram = 0;
    for (int i = 0; i < text.length(); i++) {
      gram = rolled(gram, text.charAt(i));
      int bit = ((gram & mask) * MIX) >>> shift;
      if ((filter[bit >>> 6] & (1L << bit)) != 0) {
        for (int needle = heads[slot(gram & mask)]; needle >= 0; needle = next[needle]) {
          if (text.startsWith(needles[needle], i - width + 1 - places[needle])) {
            sink.accept(numbers[needle]);
          }
        }
      }
    }
  }

  /** Whether any needle occurs in {@code text}. */
  boolean anyIn(String text) {
    int gram = 0;
    for (int i = 0; i < text.length(); i++) {
      gram = rolled(gram, text.charAt(i));
      int bit = ((gram & mask) * MIX) >>> shift;
      if ((filter[bit >>> 6] & (1L << bit)) != 0 && anyAt(gram & mask, text, i - width + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean anyAt(int gram, String text, int at) {
    for (int needle = heads[slot(gram)]; needle >= 0; needle = next[needle]) {
      if (text.startsWith(needles[needle], at - places[needle])) {
        return true;
      }
    }
    return false;
  }
}
