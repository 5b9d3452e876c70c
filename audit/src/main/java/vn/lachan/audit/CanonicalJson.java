package vn.lachan.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes JSON in the canonical form of RFC 8785 (JCS), for objects made of strings, whole numbers,
 * lists and objects only. One value has exactly one form, so that a digest over it means something.
 */
final class CanonicalJson {
  /** Larger numbers are not exact in every reader (RFC 7493 section 2.2). */
  private static final long MAX_EXACT = (1L << 53) - 1;

  private final StringBuilder out = new StringBuilder(512);

  private CanonicalJson() {}

  /** Returns {@code object} as UTF-8, without a line break at the end. */
  static byte[] bytes(Map<String, ?> object) {
    CanonicalJson writer = new CanonicalJson();
    writer.object(object);
    return writer.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void object(Map<?, ?> object) {
    // String.compareTo orders by UTF-16 code units, as RFC 8785 section 3.2.3 asks.
    Map<String, Object> sorted = new TreeMap<>();
    object.forEach((key, value) -> sorted.put((String) key, value));
    char separator = '{';
    for (Map.Entry<String, Object> entry : sorted.entrySet()) {
      out.append(separator);
      string(entry.getKey());
      out.append(':');
      value(entry.getValue());
      separator = ',';
    }
    out.append(sorted.isEmpty() ? "{}" : "}");
  }

  private void value(Object value) {
    switch (value) {
      case String text -> string(text);
      case Long number -> number(number);
      case List<?> list -> list(list);
      case Map<?, ?> map -> object(map);
      default -> throw new IllegalArgumentException("no canonical form for " + value.getClass());
    }
  }

  private void list(List<?> list) {
    char separator = '[';
    for (Object item : list) {
      out.append(separator);
      value(item);
      separator = ',';
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private void number(long number) {
    if (Math.abs(number) > MAX_EXACT) {
      throw new IllegalArgumentException("number is beyond 2^53 - 1: " + number);
    }
    out.append(number);
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20) {
            out.append("\\u00").append(c < 0x10 ? '0' : '1');
            out.append(Character.forDigit(c & 0xf, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
