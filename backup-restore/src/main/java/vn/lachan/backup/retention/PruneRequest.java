package vn.lachan.backup.retention;

import java.time.Duration;
import vn.lachan.backup.repository.SweepLimits;

/**
 * How to prune.
 *
 * @param grace a pack is removed only after nobody needed it for so long; zero removes at once
 * @param allowEmpty also when there is no snapshot at all, so that everything would go
 * @param dryRun change nothing, only tell
 */
public record PruneRequest(SweepLimits limits, Duration grace, boolean allowEmpty, boolean dryRun) {

  public static final PruneRequest DEFAULT =
      new PruneRequest(SweepLimits.DEFAULT, Duration.ofDays(7), false, false);

  /** The usual one with another grace. */
  public static PruneRequest of(Duration grace, boolean dryRun) {
    return new PruneRequest(SweepLimits.DEFAULT, grace, false, dryRun);
  }

  public PruneRequest {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace is not negative");
    }
  }
}
