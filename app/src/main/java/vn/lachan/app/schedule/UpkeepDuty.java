package vn.lachan.app.schedule;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.DutyRun;
import vn.lachan.app.plans.DutyRun.Kind;
import vn.lachan.app.plans.DutyRun.Problem;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.schedule.TargetDuties.Found;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.backup.FileRemovalLedger;
import vn.lachan.backup.Upkeep;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.PlanRetention;
import vn.lachan.backup.retention.ForgetOutcome;
import vn.lachan.backup.retention.ForgetRequest;
import vn.lachan.backup.retention.ForgetRequest.GroupBy;
import vn.lachan.backup.retention.PruneOutcome;
import vn.lachan.backup.retention.PruneRequest;
import vn.lachan.backup.retention.RetentionPolicy;

/**
 * Forgets and prunes by the retention of a plan, never below what the level of its system owes:
 * first as a simulation that is kept, then in earnest. What a backup is followed by simulates only
 * the forgetting, which reads little. Only snapshots of the plan are looked at.
 */
@Component
class UpkeepDuty {
  private final TargetDuties targets;
  private final PlansInForce plans;
  private final DrillHistory drills;
  private final PlanEvents events;
  private final Settings settings;
  private final Upkeep upkeep;

  UpkeepDuty(
      TargetDuties targets,
      PlansInForce plans,
      DrillHistory drills,
      PlanEvents events,
      FileAuditTrail trail,
      Settings settings,
      Clock clock) {
    this.targets = targets;
    this.plans = plans;
    this.drills = drills;
    this.events = events;
    this.settings = settings;
    this.upkeep = new Upkeep(trail::append, clock);
  }

  /** Tells which snapshots would go and keeps that; changes nothing. */
  List<DutyRun> simulate(BackupPlan plan, Actor by) {
    return plan.targets().stream()
        .map(target ->
            targets.record(
                plan, Kind.SIMULATION, target, t -> work(plan, t, by, true, Optional.empty())))
        .toList();
  }

  /** Simulates each target, and then carries it out where nothing spoke against it. */
  List<DutyRun> run(BackupPlan plan, Actor by) {
    List<DutyRun> runs = new ArrayList<>();
    for (BackupTarget target : plan.targets()) {
      DutyRun simulated =
          targets.record(plan, Kind.SIMULATION, target, t -> work(plan, t, by, true, grace()));
      runs.add(
          targets.record(
              plan,
              Kind.UPKEEP,
              target,
              t ->
                  simulated.ok()
                      ? work(plan, t, by, false, grace())
                      : new Found(simulated.problem(), simulated.summary(), Map.of())));
    }
    return runs;
  }

  private Optional<Duration> grace() {
    return Optional.of(settings.backup().pruneGrace());
  }

  private Found work(
      BackupPlan plan, BackupTarget target, Actor by, boolean dryRun, Optional<Duration> grace) {
    PlanRetention retention = plan.policy().retention().atLeast(plans.duty(plan));
    ForgetRequest request =
        request(plan, retention.policy(), List.of(), retention.keepDrilled(), dryRun);
    return forget(plan, target, request, by, true, grace);
  }

  /** Deletes these snapshots, whatever the retention says; the floor of drilled copies holds. */
  Found forget(BackupPlan plan, BackupTarget target, List<String> ids, Actor by) {
    int floor = plan.policy().retention().atLeast(plans.duty(plan)).keepDrilled();
    return forget(
        plan,
        target,
        request(plan, RetentionPolicy.KEEP_ALL, ids, floor, false),
        by,
        false,
        grace());
  }

  private ForgetRequest request(
      BackupPlan plan, RetentionPolicy policy, List<String> ids, int floor, boolean dryRun) {
    return new ForgetRequest(
        policy,
        ids,
        Set.of(GroupBy.HOST, GroupBy.PATHS),
        List.of(),
        List.of(plan.tag()),
        List.of(),
        floor,
        settings.backup().longestBackup(),
        false,
        dryRun);
  }

  private Found forget(
      BackupPlan plan,
      BackupTarget target,
      ForgetRequest request,
      Actor by,
      boolean byPolicy,
      Optional<Duration> grace) {
    return switch (upkeep.forget(targets.place(target), request, drills.proven(), by)) {
      case ForgetOutcome.Refused refused ->
          new Found(
              Problem.REFUSED,
              String.join("; ", refused.reasons()),
              Map.of("refused", refused.reasons()));
      case ForgetOutcome.Decided decided -> {
        if (!decided.dryRun()) {
          decided
              .removals()
              .forEach(gone -> events.removed(plan, target.name(), gone.id(), byPolicy, by.id()));
        }
        yield pruned(decided, grace.map(g -> prune(target, g, decided.dryRun(), by)));
      }
    };
  }

  /** Frees what no snapshot needs after {@code grace}. */
  PruneOutcome prune(BackupTarget target, Duration grace, boolean dryRun, Actor by) {
    return upkeep.prune(
        targets.place(target),
        PruneRequest.of(grace, dryRun),
        new FileRemovalLedger(settings.folder("backup-history")),
        by);
  }

  private static Found pruned(ForgetOutcome.Decided decided, Optional<PruneOutcome> outcome) {
    List<Map<String, Object>> removed =
        decided.removals().stream()
            .map(gone -> Map.<String, Object>of("id", gone.id(), "at", gone.at().toString()))
            .toList();
    int kept = decided.kept();
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("removed", removed);
    detail.put("kept", kept);
    String forgotten =
        "%s %d, giữ %d".formatted(decided.dryRun() ? "sẽ xoá" : "đã xoá", removed.size(), kept);
    if (outcome.isEmpty()) {
      return new Found(Problem.NONE, forgotten, detail);
    }
    return switch (outcome.get()) {
      case PruneOutcome.Refused refused ->
          new Found(Problem.REFUSED, forgotten + "; không dọn: " + refused.reason(), detail);
      case PruneOutcome.Pruned pruned -> {
        detail.put("removedBytes", pruned.removedBytes());
        detail.put("waitingBytes", pruned.waitingBytes());
        yield new Found(Problem.NONE, forgotten, detail);
      }
    };
  }
}
