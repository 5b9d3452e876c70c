package vn.lachan.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import vn.lachan.backup.plan.BackupPlan;

/** How a plan stands at one moment. */
public record PlanStatus(State state, Optional<BackupOutcome> lastRun) {

  public enum State {
    /** The newest run made a snapshot, and it is younger than the promised recovery point. */
    OK,
    /** The newest run made a snapshot, but more would be lost now than was promised. */
    LATE,
    /** The newest run made none. */
    FAILED,
    /** It never ran. */
    NEVER
  }

  public static PlanStatus of(BackupPlan plan, BackupHistory history, Instant now) {
    Optional<BackupOutcome> last = history.lastRun(plan.id());
    State state = last.map(run -> state(run, plan, now)).orElse(State.NEVER);
    return new PlanStatus(state, last);
  }

  private static State state(BackupOutcome run, BackupPlan plan, Instant now) {
    return switch (run) {
      case BackupOutcome.Failed failed -> State.FAILED;
      case BackupOutcome.Completed done -> {
        Duration age = Duration.between(done.startedAt(), now);
        yield age.compareTo(plan.objective().point()) > 0 ? State.LATE : State.OK;
      }
    };
  }
}
