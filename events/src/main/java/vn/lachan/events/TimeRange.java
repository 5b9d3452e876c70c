package vn.lachan.events;

import java.time.Instant;

/**
 * From {@code from} (included) to {@code to} (excluded).
 *
 * @param from first instant inside
 * @param to first instant outside; later than {@code from}
 */
public record TimeRange(Instant from, Instant to) {

  /** All of time, including what a broken clock dates before its start or after its end. */
  public static final TimeRange ALL =
      new TimeRange(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"));

  public TimeRange {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "a time range ends after it starts: " + from + " to " + to);
    }
  }
}
