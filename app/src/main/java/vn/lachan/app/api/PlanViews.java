package vn.lachan.app.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.plans.Approval;
import vn.lachan.app.plans.Approvals;
import vn.lachan.app.plans.DutyLedger;
import vn.lachan.app.plans.DutyRun;
import vn.lachan.app.plans.HeldChange;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.schedule.BackupRunner;
import vn.lachan.app.schedule.BackupSchedule;
import vn.lachan.app.schedule.PutOff;
import vn.lachan.app.schedule.RunningDuties;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.FileTrouble;
import vn.lachan.backup.PlanStatus;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.CopySpread;
import vn.lachan.backup.plan.PlanDuty;
import vn.lachan.backup.plan.PlanRetention;
import vn.lachan.backup.progress.Progress;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.registry.Registry;

/** Plans as screens show them. */
@Component
class PlanViews {
  private static final int SHOWN = 200;

  record Run(
      Instant at,
      boolean ok,
      @Nullable String snapshot,
      long files,
      long bytes,
      long addedBytes,
      long seconds,
      @Nullable String problem,
      List<Trouble> troubles) {}

  record Trouble(String path, String reason) {}

  /** What was done last for a target; {@code detail} as the kind of it says. */
  record Duty(
      DutyRun.Kind kind,
      String target,
      Instant at,
      long seconds,
      boolean ok,
      DutyRun.Problem problem,
      String summary,
      JsonNode detail) {}

  record Target(
      String name,
      String location,
      String medium,
      boolean first,
      boolean offsite,
      boolean immutable,
      @Nullable Duty copy,
      @Nullable Duty check,
      @Nullable Duty upkeep,
      @Nullable Duty simulation) {}

  /**
   * When a duty rings.
   *
   * @param putOff why one that rang is done later
   * @param retries how often the plan has what failed tried again
   */
  record Bell(
      PlanDuty duty, String cron, @Nullable Instant next, @Nullable PutOff putOff, int retries) {}

  record Running(
      String duty,
      String target,
      Instant since,
      long files,
      long bytes,
      double share,
      long rate,
      long secondsLeft) {}

  /** Copies beside the live data, kinds of places, and places apart: what 3-2-1 asks. */
  record Spread(int copies, int media, int offsite, boolean enough) {}

  record Plan(
      String id,
      String name,
      String owner,
      int level,
      IncidentViews.@Nullable SystemName system,
      List<String> source,
      String schedule,
      List<Bell> bells,
      List<Target> targets,
      Spread spread,
      String retention,
      long rpoSeconds,
      long rtoSeconds,
      @Nullable Run lastRun,
      @Nullable Instant nextRun,
      PlanStatus.State state,
      boolean busy,
      @Nullable Running running,
      List<String> held,
      long waiting,
      DrillViews.@Nullable Drill lastDrill) {}

  record Detail(Plan plan, List<Run> runs, List<Duty> duties, List<String> problems) {}

  record SnapshotView(
      String id,
      Instant at,
      long files,
      long bytes,
      long troubles,
      long seconds,
      boolean drilled) {}

  private final PlansInForce plans;
  private final BackupHistory history;
  private final DrillHistory drills;
  private final DutyLedger ledger;
  private final Approvals approvals;
  private final BackupRunner runner;
  private final BackupSchedule schedule;
  private final RunningDuties running;
  private final Registry registry;
  private final Clock clock;
  private final JsonMapper json;

  PlanViews(
      PlansInForce plans,
      BackupHistory history,
      DrillHistory drills,
      DutyLedger ledger,
      Approvals approvals,
      BackupRunner runner,
      BackupSchedule schedule,
      RunningDuties running,
      Registry registry,
      Clock clock,
      JsonMapper json) {
    this.plans = plans;
    this.history = history;
    this.drills = drills;
    this.ledger = ledger;
    this.approvals = approvals;
    this.runner = runner;
    this.schedule = schedule;
    this.running = running;
    this.registry = registry;
    this.clock = clock;
    this.json = json;
  }

  Detail detail(BackupPlan plan) {
    return new Detail(
        view(plan),
        history.runs(plan.id(), SHOWN).stream().map(PlanViews::view).toList(),
        ledger.runs(plan.id(), SHOWN).stream().map(this::view).toList(),
        plans.view().problems().stream().map(Object::toString).toList());
  }

  List<SnapshotView> snapshots(BackupPlan plan) {
    Set<String> proven = drills.proven();
    List<SnapshotView> views = new ArrayList<>();
    for (BackupOutcome run : history.runs(plan.id(), SHOWN)) {
      if (run instanceof BackupOutcome.Completed done) {
        views.add(
            new SnapshotView(
                done.snapshot(),
                done.startedAt(),
                done.files(),
                done.bytes(),
                done.troubleCount(),
                done.took().toSeconds(),
                proven.contains(done.snapshot())));
      }
    }
    return views;
  }

