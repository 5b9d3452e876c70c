package vn.lachan.backup.backend;

import java.time.Duration;

/**
 * How often and how patiently something is tried again.
 *
 * @param attempts how often in all, at least 1
 * @param first longest pause before the second attempt; each further one may be twice as long
 * @param longest no pause is longer
 */
public record RetrySettings(int attempts, Duration first, Duration longest) {

  /** Six attempts within about half a minute. */
  public static final RetrySettings DEFAULT =
      new RetrySettings(6, Duration.ofSeconds(1), Duration.ofSeconds(20));

  public RetrySettings {
    if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("retry needs an attempt and first <= longest");
    }
  }
}
