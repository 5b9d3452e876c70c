package vn.lachan.app.plans;

import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.drill.DrillHistory;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.plan.PlanDuty;

/** When each duty of a plan was last done well. */
@Component
public class PlanDuties {
  private static final int LOOKED_AT = 100;

  private final BackupHistory history;
  private final DrillHistory drills;
  private final DutyLedger ledger;

  PlanDuties(BackupHistory history, DrillHistory drills, DutyLedger ledger) {
    this.history = history;
    this.drills = drills;
    this.ledger = ledger;
  }

  /** When the newest one that ended well began. */
  public Optional<Instant> lastSuccess(String plan, PlanDuty duty) {
    return switch (duty) {
      case BACKUP ->
          history.runs(plan, LOOKED_AT).stream()
              .filter(BackupOutcome.Completed.class::isInstance)
              .map(BackupOutcome::startedAt)
              .findFirst();
      case DRILL -> lastPassed(plan).map(result -> result.report().startedAt());
      case COPY -> ledger.lastSuccess(plan, DutyRun.Kind.COPY);
      case CHECK -> ledger.lastSuccess(plan, DutyRun.Kind.CHECK);
      case UPKEEP -> ledger.lastSuccess(plan, DutyRun.Kind.UPKEEP);
    };
  }

  /** The newest drill that passed. */
  public Optional<DrillResult> lastPassed(String plan) {
    return drills.drills(Integer.MAX_VALUE).stream()
        .filter(DrillResult.Passed.class::isInstance)
        .filter(result -> result.report().planId().equals(plan))
        .findFirst();
  }
}
