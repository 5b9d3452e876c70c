package vn.lachan.detection;

import vn.lachan.detection.baseline.BaselineLimits;
import vn.lachan.detection.correlation.CorrelationLimits;

/**
 * Bounds of a detector.
 *
 * @param alertsPerRulePerHour further alerts of a rule within an hour of ingest time are suppressed
 *     and counted
 * @param correlation bounds of what correlation rules keep
 * @param everyRuleForUnknownSources whether events of which no log source is known are tried on
 *     every rule, as when files of unknown origin are searched
 * @param baseline bounds of what rules with a baseline keep
 */
public record Limits(
    int alertsPerRulePerHour,
    CorrelationLimits correlation,
    boolean everyRuleForUnknownSources,
    BaselineLimits baseline) {
  /** For the stream of one province. */
  public static final Limits DEFAULT = new Limits(1000, CorrelationLimits.DEFAULT, false);

  /** With the usual bounds of baselines. */
  public Limits(
      int alertsPerRulePerHour, CorrelationLimits correlation, boolean everyRuleForUnknownSources) {
    this(alertsPerRulePerHour, correlation, everyRuleForUnknownSources, BaselineLimits.DEFAULT);
  }

  public Limits {
    if (alertsPerRulePerHour < 1) {
      throw new IllegalArgumentException("at least one alert per rule and hour");
    }
  }
}
