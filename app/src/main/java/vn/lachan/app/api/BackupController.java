package vn.lachan.app.api;

import java.util.List;
import java.util.concurrent.ExecutorService;
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
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.PlanDuty;

/** Backup plans: how they stand, and doing one of their duties now. */
@RestController
class BackupController {
  private final PlansInForce plans;
  private final BackupRunner runner;
  private final PlanViews views;
  private final LiveFeed feed;
  private final ExecutorService threads;

  BackupController(
      PlansInForce plans,
      BackupRunner runner,
      PlanViews views,
      LiveFeed feed,
      ExecutorService pipelineThreads) {
    this.plans = plans;
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
}
