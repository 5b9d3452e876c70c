package vn.lachan.collector.parser;

import org.jspecify.annotations.Nullable;

/** Walks over a text from left to right: the hand-written dissection that regex is too slow for. */
final class Dissect {
  private final String text;
  private int at;

  Dissect(String text, int from) {
    this.text = text;
    this.at = from;
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  /** Consumes {@code prefix} if it is next. */
  boolean skip(String prefix) {
    if (text.startsWith(prefix, at)) {
      at += prefix.length();
      return true;
    }
    return false;
  }

  /** The next word up to a blank; empty at the end. */
  String word() {
    skipBlanks();
    int end = text.indexOf(' ', at);
    end = end < 0 ? text.length() : end;
    String word = text.substring(at, end);
    at = end;
    return word;
  }

  /** A text in double quotes with backslash escapes, as it stands; null when no quote is next. */
  @Nullable String quoted() {
    skipBlanks();
    if (atEnd() || text.charAt(at) != '"') {
      return null;
    }
    int from = ++at;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' && at + 1 < text.length() ? 2 : 1;
    }
    int end = Math.min(at, text.length());
    at = Math.min(at + 1, text.length());
    return text.substring(from, end);
  }

  /** The text up to {@code mark}, which is consumed; null (and nothing consumed) without one. */
  @Nullable String upTo(String mark) {
    int end = text.indexOf(mark, at);
    if (end < 0) {
      return null;
    }
    String part = text.substring(at, end);
    at = end + mark.length();
    return part;
  }

  /** Goes back, so that a mark may be read again. */
  void back(int count) {
    at -= count;
  }

  String rest() {
    String rest = text.substring(Math.min(at, text.length()));
    at = text.length();
    return rest;
  }
}
