package vn.lachan.backup.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How Go writes text, because restic's trees are Go's: {@code strconv.Quote}, {@code encoding/json}
 * and {@code time.RFC3339Nano}.
 */
final class GoText {

  /** Letters of {@code 2026-11-22T20:15:00}. */
  private static final int DATE_AND_TIME = 19;

  /** No zone is further from Greenwich, in minutes. */
  private static final int LARGEST_SHIFT = 18 * 60;

  private static final String ESCAPED = "abfnrtv\\\"'";
  private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\\"'";

  private GoText() {}

  /** {@code strconv.Quote} without the quotation marks around. */
  static String quote(byte[] name) {
    return isPlain(name) ? new String(name, StandardCharsets.US_ASCII) : quoteOdd(name);
  }

  /** Whether nothing in it is quoted, and every byte is a letter. */
  private static boolean isPlain(byte[] name) {
    for (byte b : name) {
      if (b < ' ' || b == 0x7F || b == '\\' || b == '"') {
        return false;
      }
    }
    return true;
  }

  private static String quoteOdd(byte[] name) {
    StringBuilder text = new StringBuilder(name.length + 8);
    int at = 0;
    while (at < name.length) {
      int length = Utf8.length(name, at);
      if (length == 0) {
        text.append("\\x").append(hex(name[at] & 0xFF, 2));
        at++;
      } else {
        quote(Utf8.codePoint(name, at, length), text);
        at += length;
      }
    }
    return text.toString();
  }

  private static void quote(int c, StringBuilder text) {
    int escape = MEANING.indexOf(c);
    if (escape >= 0 && c != '\'') {
      text.append('\\').append(ESCAPED.charAt(escape));
    } else if (isPrintable(c)) {
      text.appendCodePoint(c);
    } else if (c < ' ' || c == 0x7F) {
      text.append("\\x").append(hex(c, 2));
    } else if (c < 0x10000) {
      text.append("\\u").append(hex(c, 4));
    } else {
      text.append("\\U").append(hex(c, 8));
    }
  }

  /** Letters, marks, numbers, punctuation, symbols and the plain space. */
  private static boolean isPrintable(int c) {
    if (c == ' ') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String hex(int value, int digits) {
    String hex = Integer.toHexString(value);
    return "0".repeat(digits - hex.length()) + hex;
  }

  /** The bytes {@link #quote} wrote; empty when {@code text} is not so written. */
  static Optional<byte[]> unquote(String text) {
    if (text.indexOf('\\') < 0) {
      return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c != '\\') {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        at += Character.charCount(c);
      } else {
        int used = unquoteEscape(text, at + 1, bytes);
        if (used == 0) {
          return Optional.empty();
        }
        at += 1 + used;
      }
    }
    return Optional.of(bytes.toByteArray());
  }

  /** Returns how many characters after the backslash belong to it; 0 when it makes no sense. */
  private static int unquoteEscape(String text, int at, ByteArrayOutputStream bytes) {
    if (at >= text.length()) {
      return 0;
    }
    char kind = text.charAt(at);
    int known = ESCAPED.indexOf(kind);
    if (known >= 0) {
      bytes.write(MEANING.charAt(known));
      return 1;
    }
    try {
      return switch (kind) {
        case 'x' -> {
          bytes.write(Integer.parseInt(text, at + 1, at + 3, 16));
          yield 3;
        }
        case 'u', 'U' -> {
          int digits = kind == 'u' ? 4 : 8;
          int c = Integer.parseInt(text, at + 1, at + 1 + digits, 16);
          bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
          yield 1 + digits;
        }
        case '0', '1', '2', '3' -> {
          bytes.write(Integer.parseInt(text, at, at + 3, 8));
          yield 3;
        }
        default -> 0;
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return 0;
    }
  }

  /** A JSON string as {@code encoding/json} writes it, with {@code < > &} escaped. */
  static void json(String value, StringBuilder to) {
    to.append('"');
    int plain = 0;
    while (plain < value.length() && isPlain(value.charAt(plain))) {
      plain++;
    }
    to.append(value, 0, plain);
    for (int i = plain; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> to.append("\\\"");
        case '\\' -> to.append("\\\\");
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        case '\t' -> to.append("\\t");
        case '<', '>', '&', '\u2028', '\u2029' -> to.append("\\u").append(hex(c, 4));
        default -> {
          if (c < ' ') {
            to.append("\\u").append(hex(c, 4));
          } else {
            to.append(c);
          }
        }
      }
    }
    to.append('"');
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && c < 0x2028 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
  }

