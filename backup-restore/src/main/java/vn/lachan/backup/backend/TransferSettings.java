package vn.lachan.backup.backend;

import java.time.Duration;

/**
 * Limits of the connections to a place.
 *
 * @param connections most at the same time
 * @param connectTimeout until a connection stands
 * @param timeout until an answer begins, or a small file is there
 * @param slowestRate bytes a second; a file may take its length divided by this beyond the timeout
 * @param retry what is done about temporary failures
 */
public record TransferSettings(
    int connections,
    Duration connectTimeout,
    Duration timeout,
    int slowestRate,
    RetrySettings retry) {

  /** Four connections, 10 s to connect, a minute to answer, 32 KiB/s or the file is given up. */
  public static final TransferSettings DEFAULT =
      new TransferSettings(
          4, Duration.ofSeconds(10), Duration.ofMinutes(1), 32 * 1024, RetrySettings.DEFAULT);

  public TransferSettings {
    if (connections < 1
        || slowestRate < 1
        || !connectTimeout.isPositive()
        || !timeout.isPositive()) {
      throw new IllegalArgumentException("connections, rates and timeouts are positive");
    }
  }

  /** How long moving {@code bytes} may take before it is given up. */
  Duration limit(long bytes) {
    return timeout.plusMillis(bytes * 1000 / slowestRate);
  }
}
