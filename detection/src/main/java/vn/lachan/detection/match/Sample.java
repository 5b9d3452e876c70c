package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Some events of a bucket, to see how often signs are met. Filled by one thread, then only read.
 */
final class Sample implements Frequencies {
  /** Makes signs that were never met comparable: those that look rarer are taken. */
  private static final double DOUBT = 0.001;

  private final Map<Integer, List<String>> bySlot = new HashMap<>();
  private final List<String> wholes = new ArrayList<>();
  private final Map<Witness.Sign, Double> known = new HashMap<>();
  private final boolean keywords;

  /**
   * @param keywords whether signs are looked for anywhere in an event
   */
  Sample(boolean keywords) {
    this.keywords = keywords;
  }

  int size() {
    return wholes.size();
  }

  void add(EventFields event, int slots) {
    for (int slot = 0; slot < slots; slot++) {
      Object value = event.value(slot);
      if (!(value instanceof EventFields.Missing)) {
        String folded =
            value instanceof List<?> list
                ? Texts.fold(String.join("\n", list.stream().map(String::valueOf).toList()))
                : event.folded(slot);
        bySlot.computeIfAbsent(slot, _ -> new ArrayList<>()).add(folded);
      }
    }
    wholes.add(keywords ? String.join("\n", event.allFolded()) : "");
  }

  @Override
  public double of(Witness.Sign sign) {
    return known.computeIfAbsent(sign, this::measured);
  }

  private double measured(Witness.Sign sign) {
    long seen =
        switch (sign) {
          case Witness.Exact exact -> values(exact.slot()).filter(exact.text()::equals).count();
          case Witness.Holds holds ->
              values(holds.slot()).filter(text -> text.contains(holds.text())).count();
          case Witness.Present(int slot) -> values(slot).count();
          case Witness.Anywhere(String text) ->
              wholes.stream().filter(whole -> whole.contains(text)).count();
        };
    return seen / (double) Math.max(1, size()) + DOUBT * Frequencies.GUESSED.of(sign);
  }

  private Stream<String> values(int slot) {
    return bySlot.getOrDefault(slot, List.of()).stream();
  }
}
