package vn.lachan.detection.match;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.ValueTest;

/**
 * Reads a part of a time. The time is taken as it is written, without conversion to another zone; a
 * number is seconds or milliseconds since 1970 in UTC.
 */
final class TimeParts {
  private static final long FIRST_MILLISECONDS = 100_000_000_000L;

  /** The part of {@code value}, or null when that is not a time. */
  static @Nullable Long part(ValueTest.Part part, Object value) {
    LocalDateTime time = time(value);
    if (time == null) {
      return null;
    }
    return switch (part) {
      case MINUTE -> (long) time.getMinute();
      case HOUR -> (long) time.getHour();
      case DAY -> (long) time.getDayOfMonth();
      case WEEK -> time.getLong(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTH -> (long) time.get(ChronoField.MONTH_OF_YEAR);
      case YEAR -> (long) time.getYear();
    };
  }

  private static @Nullable LocalDateTime time(Object value) {
    try {
      if (value instanceof Long || value instanceof Integer) {
        long number = ((Number) value).longValue();
        Instant instant =
            Math.abs(number) >= FIRST_MILLISECONDS
                ? Instant.ofEpochMilli(number)
                : Instant.ofEpochSecond(number);
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      }
      return value instanceof String text ? parsed(text.strip()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static LocalDateTime parsed(String text) {
    if (text.length() <= 10) {
      return LocalDate.parse(text).atStartOfDay();
    }
    String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
    boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
    return zoned ? OffsetDateTime.parse(iso).toLocalDateTime() : LocalDateTime.parse(iso);
  }

  private TimeParts() {}
}
