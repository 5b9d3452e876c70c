package vn.lachan.detection.coverage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which events were received and a rule did not look at them.
 *
 * @param id the same for the same rule, reason and start
 * @param ruleId empty when no rule looked at the events
 * @param from when the first of the events was received
 * @param to first instant after it
 * @param state where the search for what was missed stands
 * @param opened when it was noticed
 * @param filled when it was looked at; null before
 * @param events that were looked at to fill it
 * @param alerts that were found; those that were known already count as well
 * @param withheld alerts that were found and held back, because they were too many
 * @param hidden matches that an exemption held back
 * @param folded alerts that suppression counted on an earlier one
 * @param automatic whether it is filled without being asked
 * @param problem why the last attempt failed; empty if it did not
 */
public record Gap(
    String id,
    String ruleId,
    Instant from,
    Instant to,
    Reason reason,
    State state,
    Instant opened,
    @Nullable Instant filled,
    long events,
    long alerts,
    long withheld,
    long hidden,
    long folded,
    boolean automatic,
    String problem) {

  /** Why the rule did not look. */
  public enum Reason {
    /** It was enabled after the events had been received. */
    NEW,
    /** It was retired and enabled again. */
    RETIRED,
    /** The rules failed on an event. */
    FAILURE,
    /** It raised more alerts than it may, and those over the limit were left out. */
    FLOOD
  }

  /** Where the search for what was missed stands. */
  public enum State {
    OPEN,
    FILLING,
    FILLED,
    FAILED
  }

  public Gap {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a gap ends after it starts: " + from + " to " + to);
    }
  }

  /** Whether it waits to be looked at. */
  boolean waits() {
    return switch (state) {
      case OPEN, FILLING -> true;
      case FILLED, FAILED -> false;
    };
  }

  Gap until(Instant end) {
    return new Gap(
        id, ruleId, from, end, reason, State.OPEN, opened, null, 0, 0, 0, 0, 0, automatic, problem);
  }

  Gap moved(State next, Instant at, String why) {
    boolean done = next == State.FILLED;
    return new Gap(
        id,
        ruleId,
        from,
        to,
        reason,
        next,
        opened,
        done ? at : filled,
        events,
        alerts,
        withheld,
        hidden,
        folded,
        automatic,
        why);
  }

  /** What filling it gave, as the components of the same names. */
  record Found(long events, long alerts, long withheld, long hidden, long folded) {}

  Gap found(Found what) {
    return new Gap(
        id,
        ruleId,
        from,
        to,
        reason,
        state,
        opened,
        filled,
        what.events(),
        what.alerts(),
        what.withheld(),
        what.hidden(),
        what.folded(),
        automatic,
        problem);
  }
}
