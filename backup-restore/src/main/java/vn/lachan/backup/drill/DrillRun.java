package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.Failures;
import vn.lachan.backup.FileTrouble;
import vn.lachan.backup.Scratch;
import vn.lachan.backup.archive.ArchiveInterruptedException;
import vn.lachan.backup.archive.Extractor;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.repository.RepositoryException;

/**
 * Carries out one published plan: from each repository into a folder of its own, then everything is
 * judged. Stopped at any point, it can be begun again and takes over what was restored.
 */
final class DrillRun {

  private final BackupPlan plan;
  private final DrillPlan published;
  private final BackupManifest manifest;
  private final StratifiedSample sample;
  private final Path scratch;
  private final DrillJournal journal;
  private final BackupHistory history;
  private final DrillTools tools;
  private final BackupSettings settings;
  private final Clock clock;
  private final DrillTicker ticker;
  private final DrillSheet sheet;

  DrillRun(
      BackupPlan plan,
      DrillPlan published,
      BackupManifest manifest,
      Path scratch,
      DrillHistory drills,
      BackupHistory history,
      DrillTools tools,
      BackupSettings settings,
      Clock clock,
      DrillListener listener) {
    this.plan = plan;
    this.published = published;
    this.manifest = manifest;
    this.sample = published.draw(manifest);
    this.scratch = scratch;
    this.journal = drills.journal(published.id());
    this.history = history;
    this.tools = tools;
    this.settings = settings;
    this.clock = clock;
    this.ticker = new DrillTicker(published, listener);
    this.sheet = new DrillSheet(published.id(), plan, scratch, published.publishedAt(), published);
  }

