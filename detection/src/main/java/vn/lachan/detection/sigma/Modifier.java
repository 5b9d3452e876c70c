package vn.lachan.detection.sigma;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What may stand behind a field name after {@code |} (specification 2.1.0, modifier appendix). */
enum Modifier {
  ALL("all"),
  NEQ("neq"),
  CONTAINS("contains"),
  STARTSWITH("startswith"),
  ENDSWITH("endswith"),
  EXISTS("exists"),
  CASED("cased"),
  WINDASH("windash"),
  RE("re"),
  IGNORE_CASE("i", "ignorecase"),
  MULTILINE("m", "multiline"),
  DOT_ALL("s", "dotall"),
  BASE64("base64"),
  BASE64_OFFSET("base64offset"),
  UTF16LE("utf16le", "wide"),
  UTF16BE("utf16be"),
  UTF16("utf16"),
  LT("lt"),
  LTE("lte"),
  GT("gt"),
  GTE("gte"),
  CIDR("cidr"),
  FIELDREF("fieldref"),
  EXPAND("expand"),
  MINUTE("minute"),
  HOUR("hour"),
  DAY("day"),
  WEEK("week"),
  MONTH("month"),
  YEAR("year");

  private static final Map<String, Modifier> BY_WORD = byWord();

  private final String word;
  private final String alias;

  Modifier(String word) {
    this(word, word);
  }

  Modifier(String word, String alias) {
    this.word = word;
    this.alias = alias;
  }

  private static Map<String, Modifier> byWord() {
    Map<String, Modifier> result = new HashMap<>();
    for (Modifier modifier : values()) {
      result.put(modifier.word, modifier);
      result.put(modifier.alias, modifier);
    }
    return result;
  }

  static Optional<Modifier> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT)));
  }

  String word() {
    return word;
  }
}
