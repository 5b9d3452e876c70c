package vn.lachan.incidents.queue;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.store.Columns;

/**
 * What people did to a row of the queue; all that an undo has to put back.
 *
 * @param dueAt when somebody must have decided; {@link Columns#NEVER} when nothing is due
 * @param acknowledgedAt when somebody took it for the first time
 */
public record Handling(
    AlertState state,
    String owner,
    @Nullable Disposition disposition,
    @Nullable String incidentId,
    Instant dueAt,
    @Nullable Instant snoozedUntil,
    @Nullable Instant acknowledgedAt) {

  /** What every new row starts with. */
  static Handling fresh(Instant dueAt) {
    return new Handling(AlertState.MOI, "", null, null, dueAt, null, null);
  }

  /**
   * What {@code action} makes of this.
   *
   * @param respond how much time a reopened row gets
   * @throws IllegalTransitionException when the state does not allow it
   */
  Handling after(String id, AlertAction action, String actor, Instant now, Duration respond) {
    return switch (action) {
      case AlertAction.Take _ -> taken(id, actor, now, respond);
      case AlertAction.Assign(String owner, _) -> taken(id, owner, now, respond);
      case AlertAction.Close(Disposition why, _) -> {
        require(id, AlertState.DA_DONG);
        yield new Handling(
            AlertState.DA_DONG, ownerOr(actor), why, incidentId, Columns.NEVER, null, firstOf(now));
      }
      case AlertAction.Reopen _ -> reopened(id, now, respond);
      case AlertAction.Note _ -> this;
      case AlertAction.Snooze(Instant until, _) -> snoozed(id, until, now);
    };
  }

  /** What escalating into {@code incident} makes of this. */
  public Handling escalated(String id, String incident, String actor, Instant now) {
    require(id, AlertState.DA_LEO_THANG);
    return new Handling(
        AlertState.DA_LEO_THANG, ownerOr(actor), null, incident, Columns.NEVER, null, firstOf(now));
  }

  /** What giving it to another incident makes of this. */
  public Handling within(String incident) {
    return new Handling(state, owner, disposition, incident, dueAt, snoozedUntil, acknowledgedAt);
  }

  /**
   * What taking it out of its incident makes of this: somebody has to decide again.
   *
   * @param respond how much time there is for that
   */
  public Handling detached(Instant now, Duration respond) {
    return new Handling(
        AlertState.DANG_XU_LY, owner, null, null, now.plus(respond), null, firstOf(now));
  }

  /** What it is after the time it was put off until. */
  Handling awake() {
    AlertState back = owner.isEmpty() ? AlertState.MOI : AlertState.DANG_XU_LY;
    return new Handling(back, owner, disposition, incidentId, dueAt, null, acknowledgedAt);
  }

  /** The same with a deadline no later than that; null for as it is. */
  Handling dueNoLaterThan(@Nullable Instant latest) {
    return latest == null || !latest.isBefore(dueAt)
        ? this
        : new Handling(state, owner, disposition, incidentId, latest, snoozedUntil, acknowledgedAt);
  }

  private Handling taken(String id, String by, Instant now, Duration respond) {
    if (state == AlertState.DA_DONG) {
      throw new IllegalTransitionException("alert " + id, state, AlertState.DANG_XU_LY);
    }
    require(id, AlertState.DANG_XU_LY);
    Instant due = dueAt.equals(Columns.NEVER) ? now.plus(respond) : dueAt;
    return new Handling(
        AlertState.DANG_XU_LY, by, disposition, incidentId, due, null, firstOf(now));
  }

  private Handling reopened(String id, Instant now, Duration respond) {
    if (state != AlertState.DA_DONG) {
      throw new IllegalTransitionException("alert " + id, state, AlertState.DANG_XU_LY);
    }
    return new Handling(
        AlertState.DANG_XU_LY, owner, null, incidentId, now.plus(respond), null, firstOf(now));
  }

  private Handling snoozed(String id, Instant until, Instant now) {
    require(id, AlertState.TAM_HOAN);
    if (!until.isAfter(now)) {
      throw new InvalidRequestException("until", "Thời điểm hoãn phải ở sau hiện tại.");
    }
    Instant due = dueAt.isBefore(until) ? until : dueAt;
    return new Handling(
        AlertState.TAM_HOAN, owner, disposition, incidentId, due, until, acknowledgedAt);
  }

  private void require(String id, AlertState next) {
    if (!state.canMoveTo(next)) {
      throw new IllegalTransitionException("alert " + id, state, next);
    }
  }

  private String ownerOr(String actor) {
    return owner.isEmpty() ? actor : owner;
  }

  private Instant firstOf(Instant now) {
    return acknowledgedAt == null ? now : acknowledgedAt;
  }
}
