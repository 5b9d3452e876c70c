package vn.lachan.backup;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.archive.TreeWalk;
import vn.lachan.backup.progress.Progress;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.CorruptRepositoryException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.PackCheck;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.StorageId;

/** Tells whether a repository can give back everything it should. Changes nothing. */
public final class Check {

  private final BackupSettings settings;
  private final Clock clock;

  public Check(BackupSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Checks now, on this thread.
   *
   * @param readData also read, open and hash every byte; the only way to find rotten bits
   */
  public CheckResult run(Path repository, Path passwordFile, boolean readData) {
    return run(
        new BackupRepository(repository, passwordFile, settings, clock),
        readData ? new CheckScope.Everything() : new CheckScope.Structure());
  }

  /** Checks now, on this thread. A rolling share is noted in its ledger, durably. */
  public CheckResult run(BackupRepository place, CheckScope scope) {
    try (Repository open = place.open()) {
      return check(open, scope);
    } catch (RepositoryException e) {
      return new CheckResult(
          List.of(Failures.describe(e)),
          List.of(),
          List.of(),
          0,
          0,
          0,
          scope instanceof CheckScope.Everything,
          Optional.empty());
    }
  }

  private CheckResult check(Repository repository, CheckScope scope) {
    Snapshots snapshots = Snapshots.list(repository);
    List<String> problems = new ArrayList<>();
    repository.damagedKeys().forEach(key -> problems.add("Tệp khoá bị hỏng: keys/" + key));
    snapshots.damaged().forEach(d -> problems.add("Ảnh chụp bị hỏng: " + d.resource()));
    repository.loadIndexTolerant().forEach(d -> problems.add("Chỉ mục bị hỏng: " + d.getMessage()));
    checkLocks(repository, problems);
    List<Backend.StoredFile> stored = repository.backend().list(FileKind.PACK);
    Set<StorageId> chosen =
        switch (scope) {
          case CheckScope.Structure all -> Set.of();
          case CheckScope.Everything all -> Coverage.ids(stored);
          case CheckScope.Rolling rolling -> rolling.choose(repository.id(), stored);
        };
    Progress.current()
        .expect(
            chosen.size(),
            stored.stream()
                .filter(pack -> StorageId.parse(pack.name()).filter(chosen::contains).isPresent())
                .mapToLong(Backend.StoredFile::length)
                .sum());
    PackCheck packs = repository.checkPacks(chosen::contains);
    problems.addAll(packs.problems());
    LostFiles lost = new LostFiles(repository, packs.unusable());
    for (StoredSnapshot snapshot : snapshots.all()) {
      lost.search(snapshot);
    }
    return new CheckResult(
        problems,
        lost.paths,
        packs.orphans(),
        snapshots.all().size(),
        packs.packs(),
        packs.bytesRead(),
        scope instanceof CheckScope.Everything,
        coverage(repository, scope, stored, packs));
  }

  private Optional<Coverage> coverage(
      Repository repository, CheckScope scope, List<Backend.StoredFile> stored, PackCheck packs) {
    return scope instanceof CheckScope.Rolling rolling
        ? Optional.of(rolling.note(repository.id(), stored, packs.sound(), clock.instant()))
        : Optional.empty();
  }

  private static void checkLocks(Repository repository, List<String> problems) {
    for (Backend.StoredFile lock : repository.backend().list(FileKind.LOCK)) {
      try {
        repository.loadDocument(FileKind.LOCK, lock.name());
      } catch (CorruptRepositoryException e) {
        problems.add("Tệp khoá phiên bị hỏng: " + e.resource());
      }
    }
  }

  /** Names the files that need a blob that is not there or not usable. */
  private static final class LostFiles {
    private final Repository repository;
    private final Set<PackCheck.Blob> unusable;
    private final List<String> paths = new ArrayList<>();
    private final Set<StorageId> soundTrees = new HashSet<>();

    LostFiles(Repository repository, Set<PackCheck.Blob> unusable) {
      this.repository = repository;
      this.unusable = unusable;
    }

    /** Subtrees already found sound in another snapshot are not walked again. */
    void search(StoredSnapshot snapshot) {
      String prefix = snapshot.id().shortText() + ":";
      List<StorageId> met = new ArrayList<>();
      int before = paths.size();
      new TreeWalk(repository)
          .walk(
              snapshot.tree(),
              new TreeWalk.Visitor() {
                @Override
                public boolean entry(String path, TreeNode node) {
                  if (node.content().stream().anyMatch(LostFiles.this::isLost)) {
                    paths.add(prefix + path);
                  }
                  node.subtree().ifPresent(met::add);
                  return node.subtree().filter(soundTrees::contains).isEmpty();
                }

                @Override
                public void lost(String path, RepositoryException reason) {
                  paths.add(prefix + path + "/*");
                }
              });
      if (paths.size() == before) {
        soundTrees.addAll(met);
      }
    }

    private boolean isLost(StorageId id) {
      return !repository.contains(BlobType.DATA, id)
          || unusable.contains(new PackCheck.Blob(BlobType.DATA, id));
    }
  }
}
