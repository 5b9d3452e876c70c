package vn.lachan.app.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.schedule.BackupRunner;
import vn.lachan.app.schedule.BackupSchedule;
import vn.lachan.app.security.SignedIn;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.PlanStatus;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupPlans;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.registry.Registry;

/** Backups and drills: how they stand, and running one now. */
@RestController
class BackupController {
  private static final int SHOWN = 200;

  record LastRun(
      Instant at,
      boolean ok,
      @Nullable String snapshot,
      long files,
      long bytes,
      long addedBytes,
      long seconds,
      @Nullable String problem) {}

  record Plan(
      String id,
      String name,
      IncidentViews.@Nullable SystemName system,
      List<String> source,
      String schedule,
      List<String> targets,
      String retention,
      long rpoSeconds,
      long rtoSeconds,
      @Nullable LastRun lastRun,
      @Nullable Instant nextRun,
      PlanStatus.State state,
      boolean busy,
      DrillViews.@Nullable Drill lastDrill) {}

  record SnapshotView(String id, Instant at, long files, long bytes, long seconds) {}

  private final BackupPlans plans;
  private final BackupHistory history;
  private final DrillHistory drills;
  private final BackupRunner runner;
  private final BackupSchedule schedule;
  private final Registry registry;
  private final java.time.Clock clock;
  private final ExecutorService threads;

  BackupController(
      BackupPlans plans,
      BackupHistory history,
      DrillHistory drills,
      BackupRunner runner,
      BackupSchedule schedule,
      Registry registry,
      java.time.Clock clock,
      ExecutorService pipelineThreads) {
    this.plans = plans;
    this.history = history;
    this.drills = drills;
    this.runner = runner;
    this.schedule = schedule;
    this.registry = registry;
    this.clock = clock;
    this.threads = pipelineThreads;
  }

  @GetMapping("/api/backups")
  List<Plan> plans(@AuthenticationPrincipal SignedIn user) {
    return plans.plans().stream()
        .filter(plan -> user.scope().allows(plan.unit()))
        .map(this::view)
        .toList();
  }

  @GetMapping("/api/backups/{id}/snapshots")
  List<SnapshotView> snapshots(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    BackupPlan plan = visible(user, id);
    List<SnapshotView> views = new ArrayList<>();
    for (BackupOutcome run : history.runs(plan.id(), SHOWN)) {
      if (run instanceof BackupOutcome.Completed done) {
        views.add(
            new SnapshotView(
                done.snapshot(),
                done.startedAt(),
                done.files(),
                done.bytes(),
                done.took().toSeconds()));
      }
    }
    return views;
  }

  @PostMapping("/api/backups/{id}/run")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void run(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    BackupPlan plan = idle(user, id);
    threads.execute(() -> runner.backUp(plan, user.actor()));
  }

  private BackupPlan visible(SignedIn user, String id) {
    return runner
        .plan(id)
        .filter(plan -> user.scope().allows(plan.unit()))
        .orElseThrow(() -> ApiProblem.notFound("kế hoạch " + id));
  }

  private BackupPlan idle(SignedIn user, String id) {
    BackupPlan plan = visible(user, id);
    if (runner.isBusy(id)) {
      throw new ApiProblem(HttpStatus.CONFLICT, "BUSY");
    }
    return plan;
  }

  private Plan view(BackupPlan plan) {
    PlanStatus status = PlanStatus.of(plan, history, clock.instant());
    return new Plan(
        plan.id(),
        plan.name(),
        registry
            .system(plan.system())
            .map(s -> new IncidentViews.SystemName(s.code(), s.name(), s.level()))
            .orElse(null),
        plan.sources().stream().map(BackupSource::describe).toList(),
        plan.schedule(),
        plan.targets().stream().map(target -> target.location().toString()).toList(),
        plan.retention(),
        plan.objective().point().toSeconds(),
        plan.objective().time().toSeconds(),
        status.lastRun().map(BackupController::view).orElse(null),
        schedule.next(plan.id()).orElse(null),
        status.state(),
        runner.isBusy(plan.id()),
        drills.lastDrill(plan.id()).map(DrillViews::row).orElse(null));
  }

  private static LastRun view(BackupOutcome run) {
    return switch (run) {
      case BackupOutcome.Completed done ->
          new LastRun(
              done.startedAt(),
              true,
              done.snapshot(),
              done.files(),
              done.bytes(),
              done.addedBytes(),
              done.took().toSeconds(),
              done.isIncomplete() ? done.troubleCount() + " tệp có vấn đề" : null);
      case BackupOutcome.Failed failed ->
          new LastRun(
              failed.startedAt(), false, null, 0, 0, 0, failed.took().toSeconds(), failed.reason());
    };
  }
}
