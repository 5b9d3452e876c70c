package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.Restore;
import vn.lachan.backup.Scratch;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;

/**
 * Proves that a snapshot comes back: publishes what it is going to restore, restores that from each
 * repository of the plan into an empty folder, and judges every file, signature and database.
 *
 * <p>Expected is what the manifest says, made from the source when it was backed up and kept
 * outside the repository. The plan is durable in the history and told to the audit trail before
 * anything is restored. In copies, things are made wrong on purpose ({@link DrillControl}), and the
 * same judge must notice. Measured: RPO and RTO, see {@link RecoveryMeasures}. The result is
 * durable in the history on return, and in the audit trail, and minutes of it are in the chain
 * ({@link DrillMinutes}), also when the drill failed, was refused or was stopped. The folder is
 * emptied after a drill that passed, kept after one that failed.
 */
public final class RestoreDrill {

  private static final Logger LOG = LoggerFactory.getLogger(RestoreDrill.class);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final BackupHistory history;
  private final DrillHistory drills;
  private final Consumer<AuditEntry> audit;
  private final BackupSettings settings;
  private final Clock clock;
  private final DrillTools tools;
  private final DrillPublishing publishing;
  private final MinutesDuty minutes;

  /** Without looking at signatures and without restic; the minutes say so. */
  public RestoreDrill(
      BackupHistory history,
      DrillHistory drills,
      Consumer<AuditEntry> audit,
      BackupSettings settings,
      Clock clock) {
    this(history, drills, audit, settings, clock, DrillTools.NONE);
  }

  /**
   * @param audit appends to the audit trail, or throws
   */
  public RestoreDrill(
      BackupHistory history,
      DrillHistory drills,
      Consumer<AuditEntry> audit,
      BackupSettings settings,
      Clock clock,
      DrillTools tools) {
    this(history, drills, audit, settings, clock, tools, DrillMinutes.NONE);
  }

  /**
   * @param audit appends to the audit trail, or throws
   * @param minutes where minutes of every drill go, however it ended
   */
  public RestoreDrill(
      BackupHistory history,
      DrillHistory drills,
      Consumer<AuditEntry> audit,
      BackupSettings settings,
      Clock clock,
      DrillTools tools,
      DrillMinutes minutes) {
    this.minutes = new MinutesDuty(drills, minutes, audit);
    this.history = history;
    this.drills = drills;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
    this.tools = tools;
    this.publishing = new DrillPublishing(drills, settings, clock);
  }

  /**
   * Drills now, on this thread.
   *
   * @param snapshot an id, its beginning, or {@code latest}: the newest of this plan
   * @param scratch a folder that is empty or not there yet
   */
  public DrillResult run(BackupPlan plan, String snapshot, Path scratch, Actor actor) {
    return run(plan, DrillOrder.of(snapshot), scratch, actor, DrillListener.NONE);
  }

  /**
   * Drills now, on this thread.
   *
   * @param scratch a folder that is empty or not there yet
   * @throws DrillInterruptedException when this thread was interrupted; {@link #resume} goes on
   */
  public DrillResult run(
      BackupPlan plan, DrillOrder order, Path scratch, Actor actor, DrillListener listener) {
    Instant startedAt = clock.instant();
    Map<String, String> what =
        Map.of("snapshot", order.snapshot(), "scratch", "" + scratch, "about", order.about());
    audit.accept(entry(plan, actor, "drill.start", what));
    String id = newId(plan, startedAt);
    Optional<BackupOutcome.Completed> run = snapshotOf(plan, order.snapshot());
    Optional<BackupManifest> manifest =
        run.flatMap(done -> history.manifest(done.snapshot(), done.manifest()));
    Optional<String> refusal = Restore.prepare(scratch).or(() -> refusal(order, run, manifest));
    if (refusal.isPresent()) {
      DrillSheet sheet = new DrillSheet(id, plan, scratch, startedAt, null);
      drills.journal(id).owe();
      return finish(plan, scratch, actor, sheet.failed(refusal.get()));
    }
    DrillPlan published =
        publishing.publish(plan, order, id, run.orElseThrow(), manifest.orElseThrow(), actor);
    drills.journal(id).owe();
    audit.accept(entry(plan, actor, "drill.publish", DrillPublishing.detail(published)));
    return carryOut(plan, published, manifest.orElseThrow(), scratch, actor, listener);
  }

