package vn.lachan.app.api;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import vn.lachan.app.live.LiveFeed;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.schedule.BackupRunner;
import vn.lachan.app.security.SignedIn;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillReport;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.PlanDuty;

/** Backups and drills: how they stand, and running one now. */
@RestController
class BackupController {
  private static final int SHOWN = 200;

  record Drill(
      String id,
      String planId,
      String planName,
      String snapshot,
      Instant startedAt,
      boolean ok,
      long files,
      List<String> differing,
      List<String> missing,
      long bytes,
      long rpoSeconds,
      long rpoTargetSeconds,
      long rtoSeconds,
      long rtoTargetSeconds,
      boolean controlFound,
      @Nullable String problem) {}

  private final PlansInForce plans;
  private final DrillHistory drills;
  private final BackupRunner runner;
  private final PlanViews views;
  private final LiveFeed feed;
  private final ExecutorService threads;

  BackupController(
      PlansInForce plans,
      DrillHistory drills,
      BackupRunner runner,
      PlanViews views,
      LiveFeed feed,
      ExecutorService pipelineThreads) {
    this.plans = plans;
    this.drills = drills;
    this.runner = runner;
    this.views = views;
    this.feed = feed;
    this.threads = pipelineThreads;
  }

  @GetMapping("/api/backups")
  List<PlanViews.Plan> plans(@AuthenticationPrincipal SignedIn user) {
    return plans.plans().stream()
        .filter(plan -> user.scope().allows(plan.unit()))
        .map(views::view)
        .toList();
  }

  /** How far what runs is, and everything else that open screens hear. */
  @GetMapping(path = "/api/backups/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter stream(@AuthenticationPrincipal SignedIn user) {
    return feed.open(user.scope());
  }

  @GetMapping("/api/backups/{id}")
  PlanViews.Detail one(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return views.detail(visible(user, id));
  }

  @GetMapping("/api/backups/{id}/snapshots")
  List<PlanViews.SnapshotView> snapshots(
      @AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return views.snapshots(visible(user, id));
  }

  @PostMapping("/api/backups/{id}/run")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void run(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    start(user, id, PlanDuty.BACKUP);
  }

  @PostMapping("/api/backups/{id}/drill")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void drill(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    start(user, id, PlanDuty.DRILL);
  }

  @PostMapping("/api/backups/{id}/copy")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void copy(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    start(user, id, PlanDuty.COPY);
  }

  @PostMapping("/api/backups/{id}/check")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void check(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    start(user, id, PlanDuty.CHECK);
  }

  /** Forgets and prunes by the retention of the plan, which needs nobody's consent. */
  @PostMapping("/api/backups/{id}/upkeep")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void upkeep(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    start(user, id, PlanDuty.UPKEEP);
  }

  /** What forgetting and pruning would do now. */
  @PostMapping("/api/backups/{id}/simulate")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void simulate(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    BackupPlan plan = idle(user, id);
    threads.execute(() -> runner.simulate(plan, user.actor()));
  }

  private void start(SignedIn user, String id, PlanDuty duty) {
    BackupPlan plan = idle(user, id);
    threads.execute(() -> runner.run(plan, duty, user.actor()));
  }

  @GetMapping("/api/drills")
  List<Drill> drills(@AuthenticationPrincipal SignedIn user) {
    return drills.drills(SHOWN).stream()
        .filter(drill -> maySee(user, drill))
        .map(BackupController::view)
        .toList();
  }

  private boolean maySee(SignedIn user, DrillResult drill) {
    String unit = runner.plan(drill.report().planId()).map(BackupPlan::unit).orElse("");
    return user.scope().allows(unit);
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

  static Drill view(DrillResult result) {
    DrillReport report = result.report();
    String problem =
        switch (result) {
          case DrillResult.Passed _ -> null;
          case DrillResult.Failed failed -> String.join("; ", failed.reasons());
        };
    return new Drill(
        report.id(),
        report.planId(),
        report.planName(),
        report.snapshot(),
        report.startedAt(),
        problem == null,
        report.files(),
        report.differing(),
        report.missing(),
        report.bytes(),
        report.recoveryPoint().toSeconds(),
        report.objective().point().toSeconds(),
        report.recoveryTime().toSeconds(),
        report.objective().time().toSeconds(),
        report.plantFound(),
        problem);
  }
}
