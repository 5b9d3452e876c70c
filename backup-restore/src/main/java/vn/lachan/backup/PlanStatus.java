package vn.lachan.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vn.lachan.backup.plan.BackupPlan;

/**
 * How a plan stands at one moment.
 *
 * @param lastRun the newest run, however it ended
 * @param lastSnapshot the newest run that made a snapshot, among the last hundred
 */
public record PlanStatus(
    State state, Optional<BackupOutcome> lastRun, Optional<BackupOutcome.Completed> lastSnapshot) {

  private static final int LOOKED_AT = 100;

  /** So many runs before the newest say what size is usual. */
  static final int USUAL_OF = 10;

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
    List<BackupOutcome> runs = history.runs(plan.id(), LOOKED_AT);
    Optional<BackupOutcome> last = runs.stream().findFirst();
    Optional<BackupOutcome.Completed> snapshot = completed(runs).stream().findFirst();
    State state = last.map(run -> state(run, plan, now)).orElse(State.NEVER);
    return new PlanStatus(state, last, snapshot);
  }

  private static State state(BackupOutcome run, BackupPlan plan, Instant now) {
    return switch (run) {
      case BackupOutcome.Failed failed -> State.FAILED;
      case BackupOutcome.Completed done -> isLate(done, plan, now) ? State.LATE : State.OK;
    };
  }

  private static boolean isLate(BackupOutcome run, BackupPlan plan, Instant now) {
    return Duration.between(run.startedAt(), now).compareTo(plan.lateAfter()) > 0;
  }

  /** Whether the newest snapshot is too old, however later runs ended. */
  public boolean isLate(BackupPlan plan, Instant now) {
    return lastSnapshot.isPresent() && isLate(lastSnapshot.get(), plan, now);
  }

  /**
   * By how many percent {@code run} is larger than the median of the ten snapshots before it;
   * negative when it shrank. Empty when there is none before, or they were empty.
   */
  public static OptionalLong growth(BackupHistory history, BackupOutcome.Completed run) {
    List<Long> before =
        completed(history.runs(run.planId(), LOOKED_AT)).stream()
            .filter(other -> other.startedAt().isBefore(run.startedAt()))
            .limit(USUAL_OF)
            .map(BackupOutcome.Completed::bytes)
            .sorted()
            .toList();
    if (before.isEmpty()) {
      return OptionalLong.empty();
    }
    int middle = before.size() / 2;
    double median =
        before.size() % 2 == 1
            ? before.get(middle)
            : (before.get(middle - 1) + before.get(middle)) / 2.0;
    return median <= 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round((run.bytes() - median) * 100 / median));
  }

  private static List<BackupOutcome.Completed> completed(List<BackupOutcome> runs) {
    return runs.stream()
        .filter(BackupOutcome.Completed.class::isInstance)
        .map(BackupOutcome.Completed.class::cast)
        .toList();
  }
}