  Plan view(BackupPlan plan) {
    PlanStatus status = PlanStatus.of(plan, history, clock.instant());
    PlanRetention retention = plan.policy().retention().atLeast(plans.duty(plan));
    return new Plan(
        plan.id(),
        plan.name(),
        plan.policy().owner(),
        plans.level(plan),
        registry
            .system(plan.system())
            .map(s -> new IncidentViews.SystemName(s.code(), s.name(), s.level()))
            .orElse(null),
        plan.sources().stream().map(BackupSource::describe).toList(),
        plan.policy().schedule().cron(PlanDuty.BACKUP).orElse(""),
        bells(plan),
        plan.targets().stream().map(target -> view(plan, target)).toList(),
        spread(plan),
        retention.describe(),
        plan.objective().point().toSeconds(),
        plan.objective().time().toSeconds(),
        status.lastRun().map(PlanViews::view).orElse(null),
        schedule.next(plan.id()).orElse(null),
        status.state(),
        runner.isBusy(plan.id()),
        running.of(plan.id()).map(PlanViews::view).orElse(null),
        held(plan),
        approvals.all(500).stream()
            .filter(a -> a.plan().equals(plan.id()) && a.state() == Approval.State.WAITING)
            .count(),
        drills.lastDrill(plan.id()).map(DrillViews::row).orElse(null));
  }

  private List<String> held(BackupPlan plan) {
    return plans.view().held().stream()
        .filter(change -> change.plan().equals(plan.id()))
        .map(HeldChange::weakenings)
        .flatMap(List::stream)
        .toList();
  }

  private List<Bell> bells(BackupPlan plan) {
    return Stream.of(PlanDuty.values())
        .flatMap(duty ->
            plan.policy().schedule().cron(duty).stream().map(cron -> bell(plan, duty, cron)))
        .toList();
  }

  private Bell bell(BackupPlan plan, PlanDuty duty, String cron) {
    return new Bell(
        duty,
        cron,
        schedule.next(plan.id(), duty).orElse(null),
        schedule.putOff(plan.id(), duty).orElse(null),
        plan.policy().retries().times());
  }

  private static Spread spread(BackupPlan plan) {
    CopySpread spread = CopySpread.of(plan);
    return new Spread(spread.copies(), spread.media(), spread.offsite(), spread.isEnough());
  }

  private Target view(BackupPlan plan, BackupTarget target) {
    return new Target(
        target.name(),
        target.location().toString(),
        target.medium(),
        target.equals(plan.primary()),
        target.offsite(),
        target.immutable(),
        latest(plan, DutyRun.Kind.COPY, target),
        latest(plan, DutyRun.Kind.CHECK, target),
        latest(plan, DutyRun.Kind.UPKEEP, target),
        latest(plan, DutyRun.Kind.SIMULATION, target));
  }

  private @Nullable Duty latest(BackupPlan plan, DutyRun.Kind kind, BackupTarget target) {
    Optional<DutyRun> run = ledger.latest(plan.id(), kind, target.name());
    return run.map(this::view).orElse(null);
  }

  private Duty view(DutyRun run) {
    return new Duty(
        run.kind(),
        run.target(),
        run.startedAt(),
        run.took().toSeconds(),
        run.ok(),
        run.problem(),
        run.summary(),
        json.readTree(run.detail()));
  }

  private static Running view(RunningDuties.Running one) {
    Progress.State state = one.progress().state();
    return new Running(
        one.duty(),
        one.target(),
        one.since(),
        state.files(),
        state.bytes(),
        state.share(),
        state.rate(),
        state.left().map(Duration::toSeconds).orElse(-1L));
  }

  private static Run view(BackupOutcome run) {
    return switch (run) {
      case BackupOutcome.Completed done ->
          new Run(
              done.startedAt(),
              true,
              done.snapshot(),
              done.files(),
              done.bytes(),
              done.addedBytes(),
              done.took().toSeconds(),
              done.isIncomplete() ? done.troubleCount() + " tệp có vấn đề" : null,
              done.troubles().stream().limit(SHOWN).map(PlanViews::view).toList());
      case BackupOutcome.Failed failed ->
          new Run(
              failed.startedAt(),
              false,
              null,
              0,
              0,
              0,
              failed.took().toSeconds(),
              failed.reason(),
              List.of());
    };
  }

  private static Trouble view(FileTrouble trouble) {
    return new Trouble(trouble.path(), trouble.reason());
  }
}
