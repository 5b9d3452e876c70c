package vn.lachan.app.schedule;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import vn.lachan.app.plans.DutyRun;
import vn.lachan.app.wiring.OwnEvents;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.PlanStatus;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.plan.BackupPlan;

/** What happens to plans, as events that rules look at. */
@Component
class PlanEvents {
  private final OwnEvents events;
  private final BackupHistory history;

  PlanEvents(OwnEvents events, BackupHistory history) {
    this.events = events;
    this.history = history;
  }

  /** A backup ended. The size is compared with the median of the ten before. */
  void backup(BackupPlan plan, BackupOutcome outcome) {
    Map<String, Object> fields =
        fields(plan, "sao_luu", outcome instanceof BackupOutcome.Completed);
    switch (outcome) {
      case BackupOutcome.Completed done -> {
        fields.put("backup.snapshot_id", done.snapshot());
        fields.put("backup.files", done.files());
        fields.put("backup.bytes", done.bytes());
        fields.put("backup.troubles", done.troubleCount());
        PlanStatus.growth(history, done)
            .ifPresent(percent -> {
              fields.put("backup.size_change_percent", percent);
              fields.put("backup.shrunk", percent <= -plan.policy().shrinkAlert());
            });
      }
      case BackupOutcome.Failed failed -> fields.put("event.reason", failed.reason());
    }
    events.tell(OwnEvents.BACKUP, fields);
  }

  void drill(BackupPlan plan, DrillResult result) {
    Map<String, Object> fields = fields(plan, "dien_tap", result instanceof DrillResult.Passed);
    fields.put("backup.snapshot_id", result.report().snapshot());
    events.tell(OwnEvents.BACKUP, fields);
  }

  /** Something was done for a target. */
  void duty(BackupPlan plan, DutyRun run) {
    String action =
        switch (run.kind()) {
          case COPY -> "chep_kho";
          case CHECK -> "kiem_tra_kho";
          case UPKEEP -> "don_kho";
          case SIMULATION -> "thu_don_kho";
        };
    Map<String, Object> fields = fields(plan, action, run.ok());
    fields.put("backup.target", run.target());
    fields.put(
        "backup.problem",
        switch (run.problem()) {
          case NONE -> "khong";
          case UNREACHABLE -> "khong_toi_duoc";
          case DAMAGED -> "hong";
          case DIVERGED -> "lech";
          case REFUSED -> "tu_choi";
        });
    fields.put("event.reason", run.summary());
    events.tell(OwnEvents.BACKUP, fields);
  }

  /** A snapshot was deleted: by the retention of its plan, or because two people agreed. */
  void removed(BackupPlan plan, String target, String snapshot, boolean byPolicy, String by) {
    Map<String, Object> fields = fields(plan, "xoa_ban_sao_luu", true);
    fields.put("backup.target", target);
    fields.put("backup.snapshot_id", snapshot);
    fields.put("event.reason", byPolicy ? "het_han_luu_giu" : "hai_nguoi_duyet");
    fields.put("user.name", by);
    events.tell(OwnEvents.BACKUP, fields);
  }

  /**
   * Something is not as it should be for a while now.
   *
   * @param id the same for the same thing, which is then counted once
   */
  void alarm(BackupPlan plan, String action, String id, String reason) {
    Map<String, Object> fields = fields(plan, action, false);
    fields.put("event.id", id);
    fields.put("event.reason", reason);
    events.tell(OwnEvents.BACKUP, fields);
  }

  private static Map<String, Object> fields(BackupPlan plan, String action, boolean well) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event.action", action);
    fields.put("event.outcome", well ? "success" : "failure");
    fields.put("backup.plan", plan.id());
    fields.put("backup.result", well ? "success" : "failure");
    fields.put("organization.id", plan.unit());
    return fields;
  }
}
