package vn.lachan.collector.privacy;

/** The key of the pseudonyms cannot be used; names the file and what is wrong with it. */
public final class PseudonymKeyException extends RuntimeException {
  public PseudonymKeyException(String message) {
    super(message);
  }

  public PseudonymKeyException(String message, Throwable cause) {
    super(message, cause);
  }
}
