package vn.lachan.incidents.measure;

import java.util.List;

/**
 * Where times lie, in seconds. Means say nothing about times as skewed as these.
 *
 * @param count how many there are
 * @param median the middle one; the lower of the two when their number is even
 * @param ninetieth nine of ten are no longer (nearest rank)
 */
public record Spread(int count, long median, long ninetieth) {

  /** Of at least one time. */
  static Spread of(List<Long> seconds) {
    if (seconds.isEmpty()) {
      throw new IllegalArgumentException("no times");
    }
    List<Long> sorted = seconds.stream().sorted().toList();
    return new Spread(sorted.size(), rank(sorted, 50), rank(sorted, 90));
  }

  private static long rank(List<Long> sorted, int percent) {
    return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
  }
}
