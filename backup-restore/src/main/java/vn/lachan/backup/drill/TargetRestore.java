package vn.lachan.backup.drill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.Extractor;
import vn.lachan.backup.archive.FileProblem;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.StorageId;

/** Restores the sample of a drill from one repository. Only reads it, and takes no lock. */
final class TargetRestore {

  /** What came back, before anybody judged it. */
  record Restored(Instant at, List<FileProblem> problems) {}

  private final BackupTarget target;
  private final BackupSettings settings;
  private final Clock clock;

  TargetRestore(BackupTarget target, BackupSettings settings, Clock clock) {
    this.target = target;
    this.settings = settings;
    this.clock = clock;
  }

  BackupRepository place() {
    return new BackupRepository(target, settings, clock);
  }

  /**
   * The id here of the snapshot that is {@code snapshot} where it was made; empty when there is
   * none.
   *
   * @throws RepositoryException when the repository cannot be used
   */
  Optional<String> find(String snapshot) {
    try (Repository repository = place().open()) {
      return find(repository, snapshot).map(found -> found.id().toString());
    }
  }

  private static Optional<StoredSnapshot> find(Repository repository, String snapshot) {
    List<StoredSnapshot> all = Snapshots.list(repository).all();
    Optional<StorageId> wanted = StorageId.parse(snapshot);
    return all.stream()
        .filter(s -> s.id().toString().equals(snapshot))
        .findFirst()
        .or(() -> all.stream().filter(s -> wanted.equals(s.original())).findFirst());
  }

  /**
   * Restores below {@code folder}; what is whole there already is left.
   *
   * @return empty when the snapshot is not here
   * @throws RepositoryException when the repository cannot be used
   */
  Optional<Restored> restore(
      String snapshot, Path folder, Predicate<String> wanted, Extractor.Listener listener) {
    try (Repository repository = place().open()) {
      Optional<StoredSnapshot> found = find(repository, snapshot);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      repository.loadIndexTolerant();
      Extractor extractor =
          new Extractor(
              repository,
              settings.archive(),
              wanted,
              isFresh(folder) ? Extractor.Existing.REFUSE : Extractor.Existing.RESUME,
              false,
              listener);
      Extractor.Extracted extracted = extractor.extract(found.get().tree(), folder);
      return Optional.of(new Restored(found.get().at(), extracted.problems()));
    }
  }

  private static boolean isFresh(Path folder) {
    String[] names = folder.toFile().list();
    return Files.isDirectory(folder) && names != null && names.length == 0;
  }

  /** The entries of a sample and the folders above them. */
  static Predicate<String> only(List<ManifestEntry> entries) {
    Set<String> wanted = new HashSet<>();
    for (ManifestEntry entry : entries) {
      String up = entry.path();
      while (!up.isEmpty() && wanted.add(up)) {
        up = StratifiedSample.parent(up);
      }
    }
    return wanted::contains;
  }
}
