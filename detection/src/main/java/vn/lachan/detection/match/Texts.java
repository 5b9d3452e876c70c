package vn.lachan.detection.match;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values as text, and text without case. */
public final class Texts {

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

  /** The number without an exponent and without zeros at its end. */
  public static String canonical(BigDecimal number) {
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
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return foldAll(text);
      }
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static String foldAll(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      chars[i] = Character.toLowerCase(Character.toUpperCase(chars[i]));
    }
    return new String(chars);
  }

  private Texts() {}
}
