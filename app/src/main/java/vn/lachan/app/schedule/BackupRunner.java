package vn.lachan.app.schedule;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import vn.lachan.app.live.LiveDrills;
import vn.lachan.app.wiring.OwnEvents;
import vn.lachan.audit.Actor;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.drill.DrillInterruptedException;
import vn.lachan.backup.drill.DrillOrder;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupPlans;

/** Runs backups and drills, one of each plan at a time, and tells the rules what came of it. */
@Component
public class BackupRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BackupRunner.class);

  private final BackupPlans plans;
  private final Backup backup;
  private final RestoreDrill drill;
  private final BackupHistory history;
  private final OwnEvents events;
  private final DrillScratch scratch;
  private final LiveDrills live;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Map<String, Thread> drilling = new ConcurrentHashMap<>();

  BackupRunner(
      BackupPlans plans,
      Backup backup,
      RestoreDrill drill,
      BackupHistory history,
      OwnEvents events,
      DrillScratch scratch,
      LiveDrills live) {
    this.plans = plans;
    this.backup = backup;
    this.drill = drill;
    this.history = history;
    this.events = events;
    this.scratch = scratch;
    this.live = live;
  }

  public Optional<BackupPlan> plan(String id) {
    return plans.plans().stream().filter(plan -> plan.id().equals(id)).findFirst();
  }

  /** Whether a backup or drill of this plan runs now. */
  public boolean isBusy(String planId) {
    return busy.contains(planId);
  }

  /** Backs {@code plan} up now; does nothing and returns empty while something of it runs. */
  public Optional<BackupOutcome> backUp(BackupPlan plan, Actor by) {
    if (!busy.add(plan.id())) {
      return Optional.empty();
    }
    try {
      Optional<BackupOutcome.Completed> before = lastCompleted(plan);
      BackupOutcome outcome = backup.run(plan, by);
      events.tell(OwnEvents.BACKUP, fields(plan, outcome, before));
      return Optional.of(outcome);
    } finally {
      busy.remove(plan.id());
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

  /** Stops the drill of this plan that runs now; it can go on later. */
  public boolean stopDrill(String planId) {
    Thread thread = drilling.get(planId);
    if (thread != null) {
      thread.interrupt();
    }
    return thread != null;
  }

  /** Whether a drill of this plan runs now. */
  public boolean isDrilling(String planId) {
    return drilling.containsKey(planId);
  }

  private Optional<DrillResult> alone(BackupPlan plan, Supplier<Optional<DrillResult>> work) {
    if (!busy.add(plan.id())) {
      return Optional.empty();
    }
    drilling.put(plan.id(), Thread.currentThread());
    try {
      Optional<DrillResult> result = work.get();
      result.ifPresent(done -> {
        tell(plan, done);
        scratch.tidy(plan.id(), done);
      });
      return result;
    } catch (DrillInterruptedException e) {
      LOG.info("{}", e.getMessage());
      return Optional.empty();
    } finally {
      drilling.remove(plan.id());
      live.ended(plan.id());
      busy.remove(plan.id());
      clearInterrupt();
    }
  }

  /** The thread goes back to a pool; that the drill was stopped is not its next task's business. */
  private static void clearInterrupt() {
    if (Thread.interrupted()) {
      LOG.debug("the thread of a stopped drill is used again");
    }
  }

  private void tell(BackupPlan plan, DrillResult result) {
    String outcome = result instanceof DrillResult.Passed ? "success" : "failure";
    events.tell(
        OwnEvents.BACKUP,
        Map.of(
            "event.action",
            "dien_tap",
            "event.outcome",
            outcome,
            "backup.plan",
            plan.id(),
            "backup.result",
            outcome,
            "backup.snapshot_id",
            result.report().snapshot(),
            "organization.id",
            plan.unit()));
  }

  private Optional<BackupOutcome.Completed> lastCompleted(BackupPlan plan) {
    return history.runs(plan.id(), 100).stream()
        .filter(BackupOutcome.Completed.class::isInstance)
        .map(BackupOutcome.Completed.class::cast)
        .findFirst();
  }

  private static Map<String, Object> fields(
      BackupPlan plan, BackupOutcome outcome, Optional<BackupOutcome.Completed> before) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event.action", "sao_luu");
    fields.put("backup.plan", plan.id());
    fields.put("organization.id", plan.unit());
    switch (outcome) {
      case BackupOutcome.Completed done -> {
        fields.put("event.outcome", "success");
        fields.put("backup.result", "success");
        fields.put("backup.snapshot_id", done.snapshot());
        fields.put("backup.files", done.files());
        fields.put("backup.bytes", done.bytes());
        before
            .filter(last -> last.bytes() > 0)
            .ifPresent(last ->
                fields.put(
                    "backup.size_change_percent",
                    (done.bytes() - last.bytes()) * 100 / last.bytes()));
      }
      case BackupOutcome.Failed failed -> {
        fields.put("event.outcome", "failure");
        fields.put("backup.result", "failure");
        fields.put("event.reason", failed.reason());
      }
    }
    return fields;
  }
}
