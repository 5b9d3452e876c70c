package vn.lachan.collector.input;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * How lines of a file make one record, for logs whose records have many: audit logs in sections,
 * stack traces, statements.
 *
 * @param begins found in the first line of a record and in no other; empty: every line after an end
 *     begins one
 * @param ends found in the last line of a record; empty: a record ends where the next begins
 * @param lines most lines of a record; the next begins a record of its own
 * @param bytes most bytes kept of a record; the rest is cut and the event marked
 * @param patience a record whose end has not come is taken as it is when the file has not grown for
 *     so long
 */
public record Multiline(
    Optional<Pattern> begins, Optional<Pattern> ends, int lines, int bytes, Duration patience) {

  /** So much of a line is looked at. */
  private static final int LONGEST_LOOK = 1_024;

  public Multiline {
    if (begins.isEmpty() && ends.isEmpty()) {
      throw new IllegalArgumentException(
          "multiline says neither what begins a record nor what ends it");
    }
    if (lines < 1 || bytes < 1 || patience.isNegative()) {
      throw new IllegalArgumentException("limits of multiline are positive");
    }
  }

  /**
   * From its expressions.
   *
   * @param begins expression of RE2; empty for none
   * @param ends expression of RE2; empty for none
   * @throws IllegalArgumentException when an expression is not valid, with what is wrong
   */
  public static Multiline of(String begins, String ends, int lines, int bytes, Duration patience) {
    return new Multiline(pattern("begins", begins), pattern("ends", ends), lines, bytes, patience);
  }

  private static Optional<Pattern> pattern(String name, String expression) {
    try {
      return expression.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("multiline." + name + ": " + e.getMessage(), e);
    }
  }

  /** Whether {@code line} begins the next record. */
  boolean begins(byte[] line) {
    return begins.map(pattern -> isIn(line, pattern)).orElse(false);
  }

  /** Whether {@code line} is the last of its record. */
  boolean ends(byte[] line) {
    return ends.map(pattern -> isIn(line, pattern)).orElse(false);
  }

  private static boolean isIn(byte[] line, Pattern pattern) {
    int length = Math.min(line.length, LONGEST_LOOK);
    return pattern.matcher(new String(line, 0, length, StandardCharsets.UTF_8)).find();
  }
}
