package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.Failures;
import vn.lachan.backup.Restore;
import vn.lachan.backup.RestoreOutcome;
import vn.lachan.backup.Scratch;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;

/**
 * Proves that a snapshot comes back: restores it into an empty folder and compares every file.
 *
 * <p>Expected is what the manifest says, made from the source when it was backed up and kept
 * outside the repository. Before that judgement counts, one restored file is damaged on purpose and
 * the same comparison must find it. Measured: RPO as the age of the snapshot when the drill begins,
 * RTO from opening the repository until everything is restored. The result is durable in the
 * history on return, and in the audit trail. The folder is emptied after a drill that passed, kept
 * after one that failed.
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
  private final RandomGenerator random = new SecureRandom();

  /**
   * @param audit appends to the audit trail, or throws
   */
  public RestoreDrill(
      BackupHistory history,
      DrillHistory drills,
      Consumer<AuditEntry> audit,
      BackupSettings settings,
      Clock clock) {
    this.history = history;
    this.drills = drills;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Drills now, on this thread.
   *
   * @param snapshot an id, its beginning, or {@code latest}: the newest of this plan
   * @param scratch a folder that is empty or not there yet
   */
  public DrillResult run(BackupPlan plan, String snapshot, Path scratch, Actor actor) {
    Instant startedAt = clock.instant();
    audit.accept(
        entry(plan, actor, "drill.start", Map.of("snapshot", snapshot, "scratch", "" + scratch)));
    DrillResult result = attempt(plan, snapshot, scratch, startedAt);
    drills.add(result);
    audit.accept(entry(plan, actor, "drill.finish", detail(result)));
    if (result instanceof DrillResult.Passed) {
      clean(scratch);
    }
    return result;
  }

  private DrillResult attempt(BackupPlan plan, String word, Path scratch, Instant startedAt) {
    Sheet sheet = new Sheet(plan, scratch, startedAt);
    Optional<String> refusal = Restore.prepare(scratch);
    if (refusal.isPresent()) {
      return sheet.failed(refusal.get());
    }
    BackupRepository place = new BackupRepository(plan.primary(), settings, clock);
    Optional<BackupOutcome.Completed> run;
    try {
      run = snapshotOf(plan, word, place);
    } catch (RepositoryException e) {
      return sheet.failed(Failures.describe(e));
    }
    if (run.isEmpty()) {
      return sheet.failed("Không có ảnh chụp nào của kế hoạch này ứng với " + word);
    }
    sheet.snapshot = run.get().snapshot();
    Optional<BackupManifest> manifest =
        history.manifest(run.get().snapshot(), run.get().manifest());
    if (manifest.isEmpty()) {
      return sheet.failed("Bản kê tệp của ảnh chụp không còn, hoặc đã bị sửa: " + sheet.snapshot);
    }
    Restore restore = new Restore(audit, settings, clock);
    return switch (restore.extract(place, sheet.snapshot, scratch, List.of())) {
      case RestoreOutcome.Refused refused -> sheet.failed(refused.reason());
      case RestoreOutcome.Restored restored -> judge(sheet, manifest.get(), restored, scratch);
    };
  }

  /** The run of this plan that made the snapshot meant by {@code word}. */
  private Optional<BackupOutcome.Completed> snapshotOf(
      BackupPlan plan, String word, BackupRepository place) {
    if (!word.equals("latest")) {
      try (Repository repository = place.open()) {
        Optional<StoredSnapshot> found = Snapshots.list(repository).find(word);
        return found.flatMap(history::runOf);
      }
    }
    for (BackupOutcome run : history.runs(plan.id(), Integer.MAX_VALUE)) {
      if (run instanceof BackupOutcome.Completed done) {
        return Optional.of(done);
      }
    }
    return Optional.empty();
  }

  private DrillResult judge(
      Sheet sheet, BackupManifest manifest, RestoreOutcome.Restored restored, Path scratch) {
    sheet.files = manifest.entries().size();
    sheet.bytes = restored.bytes();
    sheet.recoveryTime = restored.took();
    sheet.recoveryPoint = Duration.between(restored.at(), sheet.startedAt);
    restored.troubles().forEach(t -> sheet.reasons.add(t.path() + ": " + t.reason()));
    ManifestComparison comparison = new ManifestComparison(scratch, manifest);
    Optional<PlantedDamage> plant = PlantedDamage.plant(scratch, manifest, random);
    ManifestComparison.Found found = comparison.all();
    sheet.missing = found.missing();
    sheet.unexpected = found.unexpected();
    sheet.differing =
        plant.map(p -> withoutPlant(sheet, comparison, p, found)).orElse(found.differing());
    if (settings.compareWithLive()) {
      LiveComparison.Found live = LiveComparison.compare(scratch, manifest);
      sheet.comparedWithLive = live.compared();
      live.differing().forEach(path -> sheet.reasons.add(path + ": khác với tệp đang dùng"));
    }
    return sheet.judged();
  }

  /**
   * Repairs the planted damage and judges again what differed: a file with several names differed
   * under all of them.
   */
  private static List<String> withoutPlant(
      Sheet sheet,
      ManifestComparison comparison,
      PlantedDamage plant,
      ManifestComparison.Found found) {
    sheet.planted = plant.entry().path();
    sheet.plantFound = found.differing().contains(sheet.planted);
    List<String> differing =
        new ArrayList<>(plant.repair() ? comparison.stillDiffering(found) : found.differing());
    boolean sound = comparison.one(plant.entry()) == ManifestComparison.Verdict.SAME;
    if (!sound && !differing.contains(sheet.planted)) {
      differing.add(sheet.planted);
    }
    return differing;
  }

  private static void clean(Path scratch) {
    try {
      Scratch.empty(scratch);
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
        "snapshot", report.snapshot(),
        "files", Long.toString(report.files()),
        "missing", Integer.toString(report.missing().size()),
        "differing", Integer.toString(report.differing().size()),
        "rpoSeconds", Long.toString(report.recoveryPoint().toSeconds()),
        "rtoMillis", Long.toString(report.recoveryTime().toMillis()));
  }

  /** The report while it is filled in. */
  private static final class Sheet {
    private final BackupPlan plan;
    private final Path scratch;
    private final Instant startedAt;
    private final List<String> reasons = new ArrayList<>();
    private String snapshot = "";
    private long files;
    private long bytes;
    private List<String> missing = List.of();
    private List<String> differing = List.of();
    private List<String> unexpected = List.of();
    private Duration recoveryPoint = Duration.ZERO;
    private Duration recoveryTime = Duration.ZERO;
    private String planted = "";
    private boolean plantFound;
    private long comparedWithLive;

    Sheet(BackupPlan plan, Path scratch, Instant startedAt) {
      this.plan = plan;
      this.scratch = scratch;
      this.startedAt = startedAt;
    }

    DrillResult failed(String reason) {
      return new DrillResult.Failed(report(), List.of(reason));
    }

    DrillResult judged() {
      because(!missing.isEmpty(), missing.size() + " tệp không trở lại");
      because(!differing.isEmpty(), differing.size() + " tệp khác với lúc sao lưu");
      because(!unexpected.isEmpty(), unexpected.size() + " tệp không có trong bản kê");
      because(files == 0, "Ảnh chụp không có tệp nào nên không chứng minh được gì");
      because(files > 0 && !plantFound, "Phép so sánh không nhận ra tệp bị làm hỏng có chủ ý");
      RecoveryObjective objective = plan.objective();
      because(
          recoveryPoint.compareTo(objective.point()) > 0,
          "RPO %s vượt mục tiêu %s".formatted(text(recoveryPoint), text(objective.point())));
      because(
          recoveryTime.compareTo(objective.time()) > 0,
          "RTO %s vượt mục tiêu %s".formatted(text(recoveryTime), text(objective.time())));
      return reasons.isEmpty()
          ? new DrillResult.Passed(report())
          : new DrillResult.Failed(report(), reasons);
    }

    private void because(boolean wrong, String reason) {
      if (wrong) {
        reasons.add(reason);
      }
    }

    private static String text(Duration duration) {
      long seconds = duration.toSeconds();
      return seconds < 60
          ? seconds + " giây"
          : seconds < 7200 ? seconds / 60 + " phút" : seconds / 3600 + " giờ";
    }

    private DrillReport report() {
      return new DrillReport(
          "DT-" + ID.format(startedAt) + "-" + plan.id(),
          plan.id(),
          plan.name(),
          snapshot,
          startedAt,
          files,
          bytes,
          missing,
          differing,
          unexpected,
          recoveryPoint,
          recoveryTime,
          plan.objective(),
          planted,
          plantFound,
          comparedWithLive,
          scratch.toString());
    }
  }
}
