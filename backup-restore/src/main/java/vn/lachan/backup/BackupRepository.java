package vn.lachan.backup;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.repository.LocalBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.RepositoryPassword;

/** Where a plan's snapshots are: a folder and the file with its password. Nothing is kept open. */
public final class BackupRepository {

  private final Path location;
  private final Path passwordFile;
  private final BackupSettings settings;
  private final Clock clock;

  public BackupRepository(Path location, Path passwordFile, BackupSettings settings, Clock clock) {
    this.location = location;
    this.passwordFile = passwordFile;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Makes the repository. Durable on return.
   *
   * @param newPassword write a new random password into the password file first, which must not
   *     exist
   * @return what went wrong, in Vietnamese; empty when nothing did
   */
  public Optional<String> create(boolean newPassword) {
    try (RepositoryPassword password =
            newPassword
                ? RepositoryPassword.createFile(passwordFile)
                : RepositoryPassword.read(passwordFile);
        Repository repository =
            Repository.create(backend(), password, settings.repository(), clock)) {
      return repository.id().isEmpty() ? Optional.of("kho không có mã") : Optional.empty();
    } catch (RepositoryException e) {
      return Optional.of(Failures.describe(e));
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

  Repository open() {
    try (RepositoryPassword password = RepositoryPassword.read(passwordFile)) {
      return Repository.open(backend(), password, settings.repository(), clock);
    }
  }

  LocalBackend backend() {
    return new LocalBackend(location);
  }

  Path location() {
    return location;
  }
}
