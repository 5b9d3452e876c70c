package vn.lachan.app.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.live.LiveDrills;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.schedule.BackupRunner;
import vn.lachan.app.security.SignedIn;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillOrder;
import vn.lachan.backup.drill.DrillPlan;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.DueDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Registry;

/** Drills: what they proved, which are due, which run, and starting, stopping and resuming one. */
@RestController
class DrillController {
  private static final int SHOWN = 200;

  /** Which snapshot, and whether everything of it; the newest, as the plan says, without it. */
  record Order(@Nullable String snapshot, @Nullable Boolean whole) {}

  /** The published plan, with what it is checked by. */
  record Published(DrillPlan plan, String digest) {}

  private final PlansInForce plans;
  private final DrillHistory drills;
  private final BackupRunner runner;
  private final LiveDrills live;
  private final Registry registry;
  private final Clock clock;
  private final ExecutorService threads;

  DrillController(
      PlansInForce plans,
      DrillHistory drills,
      BackupRunner runner,
      LiveDrills live,
      Registry registry,
      Clock clock,
      ExecutorService pipelineThreads) {
    this.plans = plans;
    this.drills = drills;
    this.runner = runner;
    this.live = live;
    this.registry = registry;
    this.clock = clock;
    this.threads = pipelineThreads;
  }

  /** Those that run or were stopped first, then those with a result, newest first. */
  @GetMapping("/api/drills")
  List<DrillViews.Drill> drills(@AuthenticationPrincipal SignedIn user) {
    List<DrillViews.Drill> rows = new ArrayList<>();
    drills.unfinished().stream()
        .filter(plan -> maySee(user, plan.planId()))
        .map(plan -> DrillViews.open(plan, live.of(plan.planId()).orElse(null)))
        .forEach(rows::add);
    drills.drills(SHOWN).stream()
        .filter(drill -> maySee(user, drill.report().planId()))
        .map(DrillViews::row)
        .forEach(rows::add);
    return rows;
  }

  @GetMapping("/api/drills/due")
  List<DrillViews.Due> due(@AuthenticationPrincipal SignedIn user) {
    List<BackupPlan> visible =
        plans.plans().stream().filter(plan -> user.scope().allows(plan.unit())).toList();
    return DueDrill.of(visible, drills, this::level, clock.instant()).stream()
        .map(due ->
            new DrillViews.Due(
                due.plan().id(),
                due.plan().name(),
                due.level(),
                due.last().orElse(null),
                drills
                    .lastDrill(due.plan().id())
                    .map(DrillResult.Passed.class::isInstance)
                    .orElse(null),
                due.dueAt(),
                due.overdue()))
        .toList();
  }

  private int level(BackupPlan plan) {
    return registry.system(plan.system()).map(InformationSystem::level).orElse(0);
  }

  /** Where published plans are missing or were changed. */
  @GetMapping("/api/drills/doubts")
  List<String> doubts(@AuthenticationPrincipal SignedIn user) {
    return user.province() ? drills.doubts() : List.of();
  }

  @GetMapping("/api/drills/{id}")
  DrillViews.Detail detail(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return drills.drills(Integer.MAX_VALUE).stream()
        .filter(drill -> drill.report().id().equals(id))
        .filter(drill -> maySee(user, drill.report().planId()))
        .findFirst()
        .map(DrillViews::detail)
        .orElseThrow(() -> ApiProblem.notFound("đợt diễn tập " + id));
  }

  @GetMapping("/api/drills/{id}/plan")
  Published published(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    DrillPlan plan = visiblePlan(user, id);
    return new Published(plan, plan.digest());
  }

  @PostMapping("/api/backups/{id}/drill")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void drill(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable Order order) {
    BackupPlan plan = idle(user, id);
    String snapshot = order == null || order.snapshot() == null ? "latest" : order.snapshot();
    boolean whole = order != null && Boolean.TRUE.equals(order.whole());
    threads.execute(() -> runner.drill(plan, new DrillOrder(snapshot, whole, ""), user.actor()));
  }

  @PostMapping("/api/drills/{id}/resume")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void resume(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    DrillPlan open = visiblePlan(user, id);
    BackupPlan plan = idle(user, open.planId());
    if (drills.unfinished().stream().noneMatch(each -> each.id().equals(id))) {
      throw new ApiProblem(HttpStatus.CONFLICT, "FINISHED");
    }
    threads.execute(() -> runner.resumeDrill(plan, id, user.actor()));
  }

  @PostMapping("/api/drills/{id}/stop")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void stop(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    DrillPlan open = visiblePlan(user, id);
    boolean runs = live.of(open.planId()).filter(at -> at.drill().equals(id)).isPresent();
    if (!runs || !runner.stopDrill(open.planId())) {
      throw new ApiProblem(HttpStatus.CONFLICT, "NOT_RUNNING");
    }
  }

  private DrillPlan visiblePlan(SignedIn user, String id) {
    return drills
        .published(id)
        .filter(plan -> maySee(user, plan.planId()))
        .orElseThrow(() -> ApiProblem.notFound("đợt diễn tập " + id));
  }

  private boolean maySee(SignedIn user, String planId) {
    return user.scope().allows(runner.plan(planId).map(BackupPlan::unit).orElse(""));
  }

  private BackupPlan idle(SignedIn user, String id) {
    BackupPlan plan =
        runner
            .plan(id)
            .filter(each -> user.scope().allows(each.unit()))
            .orElseThrow(() -> ApiProblem.notFound("kế hoạch " + id));
    if (runner.isBusy(id)) {
      throw new ApiProblem(HttpStatus.CONFLICT, "BUSY");
    }
    return plan;
  }
}
