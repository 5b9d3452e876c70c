package vn.lachan.backup;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.backend.BackendAccess;
import vn.lachan.backup.backend.BackendAccessFile;
import vn.lachan.backup.backend.BackendOpening;
import vn.lachan.backup.backend.RepositoryLocation;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.RepositoryPassword;

/** Where a plan's snapshots are, and the file with the password. Nothing is kept open. */
public final class BackupRepository {

  private final RepositoryLocation location;
  private final @Nullable Path accessFile;
  private final Path passwordFile;
  private final BackupSettings settings;
  private final Clock clock;

  /** In a folder of this machine. */
  public BackupRepository(Path location, Path passwordFile, BackupSettings settings, Clock clock) {
    this(new RepositoryLocation.Local(location), null, passwordFile, settings, clock);
  }

  /**
   * @param accessFile how the place is reached, see {@link BackendAccessFile}
   */
  public BackupRepository(
      RepositoryLocation location,
      @Nullable Path accessFile,
      Path passwordFile,
      BackupSettings settings,
      Clock clock) {
    this.location = location;
    this.accessFile = accessFile;
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

  /**
   * A new connection to the place.
   *
   * @throws RepositoryException when the access file, or a file it names, cannot be used
   */
  Backend backend() {
    if (accessFile == null) {
      return BackendOpening.open(location, BackendAccess.NONE, clock);
    }
    return switch (BackendAccessFile.read(accessFile)) {
      case BackendAccessFile.Result.Read(BackendAccess access) ->
          BackendOpening.open(location, access, clock);
      case BackendAccessFile.Result.Refused(List<String> problems) ->
          throw new BackendException(accessFile + ":" + String.join("; ", problems), null);
    };
  }

  RepositoryLocation location() {
    return location;
  }
}
