package vn.lachan.events;

/**
 * A value as it stands in a query's text.
 *
 * @param text the characters meant, without escapes
 * @param pattern the same with {@code \} before every {@code *}, {@code ?} and {@code \} that is
 *     meant literally
 * @param wildcard whether {@code pattern} holds a wildcard
 * @param position where it begins
 */
record QueryWord(String text, String pattern, boolean wildcard, int position) {

  /** Whether it is a lone {@code *}. */
  boolean anything() {
    return "*".equals(pattern);
  }

  /** Collects a word character by character. */
  static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder pattern = new StringBuilder();
    private boolean wildcard;

    void literal(char c) {
      text.append(c);
      if (c == '*' || c == '?' || c == '\\') {
        pattern.append('\\');
      }
      pattern.append(c);
    }

    void wildcard(char c) {
      text.append(c);
      pattern.append(c);
      wildcard = true;
    }

    QueryWord build(int position) {
      return new QueryWord(text.toString(), pattern.toString(), wildcard, position);
    }
  }
}
