package vn.lachan.backup.repository;

import org.jspecify.annotations.Nullable;

/** The place that holds the files failed: absent, full, unreachable, refused. Names the file. */
public final class BackendException extends RepositoryException {

  private final boolean temporary;

  /** A lasting failure. {@code cause} is null when the refusal is our own, as to overwrite. */
  public BackendException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private BackendException(String message, @Nullable Throwable cause, boolean temporary) {
    super(message, cause);
    this.temporary = temporary;
  }

  /** A failure that may be gone when the same is tried again: a lost connection, a busy server. */
  public static BackendException temporary(String message, @Nullable Throwable cause) {
    return new BackendException(message, cause, true);
  }

  /** Whether it makes sense to try again. */
  public boolean isTemporary() {
    return temporary;
  }
}
