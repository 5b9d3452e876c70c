package vn.lachan.backup.repository;

/** Where a password comes from: a file, the environment or a terminal. */
public interface PasswordSource {

  /** Reads it anew each time; throws {@link PasswordException} when it cannot. */
  RepositoryPassword read();
}
