package vn.lachan.incidents.store;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text without case and diacritics, so that "tuyen quang" finds "Tuyên Quang". */
public final class Folded {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  public static String of(String text) {
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    return bare.toLowerCase(Locale.ROOT).replace('đ', 'd');
  }

  /** A pattern for {@code like ... escape '!'} that finds {@code text} anywhere. */
  public static String like(String text) {
    return "%" + of(text.strip()).replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  private Folded() {}
}
