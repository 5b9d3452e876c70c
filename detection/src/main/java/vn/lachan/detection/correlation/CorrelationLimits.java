package vn.lachan.detection.correlation;

import java.time.Duration;

/**
 * How much may be kept. Whatever is over a limit leaves oldest first and is counted.
 *
 * @param groups groups in all
 * @param groupsPerRule groups that one rule may watch
 * @param entriesPerGroup matches kept for one group
 * @param bytes about how much memory all groups may take; long values count with their length
 * @param lateness how long after its window a match is kept for events that arrive late
 * @param unsavedBytes changes that wait to be saved; when there are more, the next save is whole
 * @param savedSlice at least so many bytes of each save are groups that did not change, so that
 *     older saves can be forgotten
 */
public record CorrelationLimits(
    int groups,
    int groupsPerRule,
    int entriesPerGroup,
    long bytes,
    Duration lateness,
    long unsavedBytes,
    long savedSlice) {
  private static final long MOST_BYTES = 768L << 20;

  /** For one province on one machine: at most a third of the memory that this process may use. */
  public static final CorrelationLimits DEFAULT =
      new CorrelationLimits(
          1_000_000,
          250_000,
          10_000,
          Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / 3),
          Duration.ofMinutes(10));

  public CorrelationLimits {
    if (groups < 1
        || groupsPerRule < 1
        || entriesPerGroup < 2
        || bytes < 1
        || lateness.isNegative()
        || unsavedBytes < 1
        || savedSlice < 1) {
      throw new IllegalArgumentException("correlation limits must be positive");
    }
  }

  public CorrelationLimits(
      int groups, int groupsPerRule, int entriesPerGroup, long bytes, Duration lateness) {
    this(groups, groupsPerRule, entriesPerGroup, bytes, lateness, 64L << 20, 256L << 10);
  }
}
