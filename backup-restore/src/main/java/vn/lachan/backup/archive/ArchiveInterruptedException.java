package vn.lachan.backup.archive;

/** The thread was interrupted, so the work was stopped before its end. The flag is set again. */
public final class ArchiveInterruptedException extends RuntimeException {
  public ArchiveInterruptedException(String message) {
    super(message);
  }
}
