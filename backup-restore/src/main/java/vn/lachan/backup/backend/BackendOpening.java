package vn.lachan.backup.backend;

import java.time.Clock;
import java.util.random.RandomGenerator;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.LocalBackend;

/** From a location to a {@link Backend} that keeps to the limits and tries again. */
public final class BackendOpening {

  private BackendOpening() {}

  /**
   * Opens {@code location}; nothing is connected before the first act.
   *
   * @param clock its zone is the one the rate windows are meant in
   * @throws vn.lachan.backup.repository.RepositoryException when a file that {@code access} names
   *     cannot be used
   */
  public static Backend open(RepositoryLocation location, BackendAccess access, Clock clock) {
    return switch (location) {
      case RepositoryLocation.Local(var folder) -> slowed(new LocalBackend(folder), access, clock);
      case RepositoryLocation.Rest rest -> patient(new RestBackend(rest, access), access, clock);
      case RepositoryLocation.Sftp sftp -> patient(new SftpBackend(sftp, access), access, clock);
      case RepositoryLocation.S3 s3 -> patient(new S3Backend(s3, access, clock), access, clock);
    };
  }

  private static Backend slowed(Backend backend, BackendAccess access, Clock clock) {
    return access.rates().isEmpty()
        ? backend
        : new ThrottledBackend(backend, access.rates(), clock);
  }

  private static Backend patient(Backend backend, BackendAccess access, Clock clock) {
    return new RetryingBackend(
        slowed(backend, access, clock), access.transfer().retry(), RandomGenerator.getDefault());
  }
}
