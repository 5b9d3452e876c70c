package vn.lachan.detection.baseline;

import java.time.Duration;

/**
 * How much may be kept. Whatever is over a limit leaves oldest first and is counted.
 *
 * @param keysPerRule keys that one rule may watch; a key that left is learned anew
 * @param valuesPerKey values that {@code first_seen} remembers of one key; a key that has had more
 *     is not judged while it is full
 * @param samplesPerPeriod values of one period that {@code value} learns
 * @param idsPerAlert events that a period remembers, the latest ones
 * @param remembered events remembered so that one that comes twice counts once
 * @param lateness how long after its end a period still takes events, and how far ahead of its
 *     arrival the time of an event is believed
 * @param blind the longest time between two events that counts as time passed: in a longer one the
 *     platform itself saw nothing
 */
public record BaselineLimits(
    int keysPerRule,
    int valuesPerKey,
    int samplesPerPeriod,
    int idsPerAlert,
    int remembered,
    Duration lateness,
    Duration blind) {
  /** For one province on one machine. */
  public static final BaselineLimits DEFAULT =
      new BaselineLimits(
          20_000, 1_000, 256, 20, 16_384, Duration.ofMinutes(10), Duration.ofMinutes(5));

  public BaselineLimits {
    if (keysPerRule < 1
        || valuesPerKey < 1
        || samplesPerPeriod < 1
        || idsPerAlert < 1
        || idsPerAlert > 100
        || remembered < 1
        || lateness.isNegative()
        || blind.isNegative()
        || blind.isZero()) {
      throw new IllegalArgumentException("baseline limits must be positive");
    }
  }
}
