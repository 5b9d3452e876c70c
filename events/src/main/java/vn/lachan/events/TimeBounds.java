package vn.lachan.events;

import java.time.Instant;

/**
 * A {@link TimeRange} in whole milliseconds, as times are indexed.
 *
 * @param first the first millisecond inside
 * @param last the last millisecond inside
 */
record TimeBounds(long first, long last) {

  /** Also what lies before 1970 and after 9998 when {@code range} is {@link TimeRange#ALL}. */
  static TimeBounds of(TimeRange range) {
    return new TimeBounds(
        range.from().equals(TimeRange.ALL.from()) ? Long.MIN_VALUE : millis(range.from()),
        range.to().equals(TimeRange.ALL.to()) ? Long.MAX_VALUE : millis(range.to()) - 1);
  }

  boolean everything() {
    return first == Long.MIN_VALUE && last == Long.MAX_VALUE;
  }

  /** Whether something between {@code low} and {@code high} may be inside. */
  boolean overlaps(long low, long high) {
    return low <= last && high >= first;
  }

  /** Whether everything between {@code low} and {@code high} is inside. */
  boolean covers(long low, long high) {
    return first <= low && high <= last;
  }

  /** {@code instant} in epoch milliseconds; a broken clock's far future does not overflow. */
  static long millis(Instant instant) {
    long second = instant.getEpochSecond();
    long limit = Long.MAX_VALUE / 1_000 - 1;
    if (second > limit) {
      return Long.MAX_VALUE;
    }
    return second < -limit ? Long.MIN_VALUE + 1 : instant.toEpochMilli();
  }
}
