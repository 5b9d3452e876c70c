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
import vn.lachan.backup.archive.Includes;
import vn.lachan.backup.archive.Reasons;
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
import vn.lachan.backup.repository.SealedDocument;
import vn.lachan.backup.source.PlatformDatabase;
import vn.lachan.backup.source.SourceException;

/**
 * Runs plans: all their sources to one snapshot, dumps first and folders after.
 *
 * <p>When {@link #run} returns {@link BackupOutcome.Completed}, the snapshot and everything it
 * needs are durable, and so are its manifest and its entry in the history. A run killed at any
 * point leaves the snapshots before it untouched; the next run takes over what it had stored, and
 * enters it in the history when its snapshot is there. The audit trail is told before and after;
 * when it refuses the first entry, nothing is done.
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
    RunRecord record = RunRecord.begin(plan, machine, clock, settings.mostTroubles());
    BackupOutcome outcome;
    try {
      outcome = attempt(plan, place, actor, record);
    } catch (RepositoryException e) {
      outcome = record.failed(Failures.describe(e));
    } catch (SourceException e) {
      outcome = record.failed("Không lấy được " + e.getMessage());
    } catch (ArchiveInterruptedException e) {
      outcome = record.failed("Lần sao lưu bị dừng giữa chừng");
    }
    history.add(outcome);
    audit.accept(entry(plan, actor, "backup.finish", detail(outcome)));
    return outcome;
  }

  private BackupOutcome attempt(
      BackupPlan plan, BackupRepository place, Actor actor, RunRecord record) {
    Instant startedAt = record.startedAt();
    List<FileProblem> missing = new ArrayList<>();
    List<Path> folders = realFolders(plan, missing);
    if (folders.isEmpty() && !SourcesInSnapshot.has(plan)) {
      String reason = "Không có thư mục nguồn nào của kế hoạch: " + plan.folders();
      return record.failed(reason);
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
      Snapshots earlier = Objects.requireNonNull(snapshots.get());
      finishEarlierRuns(plan, actor, earlier);
      repository.backend().removeAbandoned(startedAt.minus(settings.abandonedAfter()));
      List<String> paths = new ArrayList<>(folders.stream().map(Path::toString).toList());
      paths.addAll(SourcesInSnapshot.roots(plan));
      Optional<StoredSnapshot> before = earlier.newest(machine.hostname(), paths);
      before.ifPresent(b -> Progress.current().expect(b.files().orElse(0), b.bytes().orElse(0)));
      SourcesInSnapshot sources =
          new SourcesInSnapshot(plan, platform, machine, startedAt, settings.mostTroubles(), clock);
      Archive archive = store(plan, folders, repository, before, sources);
      missing.addAll(archive.problems());
      missing.addAll(sources.failures());
      missing.addAll(sources.complaints());
      SealedDocument snapshot =
          Snapshots.seal(
              repository,
              record.document(paths, before, archive, missing.size(), repository.stats()));
      String manifest = history.keep(record.manifest(snapshot.id(), archive, sources.records()));
      BackupOutcome.Completed completed =
          record.completed(snapshot.id(), archive, repository.stats(), manifest, missing);
      history.expect(completed);
      lock.requireHeld();
      repository.save(snapshot);
      if (repository.backend().objectLock().isPresent()) {
        missing.addAll(keepLocked(place));
      }
      return record.completed(snapshot.id(), archive, repository.stats(), manifest, missing);
    }
  }

  /**
   * Writes down the runs that ended, as by Ctrl-C, between storing their snapshot and saying so.
   */
  private void finishEarlierRuns(BackupPlan plan, Actor actor, Snapshots snapshots) {
    for (BackupOutcome.Completed run : history.unfinished(plan.id())) {
      if (snapshots.all().stream().anyMatch(s -> s.id().toString().equals(run.snapshot()))) {
        history.add(run);
        audit.accept(entry(plan, actor, "backup.finish", detail(run)));
      }
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
            new Includes(parts(plan)),
            clock.getZone(),
            path -> Optional.ofNullable(known.get(path)));
    return archiver.archive(folders, before.map(StoredSnapshot::tree), sources::finish);
  }

  private static List<Includes.Part> parts(BackupPlan plan) {
    return plan.sources().stream()
        .map(source ->
            new Includes.Part(
                source.folders().stream().filter(Files::exists).map(Backup::real).toList(),
                source.includes()))
        .toList();
  }

  /** The digest of a file of one piece is the piece's id, so that small ones need no manifest. */
  private Optional<BackupManifest> manifestOf(StoredSnapshot snapshot) {
    return history
        .runOf(snapshot)
        .flatMap(run -> history.manifestOfLarger(run.snapshot(), run.manifest(), Chunker.SMALLEST));
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