  /** A plan may be drilled twice in one second: the second has a number behind. */
  private String newId(BackupPlan plan, Instant startedAt) {
    String moment = "DT-" + ID.format(startedAt) + "-" + plan.id();
    return IntStream.iterate(1, number -> number + 1)
        .mapToObj(number -> number == 1 ? moment : moment + "-" + number)
        .filter(id -> !drills.knows(id))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<String> refusal(
      DrillOrder order, Optional<BackupOutcome.Completed> run, Optional<BackupManifest> manifest) {
    if (run.isEmpty()) {
      return Optional.of("Không có ảnh chụp nào của kế hoạch này ứng với " + order.snapshot());
    }
    return manifest.isEmpty()
        ? Optional.of("Bản kê tệp của ảnh chụp không còn, hoặc đã bị sửa: " + run.get().snapshot())
        : Optional.empty();
  }

  /**
   * Goes on with a drill that was stopped or killed, from its published plan, on this thread. What
   * was restored and is whole is left; the time between is not measured.
   *
   * @return empty when there is no such drill of this plan that has no result, or what it needs is
   *     gone
   * @throws DrillInterruptedException when this thread was interrupted
   */
  public Optional<DrillResult> resume(
      BackupPlan plan, String id, Actor actor, DrillListener listener) {
    Optional<DrillPlan> published =
        drills.unfinished().stream()
            .filter(drill -> drill.id().equals(id) && drill.planId().equals(plan.id()))
            .findFirst();
    Optional<Path> scratch = published.flatMap(drill -> drills.journal(id).scratch());
    Optional<BackupManifest> manifest =
        published.flatMap(drill -> history.manifest(drill.snapshot(), drill.manifest()));
    if (scratch.isEmpty() || manifest.isEmpty()) {
      return Optional.empty();
    }
    DrillPlan drill = published.orElseThrow();
    audit.accept(entry(plan, actor, "drill.resume", Map.of("drill", id)));
    minutes.writeKilled(drill, plan.unit());
    drills.journal(id).owe();
    Optional<String> doubt = drill.doubt(manifest.get());
    if (doubt.isPresent() || drill.targets().size() > plan.targets().size()) {
      String reason = doubt.orElse("kế hoạch sao lưu nay có ít đích hơn lúc công bố");
      DrillSheet sheet = new DrillSheet(id, plan, scratch.get(), drill.publishedAt(), drill);
      return Optional.of(finish(plan, scratch.get(), actor, sheet.failed(reason)));
    }
    return Optional.of(carryOut(plan, drill, manifest.get(), scratch.get(), actor, listener));
  }

  private DrillResult carryOut(
      BackupPlan plan,
      DrillPlan published,
      BackupManifest manifest,
      Path scratch,
      Actor actor,
      DrillListener listener) {
    DrillRun run =
        new DrillRun(
            plan, published, manifest, scratch, drills, history, tools, settings, clock, listener);
    try {
      return finish(plan, scratch, actor, run.run());
    } catch (DrillInterruptedException e) {
      audit.accept(entry(plan, actor, "drill.stop", Map.of("drill", published.id())));
      minutes.write(minutes.stopped(published, "được lệnh dừng"), plan.unit(), actor);
      throw e;
    }
  }

  /**
   * Writes the minutes that are owed: of drills that were killed, or whose minutes could not be
   * written at their end. For those who begin to use a history, and now and then.
   *
   * @param runs whether a drill of the plan with this id runs now
   * @return ids of drills of which minutes are still owed
   */
  public List<String> settleMinutes(Predicate<String> runs) {
    return minutes.settle(runs);
  }

  private DrillResult finish(BackupPlan plan, Path scratch, Actor actor, DrillResult result) {
    drills.add(result);
    audit.accept(entry(plan, actor, "drill.finish", detail(result)));
    minutes.write(new DrillEnd.Finished(result), plan.unit(), actor);
    if (result instanceof DrillResult.Passed) {
      clean(scratch);
    }
    return result;
  }

  /** The run of this plan that made the snapshot meant by {@code word}. */
  private Optional<BackupOutcome.Completed> snapshotOf(BackupPlan plan, String word) {
    List<BackupOutcome.Completed> fitting =
        history.runs(plan.id(), Integer.MAX_VALUE).stream()
            .filter(BackupOutcome.Completed.class::isInstance)
            .map(BackupOutcome.Completed.class::cast)
            .filter(done -> word.equals("latest") || done.snapshot().startsWith(word))
            .toList();
    boolean one = fitting.stream().map(BackupOutcome.Completed::snapshot).distinct().count() == 1;
    if (!word.equals("latest") && fitting.isEmpty()) {
      return copied(plan, word);
    }
    return word.equals("latest") || (one && word.length() >= 4)
        ? fitting.stream().findFirst()
        : Optional.empty();
  }

  /** A copy carries another id, and the one it was made from. */
  private Optional<BackupOutcome.Completed> copied(BackupPlan plan, String word) {
    BackupRepository place = new BackupRepository(plan.primary(), settings, clock);
    try (Repository repository = place.open()) {
      return Snapshots.list(repository).find(word).flatMap(history::runOf);
    } catch (RepositoryException e) {
      LOG.warn("cannot look for snapshot {} in {}: {}", word, place.location(), e.toString());
      return Optional.empty();
    }
  }

  private static void clean(Path scratch) {
    try {
      if (Files.exists(scratch)) {
        Scratch.empty(scratch);
      }
    } catch (IOException e) {
      LOG.warn("could not empty drill folder {}: {}", scratch, e.toString());
    }
  }

  private static AuditEntry entry(
      BackupPlan plan, Actor actor, String action, Map<String, String> detail) {
    return new AuditEntry(actor, action, "backup-plan:" + plan.id(), plan.unit(), detail);
  }

  private static Map<String, String> detail(DrillResult result) {
    DrillReport report = result.report();
    String outcome =
        switch (result) {
          case DrillResult.Passed passed -> "passed";
          case DrillResult.Failed failed -> "failed: " + failed.reasons().getFirst();
        };
    return Map.of(
        "drill", report.id(),
        "result", outcome,
        "plan", report.proof().planDigest(),
        "snapshot", report.snapshot(),
        "files", Long.toString(report.files()),
        "missing", Integer.toString(report.missing().size()),
        "differing", Integer.toString(report.differing().size()),
        "rpoSeconds", Long.toString(report.recoveryPoint().toSeconds()),
        "rtoMillis", Long.toString(report.recoveryTime().toMillis()));
  }
}
