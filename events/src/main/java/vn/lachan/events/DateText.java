package vn.lachan.events;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date or time as written, with the span it stands for: {@code 2026-11-20} is a whole day.
 *
 * @param from first millisecond since the epoch
 * @param to last millisecond since the epoch
 */
record DateText(long from, long to) {

  /** Where a date without an offset is understood to be. */
  static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})(?:-(\\d{2})(?:-(\\d{2})(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?"
              + "(Z|[+-]\\d{2}:?\\d{2})?)?)?)?");

  /** Reads ISO 8601 from a year to a fraction of a second; empty when it is none. */
  static Optional<DateText> parse(String text, ZoneId zone) {
    if (text.length() < 4 || text.length() > 40) {
      return Optional.empty();
    }
    Matcher matcher = ISO.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(span(matcher, zone));
    } catch (DateTimeException e) {
      return Optional.empty(); // the 30th of February
    }
  }

  private static DateText span(Matcher parts, ZoneId zone) {
    String fraction = parts.group(7);
    LocalDateTime local =
        LocalDateTime.of(
            part(parts, 1, 0),
            part(parts, 2, 1),
            part(parts, 3, 1),
            part(parts, 4, 0),
            part(parts, 5, 0),
            part(parts, 6, 0),
            fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
    String offset = parts.group(8);
    ZonedDateTime from = local.atZone(offset == null ? zone : ZoneOffset.of(offset));
    long start = from.toInstant().toEpochMilli();
    ChronoUnit unit = unit(parts);
    long end = fraction == null ? from.plus(1, unit).toInstant().toEpochMilli() - 1 : start;
    return new DateText(start, end);
  }

  private static ChronoUnit unit(Matcher parts) {
    if (parts.group(2) == null) {
      return ChronoUnit.YEARS;
    } else if (parts.group(3) == null) {
      return ChronoUnit.MONTHS;
    } else if (parts.group(4) == null) {
      return ChronoUnit.DAYS;
    }
    return parts.group(6) == null ? ChronoUnit.MINUTES : ChronoUnit.SECONDS;
  }

  private static int part(Matcher parts, int group, int absent) {
    String text = parts.group(group);
    return text == null ? absent : Integer.parseInt(text);
  }
}