  /** {@code time.RFC3339Nano}: no trailing zeros; years outside 0 to 9999 become the nearest. */
  static String time(Instant instant, ZoneId zone) {
    ZonedDateTime time = instant.atZone(zone);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      time = time.withYear(time.getYear() < 0 ? 0 : 9999);
    }
    StringBuilder text = new StringBuilder(35);
    digits(time.getYear(), 4, text);
    two('-', time.getMonthValue(), text);
    two('-', time.getDayOfMonth(), text);
    two('T', time.getHour(), text);
    two(':', time.getMinute(), text);
    two(':', time.getSecond(), text);
    int nanos = time.getNano();
    if (nanos > 0) {
      digits(nanos, 9, text.append('.'));
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.append(time.getOffset().getTotalSeconds() == 0 ? "Z" : time.getOffset().getId())
        .toString();
  }

  private static void two(char before, int value, StringBuilder to) {
    digits(value, 2, to.append(before));
  }

  private static void digits(int value, int count, StringBuilder to) {
    String digits = Integer.toString(value);
    to.repeat('0', count - digits.length()).append(digits);
  }

  /** The time in {@code text}, in this or another way of ISO 8601; empty when it is none. */
  static Optional<Instant> instant(String text) {
    try {
      Instant usual = usual(text);
      return Optional.of(usual == null ? OffsetDateTime.parse(text).toInstant() : usual);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What {@link #time} writes, read without a formatter, which is slow; null for other ways. */
  private static @Nullable Instant usual(String text) {
    int end = text.length();
    boolean dated =
        end >= DATE_AND_TIME + 1
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':';
    int zone = dated ? zoneAt(text) : -1;
    boolean utc = zone > 0 && zone == end - 1 && text.charAt(zone) == 'Z';
    boolean shifted = zone > 0 && zone == end - 6 && text.charAt(end - 3) == ':';
    if (!utc && !shifted) {
      return null;
    }
    int hours = utc ? 0 : number(text, zone + 1, zone + 3);
    int minutes = utc ? 0 : number(text, end - 2, end);
    int shift = 60 * hours + minutes;
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, DATE_AND_TIME);
    int nanos = zone == DATE_AND_TIME ? 0 : nanos(text, zone);
    int all = year | month | day | hour | minute | second | nanos | hours | minutes;
    if (all < 0 || minutes > 59 || shift > LARGEST_SHIFT) {
      return null; // some of them is no number
    }
    return LocalDateTime.of(year, month, day, hour, minute, second, nanos)
        .minusMinutes(!utc && text.charAt(zone) == '-' ? -shift : shift)
        .toInstant(ZoneOffset.UTC);
  }

  /** Where the zone begins; -1 when there is something else after the seconds. */
  private static int zoneAt(String text) {
    int at = DATE_AND_TIME;
    if (text.charAt(at) == '.') {
      at++;
      while (at < text.length() && isDigit(text.charAt(at))) {
        at++;
      }
    }
    return at < text.length() && "Z+-".indexOf(text.charAt(at)) >= 0 ? at : -1;
  }

  private static int nanos(String text, int zone) {
    int digits = zone - DATE_AND_TIME - 1;
    if (digits < 1 || digits > 9) {
      return -1;
    }
    int nanos = number(text, DATE_AND_TIME + 1, zone);
    for (int i = digits; i < 9; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  /** The number these at most nine digits make; negative when they are none. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      char digit = text.charAt(i);
      if (!isDigit(digit)) {
        return -1;
      }
      number = 10 * number + digit - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
