package vn.lachan.backup;

/** The history could not be written or read; names the file. */
public final class BackupHistoryException extends RuntimeException {
  public BackupHistoryException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