  /**
   * @throws DrillInterruptedException when this thread was interrupted
   */
  DrillResult run() {
    journal.begin(scratch);
    sheet.pauses = journal.starts() - 1;
    try {
      @Nullable Path sound = null;
      for (DrillPlan.Target target : published.targets()) {
        boolean whole = target(target);
        if (whole && sound == null) {
          sound = folder(target);
        }
      }
      Path best = sound == null ? folder(published.targets().getFirst()) : sound;
      new DrillJudgement(plan, published, manifest, sample, best, tools, settings, ticker, sheet)
          .judge(older(), scratch);
    } catch (ArchiveInterruptedException e) {
      throw interrupted(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
    history
        .runOf(published.snapshot())
        .filter(BackupOutcome.Completed::isIncomplete)
        .ifPresent(backup -> sheet.incomplete(backup.troubleCount()));
    ticker.phase(DrillProgress.Phase.DONE, 0, 0, 0);
    return sheet.judged();
  }

  private DrillInterruptedException interrupted(Exception cause) {
    return new DrillInterruptedException(published.id(), cause);
  }

  private OlderVersions older() {
    return new OlderSnapshots(
        history,
        plan.id(),
        published.snapshot(),
        new TargetRestore(plan.primary(), settings, clock).place());
  }

  private Path folder(DrillPlan.Target target) {
    return scratch.resolve("dich-" + target.number());
  }

  /** Restores from one repository; true when everything came back as it was. */
  private boolean target(DrillPlan.Target target) throws InterruptedException {
    BackupTarget place = plan.targets().get(target.number() - 1);
    Optional<DrillProof.Target> before =
        journal.target(target.number()).filter(done -> Files.isDirectory(folder(target)));
    Brought brought = before.isPresent() ? Brought.of(before.get()) : restore(target, place);
    stopIfAsked();
    ticker.phase(DrillProgress.Phase.COMPARE, target.number(), published.files(), 0);
    ManifestComparison.Found found = RestoredDossiers.files(folder(target), sample.units());
    sheet.missing.addAll(found.missing());
    sheet.differing.addAll(found.differing());
    sheet.unexpected.addAll(found.unexpected());
    List<String> problems = new ArrayList<>(brought.problems());
    if (before.isEmpty()) {
      say(problems, found.missing().size(), " tệp không trở lại");
      say(problems, found.differing().size(), " tệp khác với lúc sao lưu");
      say(problems, found.unexpected().size(), " tệp không có trong bản kê");
    }
    stopIfAsked();
    DrillProof.Restic restic = before.isPresent() ? before.get().restic() : restic(target, place);
    DrillProof.Target proof =
        new DrillProof.Target(
            target.number(),
            target.location(),
            target.snapshot(),
            published.files() - found.missing().size(),
            brought.bytes(),
            found.missing().size(),
            found.differing().size(),
            found.unexpected().size(),
            brought.measures(),
            problems,
            restic);
    sheet.targets.add(proof);
    if (before.isEmpty()) {
      journal.target(proof);
    }
    return problems.isEmpty() && found.missing().isEmpty() && found.differing().isEmpty();
  }

  private static void say(List<String> problems, int count, String what) {
    if (count > 0) {
      problems.add(count + what);
    }
  }

  /** What a restore brought, before it was compared. */
  private record Brought(long bytes, RecoveryMeasures measures, List<String> problems) {
    static Brought of(DrillProof.Target done) {
      return new Brought(done.bytes(), done.measures(), done.problems());
    }

    static Brought nothing(String problem) {
      return new Brought(0, RecoveryMeasures.NONE, List.of(problem));
    }
  }

  private Brought restore(DrillPlan.Target target, BackupTarget place) {
    try {
      Files.createDirectories(
          folder(target),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      return Brought.nothing("không dùng được thư mục " + folder(target) + ": " + e.getMessage());
    }
    if (target.snapshot().isEmpty()) {
      return Brought.nothing(target.problem());
    }
    ticker.phase(
        DrillProgress.Phase.RESTORE, target.number(), published.files(), published.bytes());
    UnitClock times =
        new UnitClock(
            journal, target.number(), sample.units(), journal.mark(target.number()).orElse(null));
    Extractor.Listener listener =
        (path, bytes) -> {
          times.file(path, bytes);
          ticker.at(times.files(), times.bytes(), times.took());
        };
    try {
      Optional<TargetRestore.Restored> restored =
          new TargetRestore(place, settings, clock)
              .restore(
                  target.snapshot(),
                  folder(target),
                  published.whole() ? path -> true : TargetRestore.only(sample.entries()),
                  listener);
      RecoveryMeasures measures = times.measures(published.allBytes(), sheet.pauses);
      List<String> problems = new ArrayList<>();
      restored.ifPresent(r ->
          r.problems().stream()
              .map(FileTrouble::of)
              .forEach(t -> problems.add(t.path() + ": " + t.reason())));
      if (restored.isEmpty()) {
        problems.add("Không có ảnh chụp " + target.snapshot());
      }
      return new Brought(times.bytes(), measures, problems);
    } catch (RepositoryException e) {
      return Brought.nothing(Failures.describe(e));
    } finally {
      times.mark();
    }
  }

  private DrillProof.Restic restic(DrillPlan.Target target, BackupTarget place)
      throws InterruptedException {
    if (tools.restic().isEmpty() || target.snapshot().isEmpty()) {
      return DrillProof.Restic.skipped(
          target.snapshot().isEmpty() ? "không có ảnh chụp" : "chưa khai chương trình restic");
    }
    ticker.phase(DrillProgress.Phase.RESTIC, target.number(), published.files(), 0);
    Path folder = scratch.resolve("restic-" + target.number());
    try {
      if (Files.exists(folder)) {
        Scratch.empty(folder); // of a start that was stopped
      }
      DrillProof.Restic done =
          new ResticDrill(tools.restic().get(), tools.resticWithin(), folder)
              .run(place, target.snapshot(), published.whole(), sample.units());
      if (done.verdict() == DrillProof.Verdict.PASSED) {
        Scratch.empty(folder);
      }
      return done;
    } catch (IOException e) {
      return new DrillProof.Restic(
          DrillProof.Verdict.FAILED, 0, Duration.ZERO, "", "không dọn được " + folder);
    }
  }

  private static void stopIfAsked() throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException("asked to stop");
    }
  }
}
