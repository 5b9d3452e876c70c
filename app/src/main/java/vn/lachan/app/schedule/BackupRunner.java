package vn.lachan.app.schedule;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.DutyRun;
import vn.lachan.app.plans.PlanLeases;
import vn.lachan.app.plans.PlanLeases.Lease;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.PlanDuty;

/**
 * Carries out the duties of plans, one at a time for each plan over all nodes, and tells the rules
 * what came of it. A backup is copied to the other targets right after.
 */
@Component
public class BackupRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRunner.class);

  /** How a duty ended. */
  public enum Ended {
    WELL,
    BADLY,
    /** Nothing was done: something else is done for the plan. */
    BUSY
  }

  private final PlansInForce plans;
  private final PlanLeases leases;
  private final Backup backup;
  private final RestoreDrill drill;
  private final BackupHistory history;
  private final TargetDuties targets;
  private final UpkeepDuty upkeep;
  private final PlanEvents events;
  private final RunningDuties running;
  private final FileAuditTrail trail;
  private final Settings settings;

  BackupRunner(
      PlansInForce plans,
      PlanLeases leases,
      Backup backup,
      RestoreDrill drill,
      BackupHistory history,
      TargetDuties targets,
      UpkeepDuty upkeep,
      PlanEvents events,
      RunningDuties running,
      FileAuditTrail trail,
      Settings settings) {
    this.plans = plans;
    this.leases = leases;
    this.backup = backup;
    this.drill = drill;
    this.history = history;
    this.targets = targets;
    this.upkeep = upkeep;
    this.events = events;
    this.running = running;
    this.trail = trail;
    this.settings = settings;
  }

  public Optional<BackupPlan> plan(String id) {
    return plans.plan(id);
  }

  /** Whether something is done for this plan now. */
  public boolean isBusy(String planId) {
    return leases.isTaken(planId);
  }

  /** Does {@code duty} now, on this thread. */
  public Ended run(BackupPlan plan, PlanDuty duty, Actor by) {
    return switch (duty) {
      case BACKUP ->
          backUp(plan, by)
              .map(o -> o instanceof BackupOutcome.Completed ? Ended.WELL : Ended.BADLY)
              .orElse(Ended.BUSY);
      case DRILL -> {
        if (lastCompleted(plan).isEmpty()) {
          LOG.warn("plan {} has no snapshot to drill", plan.id());
          yield Ended.WELL; // there is nothing to try again
        }
        yield drill(plan, by)
            .map(r -> r instanceof DrillResult.Passed ? Ended.WELL : Ended.BADLY)
            .orElse(Ended.BUSY);
      }
      case COPY -> targets(plan, duty, () -> targets.copy(plan, by));
      case CHECK -> targets(plan, duty, () -> targets.check(plan));
      case UPKEEP -> {
        requested(plan, "backup.upkeep.request", by);
        yield targets(plan, duty, () -> upkeep.run(plan, Actor.PLATFORM));
      }
    };
  }

  /** Backs {@code plan} up now; does nothing and returns empty while something of it runs. */
  public Optional<BackupOutcome> backUp(BackupPlan plan, Actor by) {
    Optional<Lease> lease = leases.take(plan.id(), PlanDuty.BACKUP.name());
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try (Lease _ = lease.get()) {
      String target = plan.primary().name();
      BackupOutcome outcome =
          running.during(plan, PlanDuty.BACKUP.name(), target, () -> backup.run(plan, by));
      events.backup(plan, outcome);
      if (outcome instanceof BackupOutcome.Completed) {
        targets.copy(plan, by);
        if (!plan.policy().retention().keepsAll()) {
          upkeep.simulate(plan, Actor.PLATFORM);
        }
      }
      return Optional.of(outcome);
    }
  }

  /** Restores the newest snapshot of {@code plan} to a scratch folder and compares. */
  public Optional<DrillResult> drill(BackupPlan plan, Actor by) {
    Optional<BackupOutcome.Completed> newest = lastCompleted(plan);
    Optional<Lease> lease =
        newest.isEmpty() ? Optional.empty() : leases.take(plan.id(), PlanDuty.DRILL.name());
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try (Lease _ = lease.get()) {
      Path scratch = settings.folder("scratch").resolve(plan.id());
      String snapshot = newest.get().snapshot();
      DrillResult result =
          running.during(
              plan, PlanDuty.DRILL.name(), "", () -> drill.run(plan, snapshot, scratch, by));
      events.drill(plan, result);
      return Optional.of(result);
    }
  }

  /** Tells what forgetting and pruning would do now; empty while something of the plan runs. */
  public Optional<List<DutyRun>> simulate(BackupPlan plan, Actor by) {
    Optional<Lease> lease = leases.take(plan.id(), PlanDuty.UPKEEP.name());
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try (Lease _ = lease.get()) {
      requested(plan, "backup.simulate.request", by);
      return Optional.of(upkeep.simulate(plan, Actor.PLATFORM));
    }
  }

  /** What the retention of a plan lets go is the platform's act, whoever chose the hour. */
  private void requested(BackupPlan plan, String action, Actor by) {
    if (!by.equals(Actor.PLATFORM)) {
      trail.append(new AuditEntry(by, action, "backup-plan:" + plan.id(), plan.unit(), Map.of()));
    }
  }

  private interface Work {
    List<DutyRun> run();
  }

  private Ended targets(BackupPlan plan, PlanDuty duty, Work work) {
    Optional<Lease> lease = leases.take(plan.id(), duty.name());
    if (lease.isEmpty()) {
      return Ended.BUSY;
    }
    try (Lease _ = lease.get()) {
      return work.run().stream().allMatch(DutyRun::ok) ? Ended.WELL : Ended.BADLY;
    }
  }

  private Optional<BackupOutcome.Completed> lastCompleted(BackupPlan plan) {
    return history.runs(plan.id(), 100).stream()
        .filter(BackupOutcome.Completed.class::isInstance)
        .map(BackupOutcome.Completed.class::cast)
        .findFirst();
  }
}
