package vn.lachan.app.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.plans.CronTexts;
import vn.lachan.app.plans.DutyLedger;
import vn.lachan.app.plans.DutyRun;
import vn.lachan.app.plans.DutyRun.Kind;
import vn.lachan.app.plans.DutyRun.Problem;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.Check;
import vn.lachan.backup.CheckResult;
import vn.lachan.backup.CheckScope;
import vn.lachan.backup.CopyOutcome;
import vn.lachan.backup.Coverage;
import vn.lachan.backup.CoverageLedger;
import vn.lachan.backup.RepositoryCopy;
import vn.lachan.backup.SnapshotListing;
import vn.lachan.backup.TargetComparison;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.PlanDuty;

/**
 * Copies and checks of a plan's targets. One target that fails does not keep the others from being
 * served. What came of each is in the {@link DutyLedger} and is told to the rules.
 */
@Component
class TargetDuties {

  /** What one piece of work came to. */
  record Found(Problem problem, String summary, Map<String, Object> detail) {}

  private final DutyLedger ledger;
  private final PlanEvents events;
  private final RunningDuties running;
  private final FileAuditTrail trail;
  private final Settings settings;
  private final BackupSettings limits;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.shared();

  TargetDuties(
      DutyLedger ledger,
      PlanEvents events,
      RunningDuties running,
      FileAuditTrail trail,
      Settings settings,
      BackupSettings limits,
      Clock clock) {
    this.limits = limits;
    this.ledger = ledger;
    this.events = events;
    this.running = running;
    this.trail = trail;
    this.settings = settings;
    this.clock = clock;
  }

  BackupRepository place(BackupTarget target) {
    return new BackupRepository(target, limits, clock);
  }

  /** Brings the other targets up to the first one. */
  List<DutyRun> copy(BackupPlan plan, Actor by) {
    List<DutyRun> runs = new ArrayList<>();
    for (BackupTarget target : plan.targets().subList(1, plan.targets().size())) {
      runs.add(record(plan, Kind.COPY, target, t -> copyTo(plan, t, by)));
    }
    return runs;
  }

  /** Reads a share of every target again. */
  List<DutyRun> check(BackupPlan plan) {
    return plan.targets().stream()
        .map(target -> record(plan, Kind.CHECK, target, t -> check(plan, t)))
        .toList();
  }

  /** Does one thing for one target and keeps what came of it. */
  DutyRun record(
      BackupPlan plan, Kind kind, BackupTarget target, Function<BackupTarget, Found> work) {
    Instant startedAt = clock.instant();
    long began = System.nanoTime();
    Found found = running.during(plan, kind.name(), target.name(), () -> work.apply(target));
    DutyRun run =
        new DutyRun(
            plan.id(),
            kind,
            target.name(),
            startedAt,
            Duration.ofNanos(System.nanoTime() - began),
            found.problem(),
            found.summary(),
            json.writeValueAsString(found.detail()));
    ledger.add(run);
    if (kind != Kind.SIMULATION) {
      events.duty(plan, run);
    }
    return run;
  }

  private Found copyTo(BackupPlan plan, BackupTarget target, Actor by) {
    BackupRepository from = place(plan.primary());
    BackupRepository to = place(target);
    TargetComparison before = TargetComparison.of(from, to, plan.tag());
    List<String> missing =
        switch (before) {
          case TargetComparison.Compared compared -> compared.missing();
          case TargetComparison.Unavailable _ -> List.of();
        };
    if (before instanceof TargetComparison.Unavailable(String reason)) {
      return new Found(Problem.UNREACHABLE, reason, Map.of());
    }
    if (!missing.isEmpty()
        && new RepositoryCopy(trail::append, limits).copy(from, to, missing, false, by)
            instanceof CopyOutcome.Failed(String reason)) {
      return new Found(Problem.UNREACHABLE, reason, Map.of("missing", missing.size()));
    }
    return switch (TargetComparison.of(from, to, plan.tag())) {
      case TargetComparison.Unavailable(String reason) ->
          new Found(Problem.UNREACHABLE, reason, Map.of());
      case TargetComparison.Compared after -> compared(after, missing.size());
    };
  }

  private static Found compared(TargetComparison.Compared after, int copied) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("copied", copied);
    detail.put("same", after.same());
    detail.put("missing", after.missing());
    detail.put("extra", after.extra());
    detail.put("differing", after.differing());
    String summary =
        "chép %d, đủ %d, thiếu %d, khác %d, chỉ có ở đây %d"
            .formatted(
                copied,
                after.same().size(),
                after.missing().size(),
                after.differing().size(),
                after.extra().size());
    return new Found(after.isComplete() ? Problem.NONE : Problem.DIVERGED, summary, detail);
  }

  private Found check(BackupPlan plan, BackupTarget target) {
    BackupRepository place = place(target);
    if (place.snapshots() instanceof SnapshotListing.Unavailable(String reason)) {
      return new Found(Problem.UNREACHABLE, reason, Map.of());
    }
    CheckResult result = new Check(limits, clock).run(place, scope(plan, target));
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("problems", result.problems());
    detail.put("lost", result.lost());
    detail.put("bytesRead", result.bytesRead());
    result.coverage().ifPresent(coverage -> detail.putAll(fields(coverage)));
    if (result.isClean()) {
      return new Found(
          Problem.NONE, "lành lặn, đọc lại %d byte".formatted(result.bytesRead()), detail);
    }
    String first =
        result.problems().isEmpty() ? result.lost().getFirst() : result.problems().getFirst();
    return new Found(
        Problem.DAMAGED,
        "%d lỗi, %d tệp không khôi phục được; %s"
            .formatted(result.problems().size(), result.lost().size(), first),
        detail);
  }

  private static Map<String, Object> fields(Coverage coverage) {
    return Map.of(
        "coveredPercent", coverage.percent(),
        "coveredBytes", coverage.coveredBytes(),
        "totalBytes", coverage.totalBytes(),
        "windowDays", coverage.window().toDays());
  }

  /** So much at a time that, at the pace of its schedule, everything is read within the window. */
  private CheckScope scope(BackupPlan plan, BackupTarget target) {
    Duration window = settings.backup().rereadWithin();
    Duration pace =
        plan.policy()
            .schedule()
            .cron(PlanDuty.CHECK)
            .flatMap(cron -> CronTexts.interval(cron, clock.instant()))
            .orElse(Duration.ofDays(1));
    double share = Math.clamp((double) pace.toMillis() / window.toMillis(), 0.001, 1);
    CoverageLedger read =
        new CoverageLedger(settings.folder("backup-history").resolve(folder(plan, target)));
    return new CheckScope.Rolling(read, window, share);
  }

  /** Copies of a repository file by file have one id and yet each must be read by itself. */
  private static String folder(BackupPlan plan, BackupTarget target) {
    int number = plan.targets().indexOf(target);
    return "coverage-" + plan.id() + "-" + number;
  }
}
