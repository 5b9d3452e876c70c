package vn.lachan.detection.match;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many texts occur in another one, in a single pass over it (Aho and Corasick,
 * 1975). The transitions are complete, so that each character costs one step. Immutable.
 */
final class Automaton {
  private static final int[] NONE = {};

  /** Class 0 stands for every character that is in no needle. */
  private final char[] lowClasses;

  private final Map<Character, Integer> highClasses;
  private final int classes;
  private final int[] transitions;
  private final int[][] found;

  /** Takes the numbers of the needles that end at a place; the same may be given more than once. */
  @FunctionalInterface
  interface Sink {
    void accept(int needle);
  }

  Automaton(List<String> needles) {
    this.lowClasses = new char[128];
    this.highClasses = new HashMap<>();
    this.classes = countClasses(needles);
    int most = 1 + needles.stream().mapToInt(String::length).sum();
    int[] table = new int[most * classes];
    Arrays.fill(table, -1);
    int[][] ends = new int[most][];
    ends[0] = NONE;
    int states = 1;
    for (int needle = 0; needle < needles.size(); needle++) {
      String text = needles.get(needle);
      int state = 0;
      for (int i = 0; i < text.length(); i++) {
        int at = state * classes + classOf(text.charAt(i));
        if (table[at] < 0) {
          table[at] = states;
          ends[states++] = NONE;
        }
        state = table[at];
      }
      ends[state] = joined(new int[] {needle}, ends[state]);
    }
    this.transitions = Arrays.copyOf(table, states * classes);
    this.found = Arrays.copyOf(ends, states);
    complete();
  }

  private int countClasses(List<String> needles) {
    int next = 1;
    for (String needle : needles) {
      for (int i = 0; i < needle.length(); i++) {
        char c = needle.charAt(i);
        if (classOf(c) != 0) {
          continue;
        }
        if (c < lowClasses.length) {
          lowClasses[c] = (char) next++;
        } else {
          highClasses.put(c, next++);
        }
      }
    }
    return next;
  }

  private int classOf(char c) {
    if (c < lowClasses.length) {
      return lowClasses[c];
    }
    return highClasses.isEmpty() ? 0 : highClasses.getOrDefault(c, 0);
  }

  /** Fills every missing transition with that of the longest suffix, and adds what ends there. */
  private void complete() {
    int[] fallback = new int[found.length];
    int[] queue = new int[found.length];
    int last = 1;
    for (int first = 0; first < last; first++) {
      int state = queue[first];
      int suffix = fallback[state];
      if (state != 0) {
        found[state] = joined(found[state], found[suffix]);
      }
      for (int c = 0; c < classes; c++) {
        int at = state * classes + c;
        int viaSuffix = state == 0 ? 0 : transitions[suffix * classes + c];
        if (transitions[at] < 0) {
          transitions[at] = viaSuffix;
        } else {
          fallback[transitions[at]] = viaSuffix;
          queue[last++] = transitions[at];
        }
      }
    }
  }

  private static int[] joined(int[] own, int[] inherited) {
    if (own.length == 0 || inherited.length == 0) {
      return own.length == 0 ? inherited : own;
    }
    int[] all = Arrays.copyOf(inherited, inherited.length + own.length);
    System.arraycopy(own, 0, all, inherited.length, own.length);
    return all;
  }

  /** Gives every needle that occurs in {@code text}. */
  void scan(String text, Sink sink) {
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      state = transitions[state * classes + classOf(text.charAt(i))];
      int[] here = found[state];
      for (int needle : here) {
        sink.accept(needle);
      }
    }
  }

  /** Whether any needle occurs in {@code text}. */
  boolean anyIn(String text) {
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      state = transitions[state * classes + classOf(text.charAt(i))];
      if (found[state].length > 0) {
        return true;
      }
    }
    return false;
  }
}
