package vn.lachan.backup.repository;

import org.jspecify.annotations.Nullable;

/** No key of the repository opens with this password, or the password file cannot be used. */
public final class PasswordException extends RepositoryException {
  public PasswordException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
