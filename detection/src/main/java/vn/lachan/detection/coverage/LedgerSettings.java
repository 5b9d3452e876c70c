package vn.lachan.detection.coverage;

import java.time.Duration;

/**
 * Bounds of the ledger of gaps.
 *
 * @param lookBack a rule that runs for the first time also looks at what was received so long
 *     before
 * @param longestAutomatic a longer gap is only filled when somebody asks
 * @param join gaps of one rule and reason that lie nearer together become one
 * @param maxGaps gaps remembered; over the bound the oldest filled ones leave, then the oldest
 * @param keep filled gaps are remembered so long
 */
public record LedgerSettings(
    Duration lookBack, Duration longestAutomatic, Duration join, int maxGaps, Duration keep) {

  public static final LedgerSettings DEFAULT =
      new LedgerSettings(
          Duration.ofHours(24),
          Duration.ofDays(7),
          Duration.ofMinutes(10),
          10_000,
          Duration.ofDays(90));

  public LedgerSettings {
    if (lookBack.isNegative() || longestAutomatic.isNegative() || join.isNegative()) {
      throw new IllegalArgumentException("times of the ledger are not negative");
    }
    if (maxGaps < 1) {
      throw new IllegalArgumentException("at least one gap, not " + maxGaps);
    }
  }
}
