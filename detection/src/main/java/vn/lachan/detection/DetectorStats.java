package vn.lachan.detection;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.baseline.BaselineStats;
import vn.lachan.detection.correlation.CorrelationStats;

/**
 * What a detector has done since it was made.
 *
 * @param evaluated events seen
 * @param candidates rules tried on events, in all
 * @param matches event rules that fitted, silent ones included
 * @param alerts raised
 * @param suppressed alerts held back because their rule had raised too many within the hour
 * @param correlation what the correlation rules hold and have lost
 * @param baseline what the baselines hold and have lost
 * @param lastEvent time of the event seen last, by the clock of its source; null before the first
 * @param lastIngested when that event was received; null before the first
 * @param rules by rule id; a rule that never matched is not in it
 */
public record DetectorStats(
    long evaluated,
    long candidates,
    long matches,
    long alerts,
    long suppressed,
    CorrelationStats correlation,
    BaselineStats baseline,
    @Nullable Instant lastEvent,
    @Nullable Instant lastIngested,
    Map<String, OfRule> rules) {

  public DetectorStats {
    rules = Map.copyOf(rules);
  }

  /**
   * What one rule has done.
   *
   * @param lastMatched time of the event that it matched last
   */
  public record OfRule(long matched, long alerts, long suppressed, Instant lastMatched) {}
}
