package vn.lachan.collector.syslog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which logs write a moment. Every method answers null instead of throwing when the
 * text is something else; a time stamp without a zone is read in the zone given.
 */
public final class Timestamps {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final long MAX_SECONDS = 253_402_300_799L; // the end of the year 9999

  private Timestamps() {}

  /** A moment and where its text ended. */
  public record Match(Instant instant, int end) {}

  /**
   * Any form known here: ISO 8601, {@code yyyyMMddHHmmss}, seconds to nanoseconds since 1970,
   * {@code dd/MM/yyyy HH:mm[:ss]}, {@code yyyy/MM/dd HH:mm:ss}, the common log format, {@code Mon
   * Dec 26 16:15:55.103786 2016} and RFC 3164.
   *
   * @param now the year of a form without year is the one that brings it closest to this
   */
  public static @Nullable Instant parse(String text, Instant now, ZoneId zone) {
    String trimmed = text.strip();
    if (trimmed.length() < 8 || trimmed.length() > 48) {
      return null;
    }
    char first = trimmed.charAt(0);
    Match match;
    if (first >= '0' && first <= '9') {
      match = startingWithDigit(trimmed, now, zone);
    } else {
      match = ctime(trimmed, zone);
      if (match == null) {
        match = rfc3164(trimmed, 0, now, zone);
      }
    }
    return match == null || match.end() < trimmed.length() ? null : match.instant();
  }

  private static @Nullable Match startingWithDigit(String text, Instant now, ZoneId zone) {
    int digits = digits(text, 0, 20);
    if (digits == text.length()) {
      return digits == 14 ? compact(text, zone) : sinceEpoch(text, digits);
    }
    char after = text.charAt(digits);
    if (digits == 4 && after == '-') {
      return iso(text, 0, zone);
    }
    if (digits == 4 && after == ' ') {
      return rfc3164(text, 0, now, zone);
    }
    if (digits == 4 && after == '/') {
      return iso(text.replace('/', '-'), 0, zone);
    }
    if (digits <= 2 && after == '/') {
      return text.length() > 3 && Character.isLetter(text.charAt(digits + 1))
          ? commonLog(text, 0, zone)
          : dayFirst(text, zone);
    }
    return after == '.' && digits == 10 ? sinceEpoch(text, digits) : null;
  }

  /** {@code 2026-11-20T08:14:22.310+07:00}; also with a blank, without seconds or without zone. */
  public static @Nullable Match iso(String text, int from, ZoneId zone) {
    int year = number(text, from, 4);
    int month = number(text, from + 5, 2);
    int day = number(text, from + 8, 2);
    int hour = number(text, from + 11, 2);
    int minute = number(text, from + 14, 2);
    if (year < 0
        || month < 1
        || day < 1
        || hour < 0
        || minute < 0
        || text.charAt(from + 4) != '-'
        || text.charAt(from + 7) != '-'
        || text.charAt(from + 13) != ':'
        || "Tt _".indexOf(text.charAt(from + 10)) < 0) {
      return null;
    }
    return timeEnd(text, from + 16, year, month, day, hour, minute, zone);
  }

  /** What follows hours and minutes: seconds, fraction, zone. */
  private static @Nullable Match timeEnd(
      String text, int from, int year, int month, int day, int hour, int minute, ZoneId zone) {
    int at = from;
    int second = 0;
    int nano = 0;
    if (at(text, at) == ':') {
      second = number(text, at + 1, 2);
      if (second < 0) {
        return null;
      }
      at += 3;
      if ((at(text, at) == '.' || at(text, at) == ',') && isDigit(at(text, at + 1))) {
        int length = digits(text, at + 1, 18);
        nano = fraction(text, at + 1, length);
        at += 1 + length;
      }
    }
    int zoneAt = at(text, at) == ' ' && isSign(at(text, at + 1)) ? at + 1 : at;
    char mark = at(text, zoneAt);
    if (mark == 'Z' || mark == 'z') {
      return match(year, month, day, hour, minute, second, nano, 0, zone, zoneAt + 1);
    }
    if (isSign(mark) && number(text, zoneAt + 1, 2) >= 0) {
      int end = zoneAt + 3;
      int minutes = number(text, zoneAt + 1, 2) * 60;
      int colon = at(text, end) == ':' ? 1 : 0;
      int more = number(text, end + colon, 2);
      if (more >= 0) {
        minutes += more;
        end += colon + 2;
      }
      int offset = mark == '-' ? -minutes : minutes;
      return match(year, month, day, hour, minute, second, nano, offset, zone, end);
    }
    return match(year, month, day, hour, minute, second, nano, NO_OFFSET, zone, at);
  }

