package vn.lachan.events;

import org.jspecify.annotations.Nullable;
import vn.lachan.events.QuerySyntaxException.Code;

/** Walks over a query's text character by character; knows words and quotes, no grammar. */
final class QueryScanner {
  private final String text;
  private int at;

  QueryScanner(String text) {
    this.text = text;
  }

  int position() {
    return at;
  }

  /** A second one that stands at the same place. */
  QueryScanner copy() {
    QueryScanner copy = new QueryScanner(text);
    copy.at = at;
    return copy;
  }

  void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  boolean atEnd() {
    return at >= text.length();
  }

  /** The character here, or NUL at the end. */
  char peek() {
    return atEnd() ? '\0' : text.charAt(at);
  }

  /** Moves over {@code expected} if it stands here. */
  boolean take(String expected) {
    if (text.startsWith(expected, at)) {
      at += expected.length();
      return true;
    }
    return false;
  }

  /** Moves over {@code operator} if it stands here as a word of its own. */
  boolean takeOperator(String operator) {
    int end = at + operator.length();
    if (text.startsWith(operator, at) && (end == text.length() || isBoundary(text.charAt(end)))) {
      at = end;
      return true;
    }
    return false;
  }

  private static boolean isBoundary(char c) {
    return Character.isWhitespace(c) || c == '(' || c == ')' || c == '"';
  }

  /** The name of a field if one stands here before a colon; moves over both. Else null. */
  @Nullable String takeField() {
    StringBuilder name = new StringBuilder();
    int i = at;
    while (i < text.length() && text.charAt(i) != ':') {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c = text.charAt(i);
      } else if (isBoundary(c) || "[]{}<>^~".indexOf(c) >= 0) {
        return null;
      }
      name.append(c);
      i++;
    }
    if (i == text.length() || name.isEmpty()) {
      return null;
    }
    at = i + 1;
    return name.toString();
  }

  /** The phrase between the quotation mark that stands here and its partner. */
  QueryWord takeQuoted() {
    int start = at++;
    QueryWord.Builder word = new QueryWord.Builder();
    while (!atEnd() && peek() != '"') {
      if (peek() == '\\' && at + 1 < text.length()) {
        at++;
      }
      word.literal(text.charAt(at++));
    }
    if (atEnd()) {
      throw new QuerySyntaxException(
          Code.QUOTE, start, "the quotation mark that opens here is never closed");
    }
    at++;
    return word.build(start);
  }

  /**
   * The word that stands here, up to a space, parenthesis, quotation mark or one of {@code ends}.
   */
  QueryWord takeWord(String ends) {
    int start = at;
    QueryWord.Builder word = new QueryWord.Builder();
    while (!atEnd() && !isBoundary(peek()) && ends.indexOf(peek()) < 0 && !suffixStandsHere()) {
      char c = text.charAt(at++);
      if (c == '\\') {
        if (atEnd()) {
          throw new QuerySyntaxException(
              Code.UNEXPECTED, at - 1, "a backslash must be followed by the character it protects");
        }
        word.literal(text.charAt(at++));
      } else if (c == '*' || c == '?') {
        word.wildcard(c);
      } else {
        word.literal(c);
      }
    }
    if (at == start) {
      throw new QuerySyntaxException(
          Code.UNEXPECTED,
          at,
          atEnd() ? "a value is missing at the end" : "a value is missing before '" + peek() + "'");
    }
    return word.build(start);
  }

  /** Whether {@code ^2}, {@code ~} or {@code ~1} stands here and ends the word. */
  private boolean suffixStandsHere() {
    if (peek() != '^' && peek() != '~') {
      return false;
    }
    int end = at + 1;
    while (end < text.length() && "0123456789.".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    boolean ends = end == text.length() || isBoundary(text.charAt(end));
    return ends && (peek() == '~' || end > at + 1);
  }

  /** The digits after {@code sign} if it stands here, 0 without digits; -1 if it does not. */
  int takeNumberAfter(char sign) {
    if (peek() != sign) {
      return -1;
    }
    at++;
    int start = at;
    while (!atEnd() && (Character.isDigit(peek()) || peek() == '.')) {
      at++;
    }
    Long number = EcsSchema.wholeNumber(text.substring(start, at));
    return number == null ? 0 : (int) Math.min(number, 1_000);
  }
}
