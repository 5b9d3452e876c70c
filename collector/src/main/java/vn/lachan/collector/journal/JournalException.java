package vn.lachan.collector.journal;

/** The journal cannot be opened or used; names its folder or file. */
public final class JournalException extends RuntimeException {
  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
