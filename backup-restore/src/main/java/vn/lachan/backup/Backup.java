package vn.lachan.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.archive.Archive;
import vn.lachan.backup.archive.ArchiveInterruptedException;
import vn.lachan.backup.archive.ArchivedFile;
import vn.lachan.backup.archive.Archiver;
import vn.lachan.backup.archive.Excludes;
import vn.lachan.backup.archive.FileProblem;
import vn.lachan.backup.archive.Reasons;
import vn.lachan.backup.archive.SnapshotDocument;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.backend.RepositoryLocation;
import vn.lachan.backup.backend.RetentionExtension;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.progress.Progress;
import vn.lachan.backup.repository.Chunker;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.source.PlatformDatabase;
import vn.lachan.backup.source.SourceException;
import vn.lachan.backup.source.SourceRecord;

/**
 * Runs plans: all their sources to one snapshot, dumps first and folders after.
 *
 * <p>When {@link #run} returns {@link BackupOutcome.Completed}, the snapshot and everything it
 * needs are durable, and so are its manifest and its entry in the history. A run killed at any
 * point leaves the snapshots before it untouched; the next run takes over what it had stored. The
 * audit trail is told before and after; when it refuses the first entry, nothing is done.
 *
 * <p>Safe for several threads; two runs into one repository may go on at the same time.
 */
public final class Backup {

  static final String PROGRAM = "Lá Chắn 0.1.0";

  private final BackupHistory history;
  private final Consumer<AuditEntry> audit;
  private final BackupSettings settings;
  private final Clock clock;
  private final Optional<PlatformDatabase> platform;
  private final Machine machine = Machine.current();

  /**
   * @param audit appends to the audit trail, or throws
   */
  public Backup(
      BackupHistory history, Consumer<AuditEntry> audit, BackupSettings settings, Clock clock) {
    this(history, audit, settings, clock, Optional.empty());
  }

