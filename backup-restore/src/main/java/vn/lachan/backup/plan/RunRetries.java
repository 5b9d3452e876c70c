package vn.lachan.backup.plan;

import java.time.Duration;

/**
 * How often a duty that failed is tried again, and after how long.
 *
 * @param times 0 to 20
 * @param pause at least a second
 */
public record RunRetries(int times, Duration pause) {

  public static final RunRetries DEFAULT = new RunRetries(2, Duration.ofMinutes(10));

  public RunRetries {
    if (times < 0 || times > 20 || pause.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("retries are 0 to 20, the pause at least 1 s");
    }
  }
}
