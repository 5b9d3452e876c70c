package vn.lachan.detection.match;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Values as text, and text without case. */
public final class Texts {
  /** A number with more zeros than this is not written out: {@code 1e999999999} in an event. */
  private static final int MAX_SCALE = 400;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = ONES << 7;
  private static final long QUESTIONS = ONES * '?';

  /** Added to a character below 128 these set its highest bit from A on, and behind Z. */
  private static final long FROM_A = ONES * (0x80 - 'A');

  private static final long BEYOND_Z = ONES * (0x80 - 'Z' - 1);

  private static final int CHANGED = 1;
  private static final int QUESTION = 2;

  /** The text of a value: whole numbers without a fraction, truth values as words. */
  public static String of(Object value) {
    return switch (value) {
      case String text -> text;
      case Double number -> ofDouble(number);
      case Float number -> ofDouble(number.doubleValue());
      case BigDecimal number -> canonical(number);
      default -> String.valueOf(value);
    };
  }

  private static String ofDouble(double number) {
    return Double.isFinite(number) ? canonical(BigDecimal.valueOf(number)) : String.valueOf(number);
  }

  /** The number without an exponent, unless it is huge, and without zeros at its end. */
  public static String canonical(BigDecimal number) {
    if (Math.abs((long) number.scale()) > MAX_SCALE) {
      return number.toString();
    }
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** The number that a value is or reads as; null when it does not. */
  static @Nullable BigDecimal number(Object value) {
    return switch (value) {
      case Long number -> BigDecimal.valueOf(number);
      case Integer number -> BigDecimal.valueOf(number);
      case BigDecimal number -> number;
      case Double number when Double.isFinite(number) -> BigDecimal.valueOf(number);
      case Number number -> parsed(number.toString());
      case String text -> parsed(text);
      default -> null;
    };
  }

  private static @Nullable BigDecimal parsed(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.length() > 40) {
      return null;
    }
    for (int i = 0; i < trimmed.length(); i++) {
      if ("0123456789+-.".indexOf(trimmed.charAt(i)) < 0) {
        return null;
      }
    }
    try {
      return new BigDecimal(trimmed);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * The text in the one case that comparisons use. Character by character, so that the length stays
   * and a piece of the text folds to the same piece of the fold.
   */
  public static String fold(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != text.length()) {
      return foldAll(text);
    }
    int seen = foldAscii(bytes);
    if ((seen & QUESTION) != 0 && !isAscii(text)) {
      return foldAll(text); // half of a surrogate pair was written as one
    }
    return (seen & CHANGED) == 0 ? text : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The same as bytes, one a character; null when a character is beyond ASCII. */
  static byte @Nullable [] foldedBytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != text.length()) {
      return null;
    }
    int seen = foldAscii(bytes);
    return (seen & QUESTION) != 0 && !isAscii(text) ? null : bytes;
  }

  /** Folds ASCII where it stands, eight characters at a time; says what it met. */
  private static int foldAscii(byte[] bytes) {
    long changed = 0;
    long questions = 0;
    int i = 0;
    for (; i <= bytes.length - Long.BYTES; i += Long.BYTES) {
      long eight = (long) EIGHT.get(bytes, i);
      long upper = (eight + FROM_A) & ~(eight + BEYOND_Z) & HIGH_BITS;
      long apart = eight ^ QUESTIONS;
      questions |= (apart - ONES) & ~apart & HIGH_BITS;
      changed |= upper;
      EIGHT.set(bytes, i, eight | (upper >>> 2));
    }
    for (; i < bytes.length; i++) {
      int b = bytes[i];
      int upper = ((b - 'A') | ('Z' - b)) >= 0 ? 0x20 : 0;
      changed |= upper;
      questions |= b == '?' ? 1 : 0;
      bytes[i] = (byte) (b | upper);
    }
    return (changed != 0 ? CHANGED : 0) | (questions != 0 ? QUESTION : 0);
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String foldAll(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (Character.isHighSurrogate(chars[i])
          && i + 1 < chars.length
          && Character.isLowSurrogate(chars[i + 1])) {
        int pair = Character.toCodePoint(chars[i], chars[i + 1]);
        Character.toChars(Character.toLowerCase(Character.toUpperCase(pair)), chars, i++);
      } else {
        chars[i] = Character.toLowerCase(Character.toUpperCase(chars[i]));
      }
    }
    return new String(chars);
  }

  private Texts() {}
}
