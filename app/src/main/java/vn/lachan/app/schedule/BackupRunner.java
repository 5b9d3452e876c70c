package vn.lachan.app.schedule;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import vn.lachan.app.live.LiveDrills;
import vn.lachan.app.plans.DutyRun;
import vn.lachan.app.plans.PlanLeases;
import vn.lachan.app.plans.PlanLeases.Lease;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.drill.DrillInterruptedException;
import vn.lachan.backup.drill.DrillOrder;
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
  private final DrillScratch scratch;
  private final LiveDrills live;
  private final Map<String, Thread> drilling = new ConcurrentHashMap<>();

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
      DrillScratch scratch,
      LiveDrills live) {
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
    this.scratch = scratch;
    this.live = live;
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

  /** Drills the newest snapshot of {@code plan} as the plan says. */
  public Optional<DrillResult> drill(BackupPlan plan, Actor by) {
    return drill(plan, DrillOrder.LATEST, by);
  }

  /** Drills; does nothing and returns empty while something of the plan runs or when stopped. */
  public Optional<DrillResult> drill(BackupPlan plan, DrillOrder order, Actor by) {
    if (lastCompleted(plan).isEmpty()) {
      LOG.warn("plan {} has no snapshot to drill", plan.id());
      return Optional.empty();
    }
    return alone(
        plan,
        () -> {
          Path folder = scratch.fresh(plan.id());
          return Optional.of(drill.run(plan, order, folder, by, live));
        });
  }

  /** Goes on with a drill that was stopped; empty as for {@link #drill}, or when there is none. */
  public Optional<DrillResult> resumeDrill(BackupPlan plan, String id, Actor by) {
    return alone(plan, () -> drill.resume(plan, id, by, live));
  }

  /** Stops the drill of this plan that runs here now; it can go on later. */
  public boolean stopDrill(String planId) {
    Thread thread = drilling.get(planId);
    if (thread != null) {
      thread.interrupt();
    }
    return thread != null;
  }

  /** Whether a drill of this plan runs here now. */
  public boolean isDrilling(String planId) {
    return drilling.containsKey(planId);
  }

  private Optional<DrillResult> alone(BackupPlan plan, Supplier<Optional<DrillResult>> work) {
    Optional<Lease> lease = leases.take(plan.id(), PlanDuty.DRILL.name());
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try (Lease _ = lease.get()) {
      drilling.put(plan.id(), Thread.currentThread());
      Optional<DrillResult> result = running.during(plan, PlanDuty.DRILL.name(), "", work);
      result.ifPresent(done -> {
        events.drill(plan, done);
        scratch.tidy(plan.id(), done);
      });
      return result;
    } catch (DrillInterruptedException e) {
      LOG.info("{}", e.getMessage());
      return Optional.empty();
    } finally {
      drilling.remove(plan.id());
      live.ended(plan.id());
      clearInterrupt();
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

  /** The thread goes back to a pool; that the drill was stopped is not its next task's business. */
  private static void clearInterrupt() {
    if (Thread.interrupted()) {
      LOG.debug("the thread of a stopped drill is used again");
    }
  }

  private Optional<BackupOutcome.Completed> lastCompleted(BackupPlan plan) {
    return history.runs(plan.id(), 100).stream()
        .filter(BackupOutcome.Completed.class::isInstance)
        .map(BackupOutcome.Completed.class::cast)
        .findFirst();
  }
}
