package vn.lachan.detection.sigma;

/**
 * Makes {@code $} mean what it means in PCRE, the flavour of the specification: the end of the text
 * or the place before a line break that ends it. In RE2 it is the end alone.
 */
final class PerlAnchors {
  private static final String END = "(?:\\n?\\z)";

  /** The expression with its {@code $} spelled out, fit for searching; flag m is not set. */
  static String spelledOut(String source) {
    if (source.indexOf('$') < 0 || source.contains("\\Q") || hasMultilineFlag(source)) {
      return source;
    }
    StringBuilder result = new StringBuilder(source.length() + END.length());
    int i = 0;
    while (i < source.length()) {
      char c = source.charAt(i);
      int next = i + 1;
      if (c == '\\') {
        next = Math.min(i + 2, source.length());
      } else if (c == '[') {
        next = afterClass(source, i);
      }
      result.append(c == '$' ? END : source.substring(i, next));
      i = next;
    }
    return result.toString();
  }

  private static boolean hasMultilineFlag(String source) {
    for (int i = source.indexOf("(?"); i >= 0; i = source.indexOf("(?", i + 2)) {
      for (int at = i + 2; at < source.length() && Character.isLetter(source.charAt(at)); at++) {
        if (source.charAt(at) == 'm') {
          return true;
        }
      }
    }
    return false;
  }

  private static int afterClass(String source, int from) {
    int i = from + 1;
    i += source.startsWith("^", i) ? 1 : 0;
    i += source.startsWith("]", i) ? 1 : 0;
    while (i < source.length() && source.charAt(i) != ']') {
      if (source.startsWith("[:", i)) {
        int end = source.indexOf(":]", i);
        i = end < 0 ? i + 1 : end + 2;
      } else {
        i += source.charAt(i) == '\\' ? 2 : 1;
      }
    }
    return Math.min(i + 1, source.length());
  }

  private PerlAnchors() {}
}
