package vn.lachan.collector.parser;

import java.util.regex.Pattern;

/** The code of a dossier (Circular 01/2018/TT-VPCP, article 19, and its short forms in use). */
public final class DossierCode {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\d{3}\\.\\d{2}\\.\\d{2}\\.[A-Z]\\d{2}|[A-Z]\\d{2}(?:\\.\\d{1,3}){0,4})-\\d{6}-\\d{4,6}");

  private DossierCode() {}

  /** Whether {@code code} has the form of a dossier code; case matters. */
  public static boolean isValid(String code) {
    return code.length() >= 15 && code.length() <= 40 && FORM.matcher(code).matches();
  }
}
