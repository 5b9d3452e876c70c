package vn.lachan.backup.repository;

/** Somebody else holds a lock that excludes ours, or our own lock was lost while working. */
public final class RepositoryLockedException extends RepositoryException {
  public RepositoryLockedException(String message) {
    super(message, null);
  }
}
