package vn.lachan.backup.repository;

import org.jspecify.annotations.Nullable;

/** The place that holds the files failed: absent, full, unreachable, refused. Names the file. */
public final class BackendException extends RepositoryException {

  /** {@code cause} is null when the refusal is our own, for example to overwrite. */
  public BackendException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
