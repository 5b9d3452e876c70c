package vn.lachan.detection.coverage;

import java.time.Duration;
import vn.lachan.detection.correlation.CorrelationLimits;

/**
 * How gently gaps are filled.
 *
 * @param eventsPerSecond at most so many events are looked at
 * @param eventsAtOnce events in memory at a time
 * @param alertsPerGap alerts queued of one gap; further ones are counted
 * @param lateness events may arrive so late; a correlation is looked at again so much later
 * @param pause between two looks for a gap
 * @param correlation bounds of what correlations keep while a gap is filled
 */
public record BackfillSettings(
    int eventsPerSecond,
    int eventsAtOnce,
    int alertsPerGap,
    Duration lateness,
    Duration pause,
    CorrelationLimits correlation) {

  public static final BackfillSettings DEFAULT =
      new BackfillSettings(
          5_000,
          2_000,
          1_000,
          Duration.ofMinutes(10),
          Duration.ofSeconds(5),
          CorrelationLimits.DEFAULT);

  public BackfillSettings {
    if (eventsPerSecond < 1 || eventsAtOnce < 1 || alertsPerGap < 1) {
      throw new IllegalArgumentException("every bound of the back-fill is at least 1");
    }
  }
}
