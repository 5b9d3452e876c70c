package vn.lachan.incidents.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import vn.lachan.incidents.InvalidRequestException;

/** The place in a sorted list where the next page starts; opaque for whoever holds it. */
public final class Cursor {
  private static final String SEPARATOR = "\u0001";
  private final List<String> parts;

  private Cursor(List<String> parts) {
    this.parts = parts;
  }

  public static String encode(String... parts) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
  }

  public static Cursor decode(String text, int parts) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      List<String> split = List.of(plain.split(SEPARATOR, -1));
      if (split.size() == parts) {
        return new Cursor(split);
      }
    } catch (IllegalArgumentException _) {
      // Falls through: not a cursor of ours.
    }
    throw invalid();
  }

  public String text(int index) {
    return parts.get(index);
  }

  public Instant time(int index) {
    try {
      return Instant.parse(parts.get(index));
    } catch (DateTimeException _) {
      throw invalid();
    }
  }

  public int number(int index) {
    try {
      return Integer.parseInt(parts.get(index));
    } catch (NumberFormatException _) {
      throw invalid();
    }
  }

  private static InvalidRequestException invalid() {
    return new InvalidRequestException("after", "Vị trí trang không hợp lệ.");
  }
}
