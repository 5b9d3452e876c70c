package vn.lachan.events;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The forms of a value under which it is found.
 *
 * <p>What is stored is found by its text in lower case and, when that carries accents, also by the
 * text without them. So {@code tuyen quang} finds "Tuyên Quang" and "Tuyen Quang", while {@code
 * tuyên quang} finds only the former.
 */
final class Folding {

  /**
   * How many characters of a value are indexed; the rest can be read but not searched. Keeps every
   * term below the 32,766 bytes that Lucene and Elasticsearch allow.
   */
  static final int INDEXED_CHARACTERS = 8191;

  /** The indexed part of {@code value}: the same object unless it is too long. */
  static String cut(String value) {
    if (value.length() <= INDEXED_CHARACTERS) {
      return value;
    }
    int end = INDEXED_CHARACTERS;
    return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end);
  }

  /** {@code value} in lower case and composed form: the same object if it already is. */
  static String lower(String value) {
    if (isAscii(value)) {
      return value.toLowerCase(Locale.ROOT);
    }
    return composed(value).toLowerCase(Locale.ROOT);
  }

  /** {@code value} in Unicode composed form (NFC), the form in which text is compared. */
  static String composed(String value) {
    return Normalizer.normalize(value, Normalizer.Form.NFC);
  }

  /** {@code value} without accents, đ as d: the same object if it has none. */
  static String withoutAccents(String value) {
    if (isAscii(value)) {
      return value;
    }
    String decomposed = Normalizer.normalize(value, Normalizer.Form.NFD);
    StringBuilder plain = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      char c = decomposed.charAt(i);
      if (c < 0x80 || Character.getType(c) != Character.NON_SPACING_MARK) {
        plain.append(
            switch (c) {
              case 'đ' -> 'd';
              case 'Đ' -> 'D';
              case 'ø' -> 'o';
              case 'Ø' -> 'O';
              case 'ł' -> 'l';
              case 'Ł' -> 'L';
              case 'ı' -> 'i';
              case 'ſ' -> 's';
              default -> c;
            });
      }
    }
    return composed(plain.toString());
  }

  static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private Folding() {}
}
