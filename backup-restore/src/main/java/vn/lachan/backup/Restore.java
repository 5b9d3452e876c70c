package vn.lachan.backup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.archive.ArchiveInterruptedException;
import vn.lachan.backup.archive.Extractor;
import vn.lachan.backup.archive.Reasons;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.progress.Progress;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;

/**
 * Restores a snapshot into an empty folder, or over what is there when asked to.
 *
 * <p>Needs a repository and its password and nothing else of the platform. Only reads the
 * repository and takes no lock, so that it works on a read-only copy and beside a dead writer's
 * lock; do not prune at the same time. A damaged index is made good from the packs. A file whose
 * content cannot be proven is not restored but named.
 */
public final class Restore {

  private final Consumer<AuditEntry> audit;
  private final BackupSettings settings;
  private final Clock clock;

  /**
   * @param audit appends to the audit trail, or throws
   */
  public Restore(Consumer<AuditEntry> audit, BackupSettings settings, Clock clock) {
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Restores now, on this thread.
   *
   * @param snapshot an id, its beginning (4 digits or more), or {@code latest}
   * @param target a folder that is empty or not there yet; the full paths are made below it
   * @param only restore only these paths and what is below them; empty for everything
   */
  public RestoreOutcome run(
      Path repository,
      Path passwordFile,
      String snapshot,
      Path target,
      List<String> only,
      Actor actor) {
    return run(
        new BackupRepository(repository, passwordFile, settings, clock),
        snapshot,
        new RestoreTarget(target, only, Extractor.Existing.REFUSE, false),
        actor);
  }

  /**
   * Restores now, on this thread.
   *
   * @param snapshot an id, its beginning (4 digits or more), or {@code latest}
   */
  public RestoreOutcome run(
      BackupRepository place, String snapshot, RestoreTarget target, Actor actor) {
    audit.accept(
        new AuditEntry(
            actor,
            "backup.restore",
            "snapshot:" + snapshot,
            "",
            Map.of(
                "repository",
                place.location().toString(),
                "target",
                target.folder().toString(),
                "existing",
                target.existing().toString())));
    Optional<String> refusal = prepare(target.folder(), target.existing());
    if (refusal.isPresent()) {
      return new RestoreOutcome.Refused(refusal.get());
    }
    return extract(place, snapshot, target);
  }

  /** The same without a word to the audit trail: part of a larger act that told it. */
  public RestoreOutcome extract(
      BackupRepository place, String word, Path target, List<String> only) {
    return extract(place, word, new RestoreTarget(target, only, Extractor.Existing.REFUSE, false));
  }

  private RestoreOutcome extract(BackupRepository place, String word, RestoreTarget target) {
    long began = System.nanoTime();
    try (Repository repository = place.open()) {
      Snapshots snapshots = Snapshots.list(repository);
      Optional<StoredSnapshot> snapshot = snapshots.find(word);
      if (snapshot.isEmpty()) {
        return new RestoreOutcome.Refused("Không có ảnh chụp (duy nhất) nào là " + word);
      }
      if (target.only().isEmpty()) {
        Progress.current()
            .expect(snapshot.get().files().orElse(0), snapshot.get().bytes().orElse(0));
      }
      repository.loadIndexTolerant();
      Extractor extractor =
          new Extractor(
              repository,
              settings.archive(),
              wanted(target.only()),
              target.existing(),
              target.verify());
      Extractor.Extracted extracted = extractor.extract(snapshot.get().tree(), target.folder());
      return new RestoreOutcome.Restored(
          snapshot.get().id().toString(),
          snapshot.get().at(),
          snapshot.get().isIncomplete(),
          extracted.files(),
          extracted.kept(),
          extracted.bytes(),
          Duration.ofNanos(System.nanoTime() - began),
          troubles(word, snapshots, extracted));
    } catch (RepositoryException e) {
      return new RestoreOutcome.Refused(Failures.describe(e));
    } catch (ArchiveInterruptedException e) {
      return new RestoreOutcome.Refused("Lần khôi phục bị dừng giữa chừng");
    }
  }

  /** Whoever asks for the latest is told of snapshots that may be later and cannot be read. */
  private static List<FileTrouble> troubles(
      String word, Snapshots snapshots, Extractor.Extracted extracted) {
    List<FileTrouble> troubles = new ArrayList<>();
    if (word.equals("latest")) {
      snapshots
          .damaged()
          .forEach(d ->
              troubles.add(
                  new FileTrouble(d.resource(), "ảnh chụp này bị hỏng; có thể nó mới hơn")));
    }
    extracted.problems().forEach(problem -> troubles.add(FileTrouble.of(problem)));
    return troubles;
  }

  private static Predicate<String> wanted(List<String> only) {
    if (only.isEmpty()) {
      return path -> true;
    }
    List<String> clean = only.stream().map(Restore::withoutEnd).toList();
    return path ->
        clean.stream()
            .anyMatch(o -> path.equals(o) || path.startsWith(o + "/") || o.startsWith(path + "/"));
  }

  private static String withoutEnd(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Makes {@code target} when it is not there; says why it cannot be restored to. */
  public static Optional<String> prepare(Path target) {
    return prepare(target, Extractor.Existing.REFUSE);
  }

  private static Optional<String> prepare(Path target, Extractor.Existing existing) {
    try {
      if (!Files.exists(target)) {
        Files.createDirectories(
            target,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (existing != Extractor.Existing.REFUSE) {
        return Optional.empty();
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(target)) {
        return entries.iterator().hasNext()
            ? Optional.of("Thư mục đích không trống: " + target)
            : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.of("Không dùng được thư mục đích " + target + ": " + Reasons.of(e));
    }
  }
}
