package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds which of many texts occur in another one. Of each needle four neighbouring characters are
 * looked up at every place of the text, in a filter small enough for the processor's first cache;
 * only where they are met the needle itself is compared. Needles shorter than that go into an
 * {@link Automaton}. Immutable.
 */
final class GramIndex {
  private static final int GRAM = 4;
  private static final int MIX = 0x9E3779B1;
  private static final int LEAST_BITS = 12;
  private static final int MOST_BITS = 20;

  /** Most Windows paths and options hold pieces of this, so that they tell little. */
  private static final String COMMON =
      "c:\\windows\\system32\\program files\\microsoft\\users\\appdata\\local\\temp"
          + "\\software\\microsoft\\windows\\currentversion\\powershell.exe cmd.exe"
          + "hklm\\system\\currentcontrolset http://www. https://";

  private final String[] needles;
  private final int[] places;
  private final int[] next;
  private final int[] grams;
  private final int[] heads;
  private final long[] filter;
  private final int shift;
  private final int tableShift;
  private final int[] shortNeedles;
  private final @Nullable Automaton shorter;

  /** Takes the numbers of the needles that occur; the same may be given more than once. */
  @FunctionalInterface
  interface Sink {
    void accept(int needle);
  }

  GramIndex(List<String> needles) {
    this.needles = needles.toArray(String[]::new);
    int bits = Math.clamp(36 - Integer.numberOfLeadingZeros(needles.size()), LEAST_BITS, MOST_BITS);
    this.shift = 32 - bits;
    this.filter = new long[1 << (bits - 6)];
    int tableBits = Math.max(1, 33 - Integer.numberOfLeadingZeros(needles.size()));
    this.tableShift = 32 - tableBits;
    this.grams = new int[1 << tableBits];
    this.heads = new int[1 << tableBits];
    this.places = new int[needles.size()];
    this.next = new int[needles.size()];
    Arrays.fill(heads, -1);
    List<Integer> few = new ArrayList<>();
    for (int i = 0; i < this.needles.length; i++) {
      if (this.needles[i].length() < GRAM) {
        few.add(i);
      } else {
        add(i);
      }
    }
    this.shortNeedles = few.stream().mapToInt(Integer::intValue).toArray();
    this.shorter = few.isEmpty() ? null : new Automaton(few.stream().map(needles::get).toList());
  }

  private void add(int needle) {
    places[needle] = rarest(needles[needle]);
    int gram = gram(needles[needle], places[needle]);
    int bit = (gram * MIX) >>> shift;
    filter[bit >>> 6] |= 1L << bit;
    int slot = slot(gram);
    grams[slot] = gram;
    next[needle] = heads[slot];
    heads[slot] = needle;
  }

  /** Where {@code gram} is in the table, or the free place where it belongs. */
  private int slot(int gram) {
    int slot = (gram * MIX) >>> tableShift;
    while (heads[slot] >= 0 && grams[slot] != gram) {
      slot = (slot + 1) & (heads.length - 1);
    }
    return slot;
  }

  private static int rarest(String needle) {
    int best = needle.length() - GRAM;
    int bestCost = Integer.MAX_VALUE;
    for (int at = needle.length() - GRAM; at >= 0; at--) {
      int cost = cost(needle, at);
      if (cost < bestCost) {
        best = at;
        bestCost = cost;
      }
    }
    return best;
  }

  private static int cost(String needle, int at) {
    int cost = COMMON.contains(needle.substring(at, at + GRAM)) ? 100 : 0;
    for (int i = at; i < at + GRAM; i++) {
      cost += "etaoinsr0".indexOf(needle.charAt(i)) >= 0 ? 4 : 1;
    }
    return cost;
  }

  private static int gram(String text, int at) {
    int gram = 0;
    for (int i = at; i < at + GRAM; i++) {
      gram = rolled(gram, text.charAt(i));
    }
    return gram;
  }

  /** A byte a character, so that the first of five falls out. */
  private static int rolled(int gram, char c) {
    return (gram << 8) | ((c ^ (c >>> 8)) & 0xff);
  }

  /** Gives every needle that occurs in {@code text}. */
  void scan(String text, Sink sink) {
    if (shorter != null) {
      shorter.scan(text, needle -> sink.accept(shortNeedles[needle]));
    }
    int gram = 0;
    for (int i = 0; i < text.length(); i++) {
      gram = rolled(gram, text.charAt(i));
      int bit = (gram * MIX) >>> shift;
      if ((filter[bit >>> 6] & (1L << bit)) != 0) {
        compare(gram, text, i - GRAM + 1, sink);
      }
    }
  }

  private void compare(int gram, String text, int at, Sink sink) {
    for (int needle = heads[slot(gram)]; needle >= 0; needle = next[needle]) {
      if (text.startsWith(needles[needle], at - places[needle])) {
        sink.accept(needle);
      }
    }
  }

  /** Whether any needle occurs in {@code text}. */
  boolean anyIn(String text) {
    if (shorter != null && shorter.anyIn(text)) {
      return true;
    }
    int gram = 0;
    for (int i = 0; i < text.length(); i++) {
      gram = rolled(gram, text.charAt(i));
      int bit = (gram * MIX) >>> shift;
      if ((filter[bit >>> 6] & (1L << bit)) != 0 && anyAt(gram, text, i - GRAM + 1)) {
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
