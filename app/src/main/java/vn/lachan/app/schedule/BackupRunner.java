package vn.lachan.app.schedule;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.wiring.OwnEvents;
import vn.lachan.audit.Actor;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
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
  private final Settings settings;
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  BackupRunner(
      BackupPlans plans,
      Backup backup,
      RestoreDrill drill,
      BackupHistory history,
      OwnEvents events,
      Settings settings) {
    this.plans = plans;
    this.backup = backup;
    this.drill = drill;
    this.history = history;
    this.events = events;
    this.settings = settings;
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

  /** Restores the newest snapshot of {@code plan} to a scratch folder and compares. */
  public Optional<DrillResult> drill(BackupPlan plan, Actor by) {
    Optional<BackupOutcome.Completed> newest = lastCompleted(plan);
    if (newest.isEmpty()) {
      LOG.warn("plan {} has no snapshot to drill", plan.id());
      return Optional.empty();
    }
    if (!busy.add(plan.id())) {
      return Optional.empty();
    }
    try {
      Path scratch = settings.folder("scratch").resolve(plan.id());
      DrillResult result = drill.run(plan, newest.get().snapshot(), scratch, by);
      boolean passed = result instanceof DrillResult.Passed;
      events.tell(
          OwnEvents.BACKUP,
          Map.of(
              "event.action",
              "dien_tap",
              "event.outcome",
              passed ? "success" : "failure",
              "backup.plan",
              plan.id(),
              "backup.result",
              passed ? "success" : "failure",
              "backup.snapshot_id",
              result.report().snapshot(),
              "organization.id",
              plan.unit()));
      return Optional.of(result);
    } finally {
      busy.remove(plan.id());
    }
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
