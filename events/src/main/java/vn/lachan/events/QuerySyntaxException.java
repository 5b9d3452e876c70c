package vn.lachan.events;

/** A query's text cannot be read; the message says where and why, for the one who typed it. */
public final class QuerySyntaxException extends RuntimeException {
  public QuerySyntaxException(String message) {
    super(message);
  }

  public QuerySyntaxException(String message, Throwable cause) {
    super(message, cause);
  }
}
