package vn.lachan.detection.match;

import java.util.BitSet;

/**
 * A set of code points: those below 128 one by one, and beyond them single ones or all but single
 * ones. Immutable.
 *
 * @param low those below 128
 * @param others whether the code points from 128 on are in it, but for {@code exceptions}
 * @param exceptions code points from 128 on for which it is the other way round
 */
record CodePoints(BitSet low, boolean others, BitSet exceptions) {
  static final int FIRST_OTHER = 128;

  /** The long s and the sign for kelvin are cases of s and k. */
  private static final int LONG_S = 0x17f;

  private static final int KELVIN = 0x212a;

  CodePoints {
    low = (BitSet) low.clone();
    exceptions = (BitSet) exceptions.clone();
  }

  static CodePoints of(String characters) {
    BitSet low = new BitSet();
    BitSet exceptions = new BitSet();
    characters.codePoints().forEach(c -> (c < FIRST_OTHER ? low : exceptions).set(c));
    return new CodePoints(low, false, exceptions);
  }

  /** From one below 128 to another one. */
  static CodePoints range(int from, int to) {
    BitSet low = new BitSet();
    low.set(from, to + 1);
    return new CodePoints(low, false, new BitSet());
  }

  boolean has(int codePoint) {
    return codePoint < FIRST_OTHER ? low.get(codePoint) : others != exceptions.get(codePoint);
  }

  CodePoints negated() {
    BitSet rest = (BitSet) low.clone();
    rest.flip(0, FIRST_OTHER);
    return new CodePoints(rest, !others, exceptions);
  }

  CodePoints and(CodePoints more) {
    BitSet both = (BitSet) low.clone();
    both.or(more.low);
    BitSet apart = (BitSet) exceptions.clone();
    apart.or(more.exceptions);
    boolean either = others || more.others;
    BitSet different = new BitSet();
    apart.stream().filter(c -> (has(c) || more.has(c)) != either).forEach(different::set);
    return new CodePoints(both, either, different);
  }

  /** With the other cases of its ASCII letters; it holds no other letters. */
  CodePoints withoutCase() {
    BitSet cases = (BitSet) low.clone();
    for (int c = 'a'; c <= 'z'; c++) {
      int upper = c - 'a' + 'A';
      if (low.get(c) || low.get(upper)) {
        cases.set(c);
        cases.set(upper);
      }
    }
    BitSet beyond = new BitSet();
    beyond.set(LONG_S, cases.get('s'));
    beyond.set(KELVIN, cases.get('k'));
    return new CodePoints(cases, others, exceptions).and(new CodePoints(cases, false, beyond));
  }
}
