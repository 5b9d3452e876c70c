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

  private static final int LATIN_END = 0x250;
  private static final int ADDITIONAL = 0x1e00;
  private static final int ADDITIONAL_END = 0x1f00;
  private static final char[] LATIN = plainForms(0, LATIN_END);
  private static final char[] ADDITIONAL_LATIN = plainForms(ADDITIONAL, ADDITIONAL_END);

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
    return isLatin(value) ? value : slowlyComposed(value);
  }

  private static String slowlyComposed(String value) {
    return Normalizer.normalize(value, Normalizer.Form.NFC);
  }

  /** {@code value} without accents, đ as d: the same object if it has none. */
  static String withoutAccents(String value) {
    if (isAscii(value)) {
      return value;
    }
    return isLatin(value) ? latinWithoutAccents(value) : slowlyWithoutAccents(value);
  }

  /**
   * Whether {@code value} has only letters and signs of Latin-1, Latin Extended-A and -B and Latin
   * Extended Additional, as Vietnamese text in composed form has: it is composed then, and what
   * stays of each letter without accents is one letter.
   */
  private static boolean isLatin(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= LATIN_END && (c < ADDITIONAL || c >= ADDITIONAL_END)) {
        return false;
      }
    }
    return true;
  }

  private static String latinWithoutAccents(String value) {
    char[] plain = new char[value.length()];
    for (int i = 0; i < plain.length; i++) {
      char c = value.charAt(i);
      plain[i] = c < LATIN_END ? LATIN[c] : ADDITIONAL_LATIN[c - ADDITIONAL];
    }
    return value.contentEquals(java.nio.CharBuffer.wrap(plain)) ? value : new String(plain);
  }

  private static char[] plainForms(int from, int to) {
    char[] forms = new char[to - from];
    for (int c = from; c < to; c++) {
      String plain = slowlyWithoutAccents(String.valueOf((char) c));
      forms[c - from] = plain.length() == 1 ? plain.charAt(0) : (char) c;
    }
    return forms;
  }

  private static String slowlyWithoutAccents(String value) {
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
    return slowlyComposed(plain.toString());
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