  /**
   * @param audit appends to the audit trail, or throws
   * @param platform the platform's database, for plans of kind {@code platform}
   */
  public Backup(
      BackupHistory history,
      Consumer<AuditEntry> audit,
      BackupSettings settings,
      Clock clock,
      Optional<PlatformDatabase> platform) {
    this.platform = platform;
    this.history = history;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Runs {@code plan} now, on this thread.
   *
   * @throws BackupHistoryException when the outcome could not be recorded; a snapshot may be there
   */
  public BackupOutcome run(BackupPlan plan, Actor actor) {
    return run(plan, new BackupRepository(plan.primary(), settings, clock), actor);
  }

  /**
   * The same into {@code place}, which is the plan's first target however its password is had.
   *
   * @throws BackupHistoryException when the outcome could not be recorded; a snapshot may be there
   */
  public BackupOutcome run(BackupPlan plan, BackupRepository place, Actor actor) {
    audit.accept(entry(plan, actor, "backup.start", Map.of("plan", plan.name())));
    Instant startedAt = clock.instant();
    long began = System.nanoTime();
    BackupOutcome outcome;
    try {
      outcome = attempt(plan, place, startedAt, began);
    } catch (RepositoryException e) {
      outcome = failed(plan, startedAt, began, Failures.describe(e));
    } catch (SourceException e) {
      outcome = failed(plan, startedAt, began, "Không lấy được " + e.getMessage());
    } catch (ArchiveInterruptedException e) {
      outcome = failed(plan, startedAt, began, "Lần sao lưu bị dừng giữa chừng");
    }
    history.add(outcome);
    audit.accept(entry(plan, actor, "backup.finish", detail(outcome)));
    return outcome;
  }

  private static BackupOutcome.Failed failed(
      BackupPlan plan, Instant startedAt, long began, String reason) {
    return new BackupOutcome.Failed(plan.id(), startedAt, since(began), reason);
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private BackupOutcome attempt(
      BackupPlan plan, BackupRepository place, Instant startedAt, long began) {
    List<FileProblem> missing = new ArrayList<>();
    List<Path> folders = realFolders(plan, missing);
    if (folders.isEmpty() && !SourcesInSnapshot.has(plan)) {
      String reason = "Không có thư mục nguồn nào của kế hoạch: " + plan.folders();
      return failed(plan, startedAt, began, reason);
    }
    AtomicReference<@Nullable Snapshots> snapshots = new AtomicReference<>();
    try (Repository repository = place.open();
        RepositoryLock lock =
            RepositoryLock.shared(
                repository,
                machine,
                () -> {
                  snapshots.set(Snapshots.list(repository)); // before the index, as readers must
                  repository.loadIndex();
                })) {
      repository.backend().removeAbandoned(startedAt.minus(settings.abandonedAfter()));
      List<String> paths = new ArrayList<>(folders.stream().map(Path::toString).toList());
      paths.addAll(SourcesInSnapshot.roots(plan));
      Optional<StoredSnapshot> before =
          Objects.requireNonNull(snapshots.get()).newest(machine.hostname(), paths);
      before.ifPresent(b -> Progress.current().expect(b.files().orElse(0), b.bytes().orElse(0)));
      SourcesInSnapshot sources =
          new SourcesInSnapshot(plan, platform, machine, startedAt, settings.mostTroubles(), clock);
      Archive archive = store(plan, folders, repository, before, sources);
      missing.addAll(archive.problems());
      missing.addAll(sources.failures());
      missing.addAll(sources.complaints());
      lock.requireHeld();
      StorageId snapshot =
          Snapshots.save(
              repository,
              document(plan, startedAt, paths, before, archive, missing, repository.stats()));
      if (repository.backend().objectLock().isPresent()) {
        missing.addAll(keepLocked(place));
      }
      String manifest = keep(plan, startedAt, snapshot, archive, sources.records());
      return completed(
          plan, startedAt, began, snapshot, archive, repository.stats(), manifest, missing);
    }
  }

  /** Makes the sources durable; after a failure the next run takes over what was written. */
  private Archive store(
      BackupPlan plan,
      List<Path> folders,
      Repository repository,
      Optional<StoredSnapshot> before,
      SourcesInSnapshot sources) {
    try (sources) {
      sources.read(repository);
      Archive archive = archive(plan, folders, repository, before, sources);
      repository.flush();
      return archive;
    } catch (RepositoryException | ArchiveInterruptedException | SourceException e) {
      try {
        repository.indexWritten();
      } catch (RepositoryException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private String keep(
      BackupPlan plan,
      Instant startedAt,
      StorageId snapshot,
      Archive archive,
      List<SourceRecord> sources) {
    List<ManifestEntry> entries = archive.files().stream().map(ManifestEntry::of).toList();
    return history.keep(
        new BackupManifest(snapshot.toString(), plan.id(), startedAt, entries, sources));
  }

  /** A pack that an older backup stored and this one uses again is kept as long as this one. */
  private static List<FileProblem> keepLocked(BackupRepository place) {
    try (Repository repository = place.open()) {
      Duration retention = repository.backend().objectLock().orElseThrow().retention();
      return new RetentionExtension(repository)
          .run(snapshot -> snapshot.at().plus(retention)).problems().stream()
              .map(problem -> unprotected(place, problem))
              .toList();
    } catch (RepositoryException e) {
      return List.of(unprotected(place, Failures.describe(e)));
    }
  }

  private static FileProblem unprotected(BackupRepository place, String problem) {
    return new FileProblem(place.location().toString(), FileProblem.Kind.UNPROTECTED, problem);
  }

  private Archive archive(
      BackupPlan plan,
      List<Path> folders,
      Repository repository,
      Optional<StoredSnapshot> before,
      SourcesInSnapshot sources) {
    Map<String, ArchivedFile> known = new HashMap<>();
    before
        .flatMap(this::manifestOf)
        .ifPresent(m -> m.entries().forEach(e -> known.put(e.path(), e.archived())));
    Set<Path> own =
        plan.primary().location() instanceof RepositoryLocation.Local(Path folder)
            ? Set.of(real(folder))
            : Set.of();
    Excludes excludes = new Excludes(plan.excludes(), own);
    Archiver archiver =
        new Archiver(
            repository,
            settings.archive(),
            excludes,
            clock.getZone(),
            path -> Optional.ofNullable(known.get(path)));
    return archiver.archive(folders, before.map(StoredSnapshot::tree), sources::finish);
  }

  /** The digest of a file of one piece is the piece's id, so that small ones need no manifest. */
  private Optional<BackupManifest> manifestOf(StoredSnapshot snapshot) {
    return history
        .runOf(snapshot)
        .flatMap(run -> history.manifestOfLarger(run.snapshot(), run.manifest(), Chunker.SMALLEST));
  }

  private BackupOutcome.Completed completed(
      BackupPlan plan,
      Instant startedAt,
      long began,
      StorageId snapshot,
      Archive archive,
      Repository.Stats stats,
      String manifest,
      List<FileProblem> problems) {
    return new BackupOutcome.Completed(
        plan.id(),
        startedAt,
        since(began),
        snapshot.toString(),
        archive.counts().files(),
        archive.counts().bytes(),
        stats.bytesWritten(),
        manifest,
        problems.size(),
        problems.stream().limit(settings.mostTroubles()).map(FileTrouble::of).toList());
  }

  private SnapshotDocument document(
      BackupPlan plan,
      Instant startedAt,
      List<String> paths,
      Optional<StoredSnapshot> before,
      Archive archive,
      List<FileProblem> missing,
      Repository.Stats stats) {
    Archive.Counts counts = archive.counts();
    String start = Snapshots.time(startedAt, clock.getZone());
    return new SnapshotDocument(
        start,
        before.map(s -> s.id().toString()).orElse(null),
        archive.tree().toString(),
        paths,
        machine.hostname(),
        machine.username(),
        machine.uid(),
        machine.gid(),
        plan.excludes().isEmpty() ? null : plan.excludes(),
        missing.isEmpty()
            ? List.of(plan.tag())
            : List.of(plan.tag(), StoredSnapshot.incompleteTag(missing.size())),
        null,
        PROGRAM,
        new SnapshotDocument.Summary(
            start,
            Snapshots.time(clock.instant(), clock.getZone()),
            counts.filesNew(),
            counts.filesChanged(),
            counts.filesUnmodified(),
            counts.dirsNew(),
            counts.dirsChanged(),
            counts.dirsUnmodified(),
            stats.dataBlobsWritten(),
            stats.treeBlobsWritten(),
            stats.rawBytesWritten(),
            stats.bytesWritten(),
            counts.files(),
            counts.bytes()));
  }

  private static List<Path> realFolders(BackupPlan plan, List<FileProblem> missing) {
    List<Path> folders = new ArrayList<>();
    for (Path folder : plan.folders()) {
      try {
        Path real = folder.toRealPath();
        if (!folders.contains(real)) {
          folders.add(real);
        }
      } catch (IOException e) {
        missing.add(new FileProblem(folder.toString(), FileProblem.Kind.MISSING, Reasons.of(e)));
      }
    }
    return folders;
  }

  private static Path real(Path path) {
    try {
      return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  private static AuditEntry entry(
      BackupPlan plan, Actor actor, String action, Map<String, String> detail) {
    return new AuditEntry(actor, action, "backup-plan:" + plan.id(), plan.unit(), detail);
  }

  private static Map<String, String> detail(BackupOutcome outcome) {
    return switch (outcome) {
      case BackupOutcome.Completed c ->
          Map.of(
              "result", c.isIncomplete() ? "incomplete" : "complete",
              "snapshot", c.snapshot(),
              "manifest", c.manifest(),
              "files", Long.toString(c.files()),
              "troubles", Long.toString(c.troubleCount()));
      case BackupOutcome.Failed f -> Map.of("result", "failed", "reason", f.reason());
    };
  }
}
