package vn.lachan.detection.sigma;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import vn.lachan.registry.Network;

/** What is asked of one value. */
public sealed interface ValueTest {

  /** The whole text fits the pattern, regardless of case unless {@code cased}. */
  record Text(TextPattern pattern, boolean cased) implements ValueTest {}

  /** The expression is found somewhere in the text. RE2 syntax, so that it runs in linear time. */
  record Regex(Pattern pattern) implements ValueTest {}

  /**
   * The value is this number, or text that reads the same.
   *
   * @param written as it stands in the rule, which may differ: {@code 0x17}
   */
  record Numeric(BigDecimal value, String written) implements ValueTest {}

  /** The value is this truth value, or the word for it. */
  record Bool(boolean value) implements ValueTest {}

  /** The field is absent or its value is null. */
  record Null() implements ValueTest {}

  /** The field is there, whatever its value, or is not there. */
  record Exists(boolean expected) implements ValueTest {}

  /** The value is a number and compares so with the limit. */
  record Compared(Comparison comparison, BigDecimal limit) implements ValueTest {}

  /** The value is an address inside the network. */
  record InNetwork(Network network) implements ValueTest {}

  /**
   * The value is that of another field of the same event, begins or ends with it, or holds it when
   * both are set.
   */
  record SameAs(String field, boolean startsWith, boolean endsWith, boolean cased)
      implements ValueTest {}

  /** The value is a time, and this part of it compares so with the limit. */
  record TimePart(Part part, Comparison comparison, long limit) implements ValueTest {}

  /** Parts of a time. A week is that of ISO 8601. */
  enum Part {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR
  }
}
