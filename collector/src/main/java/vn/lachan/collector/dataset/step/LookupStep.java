package vn.lachan.collector.dataset.step;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Looks a value up in a table, regardless of case, and does what stands there. */
public final class LookupStep implements Step {
  private final int key;
  private final Map<String, Step> rows;
  private final Step otherwise;

  /**
   * Made of its parts.
   *
   * @param rows what to do for a value
   * @param otherwise what to do for every other value
   */
  public LookupStep(int key, Map<String, Step> rows, Step otherwise) {
    this.key = key;
    Map<String, Step> lower = new HashMap<>();
    rows.forEach((value, step) -> lower.put(value.toLowerCase(Locale.ROOT), step));
    this.rows = Map.copyOf(lower);
    this.otherwise = otherwise;
  }

  @Override
  public boolean run(Slots slots) {
    String value = slots.text(key).strip().toLowerCase(Locale.ROOT);
    Step step = rows.get(value);
    return step == null ? otherwise.run(slots) : step.run(slots);
  }
}
