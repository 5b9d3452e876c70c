package vn.lachan.backup.source;

/**
 * A source could not give its data whole. Nothing of it may be taken for a backup. The message is
 * in Vietnamese, names the source's part and holds no secret.
 */
public final class SourceException extends RuntimeException {

  public SourceException(String message) {
    super(message);
  }

  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
