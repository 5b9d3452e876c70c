package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.live.LiveDrills;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.schedule.BackupRunner;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.drill.CleanPoint;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillOrder;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.queue.QueuedAlert;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Registry;

/** From an incident to the backups of its systems: the clean points, and drilling on one. */
@RestController
@RequestMapping("/api/incidents/{id}/recovery")
class RecoveryController {

  /**
   * One thing to restore, in the order in which it should be.
   *
   * @param order from 1: the system with the highest level first
   * @param expectedSeconds by the newest drill; null when none measured it
   * @param troubles files and sources the backup could not get as they were; 0 when it is complete
   * @param drilled whether this very snapshot passed a drill; null when it was not drilled
   */
  record Step(
      int order,
      String planId,
      String planName,
      IncidentViews.@Nullable SystemName system,
      List<String> targets,
      @Nullable String snapshot,
      @Nullable Instant at,
      @Nullable Long files,
      @Nullable Long bytes,
      @Nullable Long troubles,
      @Nullable Boolean drilled,
      @Nullable String drillId,
      @Nullable Instant lastDrillAt,
      @Nullable Boolean lastDrillOk,
      @Nullable Long expectedSeconds,
      long rtoTargetSeconds,
      boolean busy) {}

  /**
   * What to restore after this incident.
   *
   * @param before the first trace of it: snapshots finished before are clean
   * @param source what says so: ALERT, OCCURRED or DETECTED
   * @param bySystem whether the incident names systems; else all plans the person may see are shown
   */
  record Recovery(
      Instant before,
      String source,
      boolean bySystem,
      @Nullable Long expectedSeconds,
      List<Step> steps,
      List<DrillViews.Drill> drills) {}

  record DrillOn(@NotBlank String snapshot) {}

  private record FirstTrace(Instant at, String source) {}

  private final Incidents incidents;
  private final PlansInForce plans;
  private final BackupHistory history;
  private final DrillHistory drills;
  private final BackupRunner runner;
  private final LiveDrills live;
  private final Registry registry;
  private final AuditTrail trail;
  private final BackupSettings limits;
  private final Clock clock;
  private final ExecutorService threads;

  RecoveryController(
      Incidents incidents,
      PlansInForce plans,
      BackupHistory history,
      DrillHistory drills,
      BackupRunner runner,
      LiveDrills live,
      Registry registry,
      AuditTrail trail,
      BackupSettings limits,
      Clock clock,
      ExecutorService pipelineThreads) {
    this.incidents = incidents;
    this.plans = plans;
    this.history = history;
    this.drills = drills;
    this.runner = runner;
    this.live = live;
    this.registry = registry;
    this.trail = trail;
    this.limits = limits;
    this.clock = clock;
    this.threads = pipelineThreads;
  }

  @GetMapping
  Recovery recovery(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    Incident incident = incident(user, id);
    FirstTrace first = firstTrace(user.scope(), incident);
    List<Step> steps = new ArrayList<>();
    for (BackupPlan plan : plansOf(user, incident)) {
      steps.add(step(steps.size() + 1, CleanPoint.before(first.at(), plan, history, drills)));
    }
    String about = "incident:" + id;
    return new Recovery(
        first.at(),
        first.source(),
        !incident.systems().isEmpty(),
        steps.stream().anyMatch(step -> step.expectedSeconds() == null)
            ? null
            : steps.stream().mapToLong(step -> step.expectedSeconds()).sum(),
        steps,
        about(about));
  }

  /** The drills because of something: those that run or were stopped first. */
  private List<DrillViews.Drill> about(String about) {
    return Stream.concat(
            drills.unfinished().stream()
                .filter(plan -> plan.about().equals(about))
                .map(plan -> DrillViews.open(plan, live.of(plan.planId()).orElse(null))),
            drills.drills(Integer.MAX_VALUE).stream()
                .filter(drill -> drill.report().proof().about().equals(about))
                .map(DrillViews::row))
        .toList();
  }

  /** Which repositories have the clean point of a plan; asks them, about a second each. */
  @GetMapping("/{planId}/places")
  List<CleanPoint.Place> places(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @PathVariable String planId) {
    Incident incident = incident(user, id);
    BackupPlan plan = plan(user, incident, planId);
    return CleanPoint.before(firstTrace(user.scope(), incident).at(), plan, history, drills)
        .places(limits, clock);
  }

