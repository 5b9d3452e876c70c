package vn.lachan.events;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query's text asks for, with every value already in the form in which it is indexed. Each
 * store translates these few shapes; so both give the same answers.
 */
sealed interface Criterion {

  /** Every event. */
  record All() implements Criterion {}

  /** Events that fit all {@code parts}. */
  record And(List<Criterion> parts) implements Criterion {}

  /** Events that fit one of {@code parts} at least. */
  record Or(List<Criterion> parts) implements Criterion {}

  /** Events that do not fit {@code part}. */
  record Not(Criterion part) implements Criterion {}

  /** Events that carry {@code field}. */
  record Exists(String field) implements Criterion {}

  /** Events of which a keyword of {@code field} has the search form {@code value}. */
  record Term(String field, String value) implements Criterion {}

  /** As {@link Term}, with {@code *} and {@code ?}; {@code \} escapes. */
  record TermPattern(String field, String pattern) implements Criterion {}

  /** As {@link Term}, in the order of characters; null for no bound. */
  record TermRange(
      String field,
      @Nullable String lower,
      @Nullable String upper,
      boolean withLower,
      boolean withUpper)
      implements Criterion {}

  /**
   * Events of which a digest of {@code field} is {@code digits}, or begins with them; {@code
   * digits} are hexadecimal in lower case. Values kept as keywords are compared the same way.
   */
  record Digest(String field, String digits, boolean whole) implements Criterion {}

  /** Events of which the text {@code field} has these words in this order, {@code slop} apart. */
  record Words(String field, String text, int slop) implements Criterion {}

  /** Events of which the text {@code field} has a word like this. */
  record WordPattern(String field, String pattern) implements Criterion {}

  /** Addresses from {@code first} to {@code last}, both included. */
  record IpRange(String field, InetAddress first, InetAddress last) implements Criterion {}

  /** Whole numbers from {@code first} to {@code last}, both included. */
  record LongRange(String field, long first, long last) implements Criterion {}

  /** Numbers from {@code first} to {@code last}, both included; may be infinite. */
  record DoubleRange(String field, double first, double last) implements Criterion {}

  /** Dates from {@code first} to {@code last}, epoch milliseconds, both included. */
  record DateRange(String field, long first, long last) implements Criterion {}

  /** One of {@code parts}, without a needless shell around a single one. */
  static Criterion any(List<Criterion> parts) {
    return parts.size() == 1 ? parts.getFirst() : new Or(List.copyOf(parts));
  }

  /** All of {@code parts}, without a needless shell around a single one. */
  static Criterion every(List<Criterion> parts) {
    return parts.size() == 1 ? parts.getFirst() : new And(List.copyOf(parts));
  }
}