  private static final int NO_OFFSET = Integer.MIN_VALUE;

  private static @Nullable Match match(
      int year,
      int month,
      int day,
      int hour,
      int minute,
      int second,
      int nano,
      int offsetMinutes,
      ZoneId zone,
      int end) {
    boolean offsetValid =
        offsetMinutes == NO_OFFSET || Math.abs((long) offsetMinutes) <= LARGEST_OFFSET;
    if (hour > 23 || minute > 59 || second > 60 || !offsetValid) {
      return null;
    }
    try {
      LocalDate date = LocalDate.of(year, month, day);
      int inMinute = Math.min(second, 59); // a leap second
      long seconds = hour * 3600L + minute * 60L + inMinute;
      if (offsetMinutes != NO_OFFSET) {
        long epoch = date.toEpochDay() * 86_400 + seconds - offsetMinutes * 60L;
        return new Match(Instant.ofEpochSecond(epoch, nano), end);
      }
      LocalDateTime local = date.atStartOfDay().plusSeconds(seconds).plusNanos(nano);
      return new Match(local.atZone(zone).toInstant(), end);
    } catch (DateTimeException _) {
      return null; // the 31st of February
    }
  }

  private static final int LARGEST_OFFSET = 18 * 60;

  /** {@code 10/Oct/2000:13:55:36 -0700}, as web servers write it. */
  public static @Nullable Match commonLog(String text, int from, ZoneId zone) {
    int dayLength = digits(text, from, 2);
    int day = number(text, from, dayLength);
    int at = from + dayLength;
    int month = month(text, at + 1);
    int year = number(text, at + 5, 4);
    int hour = number(text, at + 10, 2);
    int minute = number(text, at + 13, 2);
    if (dayLength == 0
        || day < 1
        || month < 1
        || year < 0
        || hour < 0
        || minute < 0
        || at(text, at) != '/'
        || at(text, at + 4) != '/') {
      return null;
    }
    return timeEnd(text, at + 15, year, month, day, hour, minute, zone);
  }

  private static @Nullable Match dayFirst(String text, ZoneId zone) {
    int dayLength = digits(text, 0, 2);
    int monthLength = digits(text, dayLength + 1, 2);
    int yearAt = dayLength + monthLength + 2;
    int day = number(text, 0, dayLength);
    int month = number(text, dayLength + 1, monthLength);
    int year = number(text, yearAt, 4);
    int hour = number(text, yearAt + 5, 2);
    int minute = number(text, yearAt + 8, 2);
    if (day < 1
        || month < 1
        || year < 0
        || hour < 0
        || minute < 0
        || at(text, yearAt - 1) != '/'
        || at(text, yearAt + 4) != ' ') {
      return null;
    }
    return timeEnd(text, yearAt + 10, year, month, day, hour, minute, zone);
  }

  /** {@code Mon Dec 26 16:15:55.103786 2016}. */
  public static @Nullable Match ctime(String text, ZoneId zone) {
    if (text.length() < 20 || at(text, 3) != ' ' || month(text, 4) < 1) {
      return null;
    }
    int end = text.length();
    int year = number(text, end - 4, 4);
    Match match =
        year < 0 || at(text, end - 5) != ' '
            ? null
            : monthFirst(text.substring(0, end - 5), 4, year, zone);
    return match == null ? null : new Match(match.instant(), end);
  }

  /**
   * {@code Nov 21 10:00:00}, RFC 3164, and with a year before or after, fraction or zone.
   *
   * @param now the year is the one that brings the moment closest to this
   */
  public static @Nullable Match rfc3164(String text, int from, Instant now, ZoneId zone) {
    int yearBefore = number(text, from, 4);
    if (yearBefore > 0 && at(text, from + 4) == ' ') {
      return monthFirst(text, from + 5, yearBefore, zone);
    }
    if (month(text, from) < 1) {
      return null;
    }
    int dayAt = from + 4 + blanks(text, from + 4);
    int yearAt = dayAt + digits(text, dayAt, 2) + 1;
    int yearAfterDay = number(text, yearAt, 4);
    if (yearAfterDay > 0 && at(text, yearAt + 4) == ' ') {
      String without = text.substring(0, yearAt) + text.substring(yearAt + 5);
      Match match = monthFirst(without, from, yearAfterDay, zone);
      return match == null ? null : new Match(match.instant(), match.end() + 5);
    }
    return closest(text, from, now, zone);
  }

