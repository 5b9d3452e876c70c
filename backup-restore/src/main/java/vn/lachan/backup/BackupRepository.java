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
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.KeptKeys;
import vn.lachan.backup.repository.PasswordSource;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.RepositoryPassword;

/** Where a plan's snapshots are, and the file with the password. Nothing is kept open. */
public final class BackupRepository {

  private final RepositoryLocation location;
  private final @Nullable Path accessFile;
  private final PasswordSource password;
  private final PasswordSource newPassword;
  private final BackupSettings settings;
  private final Clock clock;

  /** In a folder of this machine. */
  public BackupRepository(Path location, Path passwordFile, BackupSettings settings, Clock clock) {
    this(new RepositoryLocation.Local(location), null, passwordFile, settings, clock);
  }

  /** Of a plan. */
  public BackupRepository(BackupTarget target, BackupSettings settings, Clock clock) {
    this(target.location(), target.accessFile(), target.passwordFile(), settings, clock);
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
    this(
        location,
        accessFile,
        () -> RepositoryPassword.read(passwordFile),
        () -> RepositoryPassword.createFile(passwordFile),
        settings,
        clock);
  }

  /**
   * @param accessFile how the place is reached, see {@link BackendAccessFile}
   * @param newPassword makes the password of a new repository where one is asked for
   */
  public BackupRepository(
      RepositoryLocation location,
      @Nullable Path accessFile,
      PasswordSource password,
      PasswordSource newPassword,
      BackupSettings settings,
      Clock clock) {
    this.location = location;
    this.accessFile = accessFile;
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

  /** Lists the snapshots. Costs as much as {@link #open}. */
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

  /**
   * Opens it; the index is not loaded yet. Costs about a second, unless this process keeps the key
   * of an earlier opening.
   */
  public Repository open() {
    try (RepositoryPassword read = password.read()) {
      Repository repository =
          Repository.open(backend(), read, settings.keys(), settings.repository(), clock);
      if (settings.keys() == KeptKeys.NONE) {
        System.gc(); // scrypt's tables, 64 MiB, lie where a short command may never collect
      }
      return repository;
    }
  }

  /**
   * A new connection to the place.
   *
   * @throws RepositoryException when the access file, or a file it names, cannot be used
   */
  public Backend backend() {
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

  /** Where the files are. */
  public RepositoryLocation location() {
    return location;
  }
}
