package vn.lachan.app.plans;

import java.time.Duration;
import java.time.Instant;

/**
 * What was done once for one target of a plan.
 *
 * @param target name of the target
 * @param summary for people, in Vietnamese
 * @param detail a JSON object
 */
public record DutyRun(
    String plan,
    Kind kind,
    String target,
    Instant startedAt,
    Duration took,
    Problem problem,
    String summary,
    String detail) {

  /** What it was. */
  public enum Kind {
    COPY,
    CHECK,
    UPKEEP,
    /** What forgetting and pruning would do now; nothing was changed. */
    SIMULATION
  }

  /** What went wrong. */
  public enum Problem {
    NONE,
    /** The target could not be used. */
    UNREACHABLE,
    /** Something in it is damaged. */
    DAMAGED,
    /** It does not have what the first target has. */
    DIVERGED,
    /** Nothing was removed, for the sake of the data. */
    REFUSED
  }

  public boolean ok() {
    return problem == Problem.NONE;
  }
}