  private static @Nullable Match closest(String text, int from, Instant now, ZoneId zone) {
    int year = now.atZone(zone).getYear();
    Match best = null;
    long bestDistance = Long.MAX_VALUE;
    for (int candidate = year - 1; candidate <= year + 1; candidate++) {
      Match match = monthFirst(text, from, candidate, zone);
      if (match != null) {
        long distance = Math.abs(match.instant().getEpochSecond() - now.getEpochSecond());
        if (distance < bestDistance) {
          best = match;
          bestDistance = distance;
        }
      }
    }
    return best;
  }

  private static @Nullable Match monthFirst(String text, int from, int year, ZoneId zone) {
    int month = month(text, from);
    int dayAt = from + 4 + blanks(text, from + 4);
    int dayLength = digits(text, dayAt, 2);
    int hourAt = dayAt + dayLength + blanks(text, dayAt + dayLength);
    int day = number(text, dayAt, dayLength);
    int hour = number(text, hourAt, 2);
    int minute = number(text, hourAt + 3, 2);
    if (month < 1
        || at(text, from + 3) != ' '
        || dayLength == 0
        || day < 1
        || hour < 0
        || minute < 0
        || at(text, hourAt + 2) != ':'
        || at(text, hourAt + 5) != ':') {
      return null;
    }
    return timeEnd(text, hourAt + 5, year, month, day, hour, minute, zone);
  }

  private static @Nullable Match compact(String text, ZoneId zone) {
    return match(
        number(text, 0, 4),
        number(text, 4, 2),
        number(text, 6, 2),
        number(text, 8, 2),
        number(text, 10, 2),
        number(text, 12, 2),
        0,
        NO_OFFSET,
        zone,
        14);
  }

  private static @Nullable Match sinceEpoch(String text, int digits) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    int nano = 0;
    if (digits < text.length()) {
      int length = digits(text, digits + 1, 18);
      if (digits + 1 + length != text.length()) {
        return null;
      }
      nano = fraction(text, digits + 1, length);
    }
    Instant instant = sinceEpoch(value, digits);
    return instant == null ? null : new Match(instant.plusNanos(nano), text.length());
  }

  /** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size. */
  public static @Nullable Instant sinceEpoch(long value) {
    return value < 0 ? null : sinceEpoch(value, Long.toString(value).length());
  }

  private static @Nullable Instant sinceEpoch(long value, int digits) {
    Instant instant =
        switch (digits) {
          case 9, 10 -> Instant.ofEpochSecond(value);
          case 12, 13 -> Instant.ofEpochMilli(value);
          case 15, 16 -> Instant.ofEpochSecond(value / 1_000_000, value % 1_000_000 * 1_000);
          case 18, 19 -> Instant.ofEpochSecond(value / 1_000_000_000, value % 1_000_000_000);
          default -> null;
        };
    return instant == null || instant.getEpochSecond() > MAX_SECONDS ? null : instant;
  }

  private static int fraction(String text, int from, int length) {
    int nano = 0;
    for (int i = 0; i < 9; i++) {
      nano = nano * 10 + (i < length ? text.charAt(from + i) - '0' : 0);
    }
    return nano;
  }

  private static int month(String text, int at) {
    if (at + 3 > text.length()) {
      return -1;
    }
    for (int month = 0; month < 12; month++) {
      if (text.regionMatches(true, at, MONTHS, month * 3, 3)) {
        return month + 1;
      }
    }
    return -1;
  }

  private static int blanks(String text, int at) {
    int count = 0;
    while (at(text, at + count) == ' ') {
      count++;
    }
    return count;
  }

  private static int digits(String text, int at, int max) {
    int count = 0;
    while (count < max && isDigit(at(text, at + count))) {
      count++;
    }
    return count;
  }

  /** The number of {@code length} digits, -1 when there are others or fewer. */
  private static int number(String text, int at, int length) {
    int value = 0;
    for (int i = at; i < at + length; i++) {
      char c = at(text, i);
      if (!isDigit(c)) {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static char at(String text, int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }
}
