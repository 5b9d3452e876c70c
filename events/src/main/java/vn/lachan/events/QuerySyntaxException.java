package vn.lachan.events;

/**
 * What was asked cannot be read or is more than the store allows; the message says where and why,
 * in English, for the one who typed it. {@link #code()} and {@link #position()} are there for a
 * message in another language. Asking the same again is no use.
 */
public final class QuerySyntaxException extends RuntimeException {

  /** What is wrong. */
  public enum Code {
    /** Something else than what stands at the position was expected. */
    UNEXPECTED,
    /** A parenthesis is opened and never closed, or closed and never opened. */
    PARENTHESIS,
    /** A quotation mark is never closed. */
    QUOTE,
    /** A range is not of the form {@code [a TO b]}. */
    RANGE,
    /** A number was expected. */
    NUMBER,
    /** A date was expected. */
    DATE,
    /** An address or network was expected. */
    ADDRESS,
    /** {@code *} and {@code ?} cannot be used here. */
    WILDCARD,
    /** Valid in Lucene's syntax, but not offered here: fuzzy words and regular expressions. */
    NOT_OFFERED,
    /** The text is too long, too deep or has too many parts. */
    TOO_COMPLEX,
    /** The cursor of a page is not one of ours. */
    CURSOR,
    /** The values of this field cannot be counted. */
    FIELD,
    /** The time range holds too many intervals. */
    BUCKETS
  }

  private final Code code;
  private final int position;

  /** Something that has no place in the text, such as a cursor. */
  public QuerySyntaxException(Code code, String message) {
    super(message);
    this.code = code;
    this.position = -1;
  }

  /** Something at {@code position}, counted in characters from 0. */
  public QuerySyntaxException(Code code, int position, String message) {
    super(message + " (character " + (position + 1) + ")");
    this.code = code;
    this.position = position;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }

  /** Where in the text, counted in characters from 0; -1 when it is not about the text. */
  public int position() {
    return position;
  }
}
