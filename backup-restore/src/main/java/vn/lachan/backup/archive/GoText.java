package vn.lachan.backup.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * How Go writes text, because restic's trees are Go's: {@code strconv.Quote}, {@code encoding/json}
 * and {@code time.RFC3339Nano}.
 */
final class GoText {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);
  private static final String ESCAPED = "abfnrtv\\\"'";
  private static final String MEANING = "\u0007\b\f\n\r\t\u000b\\\"'";

  private GoText() {}

  /** {@code strconv.Quote} without the quotation marks around. */
  static String quote(byte[] name) {
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
    for (int i = 0; i < value.length(); i++) {
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

  /** {@code time.RFC3339Nano}: no trailing zeros; years outside 0 to 9999 become the nearest. */
  static String time(Instant instant, ZoneId zone) {
    ZonedDateTime time = instant.atZone(zone);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      time = time.withYear(time.getYear() < 0 ? 0 : 9999);
    }
    StringBuilder text = new StringBuilder(SECONDS.format(time));
    if (time.getNano() > 0) {
      String nanos = "%09d".formatted(time.getNano());
      int end = nanos.length();
      while (nanos.charAt(end - 1) == '0') {
        end--;
      }
      text.append('.').append(nanos, 0, end);
    }
    return text.append(time.getOffset().getTotalSeconds() == 0 ? "Z" : time.getOffset().getId())
        .toString();
  }
}
