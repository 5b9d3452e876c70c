package vn.lachan.backup;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.repository.LocalBackend;
import vn.lachan.backup.repository.PasswordSource;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.RepositoryPassword;

/** Where a plan's snapshots are: a folder and the file with its password. Nothing is kept open. */
public final class BackupRepository {

  private final Path location;
  private final PasswordSource password;
  private final PasswordSource newPassword;
  private final BackupSettings settings;
  private final Clock clock;

  public BackupRepository(Path location, Path passwordFile, BackupSettings settings, Clock clock) {
    this(
        location,
        () -> RepositoryPassword.read(passwordFile),
        () -> RepositoryPassword.createFile(passwordFile),
        settings,
        clock);
  }

  /**
   * @param newPassword makes the password of a new repository where one is asked for
   */
  public BackupRepository(
      Path location,
      PasswordSource password,
      PasswordSource newPassword,
      BackupSettings settings,
      Clock clock) {
    this.location = location;
    this.password = password;
    this.newPassword = newPassword;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Makes the repository. Durable on return.
   *
   * @param fresh write a new random password into the password file first, which must not exist
   * @return what went wrong, in Vietnamese; empty when nothing did
   */
  public Optional<String> create(boolean fresh) {
    try (RepositoryPassword read = fresh ? newPassword.read() : password.read();
        Repository repository = Repository.create(backend(), read, settings.repository(), clock)) {
      return repository.id().isEmpty() ? Optional.of("kho không có mã") : Optional.empty();
    } catch (RepositoryException e) {
      return Optional.of(Failures.describe(e));
    }
  }

  /** The same, cutting files where {@code like} does; opens it. Failures are exceptions. */
  public Repository createLike(Repository like, boolean fresh) {
    try (RepositoryPassword read = fresh ? newPassword.read() : password.read()) {
      return Repository.createLike(like, backend(), read, settings.repository(), clock);
    }
  }

  /** Lists the snapshots. Costs one key derivation, about a second. */
  public SnapshotListing snapshots() {
    try (Repository repository = open()) {
      Snapshots snapshots = Snapshots.list(repository);
      return new SnapshotListing.Listed(
          snapshots.all().stream().map(Snapshot::of).toList(),
          snapshots.damaged().stream().map(d -> d.resource()).toList());
    } catch (RepositoryException e) {
      return new SnapshotListing.Unavailable(Failures.describe(e));
    }
  }

  /** Opens it; the index is not loaded yet. Costs about a second. */
  public Repository open() {
    try (RepositoryPassword read = password.read()) {
      return Repository.open(backend(), read, settings.repository(), clock);
    }
  }

  /** Where the files are. */
  public LocalBackend backend() {
    return new LocalBackend(location);
  }

  public Path location() {
    return location;
  }
}
