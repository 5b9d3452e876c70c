package vn.lachan.detection.correlation;

import java.time.Duration;

/**
 * How much may be kept. Whatever is over the limit leaves oldest first and is counted.
 *
 * @param groupsPerRule groups that one rule may watch
 * @param entriesPerGroup matches kept for one group
 * @param entries matches kept in all
 * @param lateness how long after its window a group is kept for events that arrive late
 */
public record CorrelationLimits(
    int groupsPerRule, int entriesPerGroup, int entries, Duration lateness) {
  /** For one province on one machine. */
  public static final CorrelationLimits DEFAULT =
      new CorrelationLimits(100_000, 10_000, 500_000, Duration.ofMinutes(10));

  public CorrelationLimits {
    if (groupsPerRule < 1 || entriesPerGroup < 2 || entries < 2 || lateness.isNegative()) {
      throw new IllegalArgumentException("correlation limits must be positive");
    }
  }
}
