package vn.lachan.collector.input;

import java.time.Duration;

/**
 * Limits of the intake over HTTPS.
 *
 * @param maxRequestBytes bytes of a request after unpacking
 * @param maxLines lines of a request
 * @param maxLineBytes bytes kept of a line; the rest is cut and the event marked
 * @param maxRequests requests at once
 * @param patience how long a request may wait until its lines are durable
 */
public record NdjsonSettings(
    long maxRequestBytes, int maxLines, int maxLineBytes, int maxRequests, Duration patience) {

  /** 16 MiB, 100,000 lines of 64 KiB, 8 requests at once, 10 seconds. */
  public static final NdjsonSettings DEFAULT =
      new NdjsonSettings(16L << 20, 100_000, 64 << 10, 8, Duration.ofSeconds(10));

  public NdjsonSettings {
    if (maxRequestBytes < 1 || maxLines < 1 || maxLineBytes < 1 || maxRequests < 1) {
      throw new IllegalArgumentException("limits of the intake are positive");
    }
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("the patience of the intake is positive");
    }
  }
}