  /** Drills the snapshot because of this incident. */
  @PostMapping("/{planId}/drill")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void drill(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @PathVariable String planId,
      @RequestBody @Valid DrillOn on) {
    BackupPlan plan = plan(user, incident(user, id), planId);
    if (runner.isBusy(planId)) {
      throw new ApiProblem(HttpStatus.CONFLICT, "BUSY");
    }
    boolean known =
        history
            .runOf(on.snapshot())
            .map(BackupOutcome.Completed::planId)
            .filter(planId::equals)
            .isPresent();
    if (!known) {
      throw ApiProblem.notFound("ảnh chụp " + on.snapshot());
    }
    String about = "incident:" + id;
    trail.append(
        new AuditEntry(
            user.actor(),
            "incident.drill",
            about,
            plan.unit(),
            Map.of("plan", planId, "snapshot", on.snapshot())));
    DrillOrder order = new DrillOrder(on.snapshot(), false, about);
    threads.execute(() -> runner.drill(plan, order, user.actor()));
  }

  private Incident incident(SignedIn user, String id) {
    return incidents
        .summary(user.scope(), id)
        .orElseThrow(() -> ApiProblem.notFound("sự cố " + id))
        .incident();
  }

  private BackupPlan plan(SignedIn user, Incident incident, String planId) {
    return plansOf(user, incident).stream()
        .filter(plan -> plan.id().equals(planId))
        .findFirst()
        .orElseThrow(() -> ApiProblem.notFound("kế hoạch " + planId));
  }

  /** The plans of its systems the person may see, highest level first; all without systems. */
  private List<BackupPlan> plansOf(SignedIn user, Incident incident) {
    return plans.plans().stream()
        .filter(plan -> user.scope().allows(plan.unit()))
        .filter(plan -> incident.systems().isEmpty() || incident.systems().contains(plan.system()))
        .sorted(Comparator.comparingInt(this::level).reversed().thenComparing(BackupPlan::name))
        .toList();
  }

  private int level(BackupPlan plan) {
    return registry.system(plan.system()).map(InformationSystem::level).orElse(0);
  }

  private FirstTrace firstTrace(OrganizationScope scope, Incident incident) {
    FirstTrace first = new FirstTrace(incident.detectedAt(), "DETECTED");
    Instant occurred = incident.occurredAt();
    if (occurred != null && occurred.isBefore(first.at())) {
      first = new FirstTrace(occurred, "OCCURRED");
    }
    Optional<Instant> alert =
        incidents.alerts(scope, incident.id()).stream()
            .map(QueuedAlert::at)
            .min(Comparator.naturalOrder());
    return alert.isPresent() && !alert.get().isAfter(first.at())
        ? new FirstTrace(alert.get(), "ALERT")
        : first;
  }

  private Step step(int order, CleanPoint point) {
    BackupPlan plan = point.plan();
    Optional<BackupOutcome.Completed> run = point.run();
    return new Step(
        order,
        plan.id(),
        plan.name(),
        registry
            .system(plan.system())
            .map(s -> new IncidentViews.SystemName(s.code(), s.name(), s.level()))
            .orElse(null),
        plan.targets().stream().map(target -> target.location().toString()).toList(),
        run.map(BackupOutcome.Completed::snapshot).orElse(null),
        run.map(BackupOutcome.Completed::startedAt).orElse(null),
        run.map(BackupOutcome.Completed::files).orElse(null),
        run.map(BackupOutcome.Completed::bytes).orElse(null),
        run.map(BackupOutcome.Completed::troubleCount).orElse(null),
        point.drill().map(DrillResult.Passed.class::isInstance).orElse(null),
        point.drill().map(drill -> drill.report().id()).orElse(null),
        point.lastDrill().map(drill -> drill.report().startedAt()).orElse(null),
        point.lastDrill().map(DrillResult.Passed.class::isInstance).orElse(null),
        point.expected().map(Duration::toSeconds).orElse(null),
        plan.objective().time().toSeconds(),
        runner.isBusy(plan.id()));
  }
}
