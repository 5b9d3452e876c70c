package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names the rules of a bucket that an event may fit. It may name a rule in vain; it never misses
 * one. Immutable.
 */
final class WitnessIndex {
  private final int[] always;
  private final List<SlotIndex> slots;
  private final @Nullable Needles anywhere;

  /** Texts to find and, for each, the rules that it is a sign of. */
  private static final class Needles {
    private final GramIndex texts;
    private final int[][] rules;

    private Needles(GramIndex texts, int[][] rules) {
      this.texts = texts;
      this.rules = rules;
    }

    static @Nullable Needles of(Map<String, List<Integer>> byText) {
      if (byText.isEmpty()) {
        return null;
      }
      List<String> texts = List.copyOf(byText.keySet());
      int[][] rules = new int[texts.size()][];
      for (int i = 0; i < rules.length; i++) {
        rules[i] = ints(byText.getOrDefault(texts.get(i), List.of()));
      }
      return new Needles(new GramIndex(texts), rules);
    }

    void scan(byte[] folded, Marks marks) {
      texts.scan(folded, marks.by(rules));
    }

    void scan(String folded, Marks marks) {
      texts.scan(folded, marks.by(rules));
    }
  }

  private static final class SlotIndex {
    private final int slot;
    private final ExactTexts exact;
    private final @Nullable Needles pieces;
    private final int[] present;

    SlotIndex(int slot, ExactTexts exact, @Nullable Needles pieces, int[] present) {
      this.slot = slot;
      this.exact = exact;
      this.pieces = pieces;
      this.present = present;
    }

    void mark(EventFields event, Marks marks) {
      Object value = event.value(slot);
      if (value instanceof EventFields.Missing) {
        return;
      }
      marks.add(present);
      if (value instanceof List<?> list) {
        for (Object item : list) {
          if (item != null) {
            markText(Texts.fold(Texts.of(item)), marks);
          }
        }
      } else if (pieces != null || !exact.isEmpty()) {
        byte[] bytes = event.foldedBytes(slot);
        if (bytes == null) {
          markText(event.folded(slot), marks);
        } else {
          markText(bytes, marks);
        }
      }
    }

    private void markText(byte[] folded, Marks marks) {
      int[] rules = exact.find(folded);
      if (rules != null) {
        marks.add(rules);
      }
      if (pieces != null) {
        pieces.scan(folded, marks);
      }
    }

    private void markText(String folded, Marks marks) {
      int[] rules = exact.find(folded);
      if (rules != null) {
        marks.add(rules);
      }
      if (pieces != null) {
        pieces.scan(folded, marks);
      }
    }
  }

  /** What is collected for one slot while the index is built. */
  private static final class Draft {
    private final Map<String, List<Integer>> exact = new HashMap<>();
    private final Map<String, List<Integer>> pieces = new HashMap<>();
    private final List<Integer> present = new ArrayList<>();
  }

  WitnessIndex(List<Test> rules, Frequencies frequencies) {
    Map<Integer, Draft> drafts = new HashMap<>();
    Map<String, List<Integer>> words = new HashMap<>();
    List<Integer> unconditional = new ArrayList<>();
    for (int rule = 0; rule < rules.size(); rule++) {
      Witness witness = rules.get(rule).witness(frequencies);
      if (witness == null) {
        unconditional.add(rule);
        continue;
      }
      for (Witness.Sign sign : witness.signs()) {
        add(sign, rule, drafts, words);
      }
    }
    this.always = ints(unconditional);
    this.anywhere = Needles.of(words);
    this.slots = new ArrayList<>();
    drafts.forEach((slot, draft) -> slots.add(finished(slot, draft)));
  }

  private static void add(
      Witness.Sign sign, int rule, Map<Integer, Draft> drafts, Map<String, List<Integer>> words) {
    switch (sign) {
      case Witness.Exact(int slot, String text, _) -> put(draft(drafts, slot).exact, text, rule);
      case Witness.Holds(int slot, String text) -> put(draft(drafts, slot).pieces, text, rule);
      case Witness.Present(int slot) -> draft(drafts, slot).present.add(rule);
      case Witness.Anywhere(String text) -> put(words, text, rule);
    }
  }

  private static Draft draft(Map<Integer, Draft> drafts, int slot) {
    return drafts.computeIfAbsent(slot, _ -> new Draft());
  }

  private static void put(Map<String, List<Integer>> map, String text, int rule) {
    map.computeIfAbsent(text, _ -> new ArrayList<>()).add(rule);
  }

  private static SlotIndex finished(int slot, Draft draft) {
    return new SlotIndex(
        slot, new ExactTexts(draft.exact), Needles.of(draft.pieces), ints(draft.present));
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).distinct().toArray();
  }

  /** Whether it looks for signs anywhere in an event. */
  boolean looksEverywhere() {
    return anywhere != null;
  }

  /** Marks the rules that the event may fit. */
  void mark(EventFields event, Marks marks) {
    marks.add(always);
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).mark(event, marks);
    }
    if (anywhere != null) {
      List<String> texts = event.allTexts();
      for (int i = 0; i < texts.size(); i++) {
        byte[] bytes = Texts.foldedBytes(texts.get(i));
        if (bytes == null) {
          anywhere.scan(Texts.fold(texts.get(i)), marks);
        } else {
          anywhere.scan(bytes, marks);
        }
      }
    }
  }
}
