package vn.lachan.detection.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
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
    int states = 1 + needles.stream().mapToInt(String::length).sum();
    int[] table = new int[states * classes];
    Arrays.fill(table, -1);
    List<List<Integer>> ends = new ArrayList<>();
    ends.add(new ArrayList<>());
    for (int needle = 0; needle < needles.size(); needle++) {
      int state = 0;
      String text = needles.get(needle);
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        int at = state * classes + classOf(c);
        if (table[at] < 0) {
          table[at] = ends.size();
          ends.add(new ArrayList<>());
        }
        state = table[at];
      }
      ends.get(state).add(needle);
    }
    this.transitions = Arrays.copyOf(table, ends.size() * classes);
    this.found = complete(ends);
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

  /** Fills every missing transition with that of the longest suffix, and collects what ends. */
  private int[][] complete(List<List<Integer>> ends) {
    int[] fallback = new int[ends.size()];
    int[][] result = new int[ends.size()][];
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(0));
    while (!queue.isEmpty()) {
      int state = queue.remove();
      int suffix = fallback[state];
      result[state] = joined(ends.get(state), state == 0 ? NONE : result[suffix]);
      for (int c = 0; c < classes; c++) {
        int at = state * classes + c;
        int viaSuffix = state == 0 ? 0 : transitions[suffix * classes + c];
        if (transitions[at] < 0) {
          transitions[at] = viaSuffix;
        } else {
          fallback[transitions[at]] = viaSuffix;
          queue.add(transitions[at]);
        }
      }
    }
    return result;
  }

  private static int[] joined(List<Integer> own, int[] inherited) {
    if (own.isEmpty()) {
      return inherited;
    }
    int[] all = Arrays.copyOf(inherited, inherited.length + own.size());
    for (int i = 0; i < own.size(); i++) {
      all[inherited.length + i] = own.get(i);
    }
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
