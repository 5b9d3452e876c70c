package vn.lachan.collector.otlp;

import java.time.Duration;

/**
 * Limits of the intake of OpenTelemetry logs.
 *
 * @param maxRequestBytes bytes of a request, packed and unpacked
 * @param maxRecords log records of a request
 * @param maxRecordBytes bytes kept of a record; a longer text is cut and the event marked, what
 *     cannot be cut is rejected and said so in the answer
 * @param maxRequests requests at once
 * @param patience how long a request may wait until its records are durable
 * @param retryAfter when a sender that could not be served should come again
 */
public record OtlpSettings(
    int maxRequestBytes,
    int maxRecords,
    int maxRecordBytes,
    int maxRequests,
    Duration patience,
    Duration retryAfter) {

  /** 16 MiB, 50,000 records of 64 KiB, 8 requests at once, 10 seconds, again after 5. */
  public static final OtlpSettings DEFAULT =
      new OtlpSettings(
          16 << 20, 50_000, 64 << 10, 8, Duration.ofSeconds(10), Duration.ofSeconds(5));

  public OtlpSettings {
    if (maxRequestBytes < 1 || maxRecords < 1 || maxRequests < 1) {
      throw new IllegalArgumentException("limits of the OTLP intake are positive");
    }
    if (maxRecordBytes < 1_024 || maxRecordBytes > 16 << 20) {
      throw new IllegalArgumentException("a log record may have 1 KiB to 16 MiB");
    }
    if (!patience.isPositive() || !retryAfter.isPositive()) {
      throw new IllegalArgumentException("patience and pause of the OTLP intake are positive");
    }
  }
}
