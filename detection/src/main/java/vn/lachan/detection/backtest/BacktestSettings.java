package vn.lachan.detection.backtest;

import java.time.Duration;
import vn.lachan.detection.correlation.CorrelationLimits;

/**
 * How much one trial may take.
 *
 * @param maxEvents events that are read from the store and looked at
 * @param maxAlerts alerts after which it stops: the rule is too noisy anyway
 * @param maxTime how long it may run
 * @param longestRange longest stretch of history
 * @param samples alerts shown whole
 * @param topValues most frequent values shown of each field
 * @param differentValues values counted of each field; further ones are left out
 * @param eventsAtOnce events in memory at a time
 * @param atOnce trials that run at the same time; others wait
 * @param waiting trials that may wait; more are refused
 * @param kept finished trials that can still be read
 * @param correlation bounds of what correlations keep during a trial
 */
public record BacktestSettings(
    long maxEvents,
    long maxAlerts,
    Duration maxTime,
    Duration longestRange,
    int samples,
    int topValues,
    int differentValues,
    int eventsAtOnce,
    int atOnce,
    int waiting,
    int kept,
    CorrelationLimits correlation) {

  /** One trial at a time, ten minutes at most, over at most 400 days. */
  public static final BacktestSettings DEFAULT =
      new BacktestSettings(
          5_000_000,
          100_000,
          Duration.ofMinutes(10),
          Duration.ofDays(400),
          20,
          10,
          10_000,
          5_000,
          1,
          10,
          50,
          CorrelationLimits.DEFAULT);

  public BacktestSettings {
    if (maxEvents < 1
        || maxAlerts < 1
        || samples < 0
        || topValues < 0
        || differentValues < 1
        || eventsAtOnce < 1
        || atOnce < 1
        || waiting < 0
        || kept < 1) {
      throw new IllegalArgumentException("a limit of back-tests is too small");
    }
    if (!maxTime.isPositive() || !longestRange.isPositive()) {
      throw new IllegalArgumentException("times of back-tests are positive");
    }
  }
}
