package vn.lachan.detection.match;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The longest literal text that every match of a regular expression holds. Where that is hard to
 * say the answer is the empty text, which is always held.
 */
public final class LiteralGuard {
  private static final Pattern LONG_LINE = Pattern.compile("(?:\\.|\\(\\.\\))\\{(\\d{1,6}),\\}");
  private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,6})(?:,\\d{0,6})?\\}");

  private final String source;
  private final StringBuilder run = new StringBuilder();
  private String longest = "";
  private int at;

  private LiteralGuard(String source) {
    this.source = source;
  }

  /** Folded literal text of {@code source}, an expression that RE2 accepts. */
  public static String of(String source) {
    LiteralGuard guard = new LiteralGuard(source);
    return guard.read() ? Texts.fold(guard.longest) : "";
  }

  /** {@code n} of an expression {@code .{n,}}, else 0. */
  static int minimumLength(String source) {
    Matcher matcher = LONG_LINE.matcher(source);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private boolean read() {
    while (at < source.length()) {
      char c = source.charAt(at);
      boolean understood =
          switch (c) {
            case '|' -> false;
            case '\\' -> escape();
            case '[' -> skipTo(afterClass(at));
            case '(' -> skipTo(afterGroup(at));
            case '*', '?' -> optional();
            case '+', '^', '$', '.' -> ends();
            case '{' -> repeat();
            default -> literal(c, 1);
          };
      if (!understood) {
        return false;
      }
    }
    return ends();
  }

  private boolean literal(char c, int width) {
    run.append(c);
    at += width;
    return true;
  }

  /** Ends the literal run, whatever stands here. */
  private boolean ends() {
    if (run.length() > longest.length()) {
      longest = run.toString();
    }
    run.setLength(0);
    at++;
    return true;
  }

  /** What stands before may be missing, so it is not part of the run. */
  private boolean optional() {
    dropLast();
    return ends();
  }

  private void dropLast() {
    if (!run.isEmpty()) {
      boolean pair = Character.isLowSurrogate(run.charAt(run.length() - 1)) && run.length() > 1;
      run.setLength(run.length() - (pair ? 2 : 1));
    }
  }

  private boolean repeat() {
    Matcher matcher = REPEAT.matcher(source).region(at, source.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    if (Integer.parseInt(matcher.group(1)) == 0) {
      dropLast();
    }
    ends();
    at = matcher.end();
    return true;
  }

  private boolean escape() {
    if (at + 1 >= source.length()) {
      return false;
    }
    char next = source.charAt(at + 1);
    if ("dDwWsSbBAznrtfv".indexOf(next) >= 0) {
      ends();
      at++;
      return true;
    }
    return !Character.isLetterOrDigit(next) && literal(next, 2);
  }

  private boolean skipTo(int next) {
    ends();
    at = next;
    return next > 0;
  }

  /** The place behind the class that opens at {@code from}, or -1 where that is hard to say. */
  private int afterClass(int from) {
    int i = from + 1;
    i += source.startsWith("^", i) ? 1 : 0;
    i += source.startsWith("]", i) ? 1 : 0;
    while (i < source.length() && source.charAt(i) != ']') {
      if (source.startsWith("[:", i) || source.startsWith("\\Q", i)) {
        return -1;
      }
      i += source.charAt(i) == '\\' ? 2 : 1;
    }
    return i < source.length() ? i + 1 : -1;
  }

  /** The place behind the group that opens at {@code from}, or -1 where that is hard to say. */
  private int afterGroup(int from) {
    int depth = 0;
    int i = from;
    while (i >= 0 && i < source.length()) {
      char c = source.charAt(i);
      if (source.startsWith("\\Q", i)) {
        return -1;
      }
      if (c == '[') {
        i = afterClass(i);
        continue;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
      i += c == '\\' ? 2 : 1;
    }
    return -1;
  }
}
