package vn.lachan.incidents.clock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reporting duty of one incident, counted down.
 *
 * @param id of the {@link ClockRule}
 * @param startsAt when it began to run
 * @param dueAt when it must be done
 * @param doneAt when it was done; null while it is not
 * @param doneBy account that said so, or that signed the document; null while it is not
 * @param document id of the issued report that answers it; empty when somebody said it by hand
 * @param note what was said when it was done
 */
public record ReportingClock(
    String id,
    String name,
    String addressee,
    String basis,
    String form,
    Instant startsAt,
    Instant dueAt,
    @Nullable Instant doneAt,
    @Nullable String doneBy,
    String document,
    State state,
    String note) {

  /** How a duty stands. */
  public enum State {
    RUNNING,
    /** Less than a quarter of the time is left. */
    DUE_SOON,
    OVERDUE,
    DONE,
    /** Done, but after it was due. */
    DONE_LATE;

    public static State of(Instant startsAt, Instant dueAt, @Nullable Instant doneAt, Instant now) {
      if (doneAt != null) {
        return doneAt.isAfter(dueAt) ? DONE_LATE : DONE;
      }
      if (now.isAfter(dueAt)) {
        return OVERDUE;
      }
      Duration left = Duration.between(now, dueAt);
      return left.multipliedBy(4).compareTo(Duration.between(startsAt, dueAt)) < 0
          ? DUE_SOON
          : RUNNING;
    }
  }

  public boolean isDone() {
    return doneAt != null;
  }

  public boolean isOverdue() {
    return state == State.OVERDUE;
  }
}
