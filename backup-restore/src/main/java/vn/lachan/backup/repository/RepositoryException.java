package vn.lachan.backup.repository;

import org.jspecify.annotations.Nullable;

/** Something the repository could not do. The kinds call for different acts, so each has a type. */
public abstract sealed class RepositoryException extends RuntimeException
    permits BackendException,
        CorruptRepositoryException,
        PasswordException,
        RepositoryLockedException {

  private final String message;

  RepositoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  @Override
  public String getMessage() {
    return message;
  }
}
