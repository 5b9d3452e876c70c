package vn.lachan.backup.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * By what rules a plan is carried out.
 *
 * @param owner who answers for it: an account, or a role and how to reach it; may be empty
 * @param level security level 1 to 5; 0 takes that of the system in the registry
 * @param blackout when nothing is begun
 * @param lateAfter a plan whose newest snapshot is older is late; empty takes its RPO
 * @param shrinkAlert alarm when a backup is so many percent smaller than is usual, 1 to 100
 */
public record PlanPolicy(
    String owner,
    int level,
    PlanSchedule schedule,
    PlanRetention retention,
    List<BlackoutWindow> blackout,
    RunRetries retries,
    Optional<Duration> lateAfter,
    int shrinkAlert) {

  public static final int SHRINK_ALERT = 30;

  public PlanPolicy {
    blackout = List.copyOf(blackout);
    if (level < 0 || level > 5 || shrinkAlert < 1 || shrinkAlert > 100) {
      throw new IllegalArgumentException("level is 0 to 5, shrinkAlert 1 to 100");
    }
  }

  /** The defaults, with this schedule and retention. */
  public static PlanPolicy of(PlanSchedule schedule, PlanRetention retention) {
    return new PlanPolicy(
        "", 0, schedule, retention, List.of(), RunRetries.DEFAULT, Optional.empty(), SHRINK_ALERT);
  }
}
