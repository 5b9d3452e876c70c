package vn.lachan.app.pipeline;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vn.lachan.detection.Detector;
import vn.lachan.detection.DetectorStats;

/**
 * What one rule did.
 *
 * @param matched events that it fitted, or groups that were complete
 * @param alerts that it raised
 * @param suppressed alerts that the flood guard held back
 * @param folded alerts that suppression counted on an earlier one
 * @param last time of the event that it matched last
 */
public record RuleCount(
    long matched, long alerts, long suppressed, long folded, Optional<Instant> last) {
  public static final RuleCount NONE = new RuleCount(0, 0, 0, 0, Optional.empty());

  /** Both together. */
  public RuleCount plus(RuleCount other) {
    return new RuleCount(
        matched + other.matched,
        alerts + other.alerts,
        suppressed + other.suppressed,
        folded + other.folded,
        later(last, other.last));
  }

  /**
   * This, of an earlier life, and {@code since}: what a detector keeps beside its position goes on
   * counting in the next life by itself.
   */
  public RuleCount then(RuleCount since) {
    return new RuleCount(
        matched + since.matched,
        alerts + since.alerts,
        suppressed + since.suppressed,
        Math.max(folded, since.folded),
        later(last, since.last));
  }

  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return one.isEmpty() || other.isEmpty()
        ? one.or(() -> other)
        : Optional.of(one.get().isBefore(other.get()) ? other.get() : one.get());
  }

  /** What {@code detector} counted since it was made, by rule. */
  static Map<String, RuleCount> of(Detector detector) {
    Map<String, RuleCount> counts = new HashMap<>();
    detector.stats().rules().forEach((rule, of) -> counts.put(rule, of(of)));
    detector
        .moderationStats()
        .folded()
        .forEach((rule, folded) ->
            counts.merge(rule, new RuleCount(0, 0, 0, folded, Optional.empty()), RuleCount::plus));
    return counts;
  }

  private static RuleCount of(DetectorStats.OfRule rule) {
    return new RuleCount(
        rule.matched(),
        rule.alerts(),
        rule.suppressed(),
        0,
        rule.matched() == 0 ? Optional.empty() : Optional.of(rule.lastMatched()));
  }
}
