package vn.lachan.incidents.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.lachan.detection.Alert;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;

/**
 * Alerts that wait for a decision.
 *
 * <p>Safe for use by several threads and processes. What lies outside the scope of who asks is
 * answered as if it did not exist. An act is all or nothing: when one row does not allow it, no row
 * changes.
 */
public interface AlertQueue {

  /**
   * Adds alerts in this order; returns only after they would survive a crash. An alert whose id was
   * added before is left out. An alert of the same rule, entity and organisation as a row that is
   * not closed joins it, when it lies within {@link QueueSettings#groupWindow()} of its alerts.
   */
  Added add(List<Alert> alerts);

  /**
   * An alert stands for {@code count} more that were not raised, in all so far: told again, or told
   * less, it changes nothing. An alert that is not there is left out.
   *
   * @param last when the last of them happened
   * @return whether the row of the alert changed
   */
  boolean more(String alertId, long count, Instant last);

  /** A page of rows. Rows put off whose time has come are back before it is made. */
  AlertPage list(OrganizationScope scope, AlertFilter filter);

  /** The rows of {@code filter} folded; most rows first. Paging and sorting are not read. */
  List<AlertGroup> groups(OrganizationScope scope, AlertFilter filter, AlertGroup.By by);

  Optional<QueuedAlert> find(OrganizationScope scope, String id);

  /** The alerts of a row, newest first, at most {@code limit}; empty when there is no such row. */
  List<Alert> occurrences(OrganizationScope scope, String id, int limit);

  /** The events of a row, those of the newest alert first, each once, at most {@code limit}. */
  List<String> eventIds(OrganizationScope scope, String id, int limit);

  /** Rows with the same entity or rule within 24 hours (a setting), newest first. */
  List<QueuedAlert> related(OrganizationScope scope, String id, int limit);

  /** Every act on a row, oldest first. */
  List<AlertHistory> history(OrganizationScope scope, String id);

  /**
   * Does {@code action} to rows.
   *
   * @throws NotFoundException when one of them is not there for this officer
   * @throws IllegalTransitionException when the state of one does not allow it
   * @throws InvalidRequestException when there are none or too many
   */
  Change change(Officer by, AlertAction action, List<String> ids);

  /**
   * Puts back what an act changed, as one more act; also an undo, which does the act again. A row
   * is left alone when a later act of anybody changed it and was not itself taken back; a note
   * changes nothing. A deadline that a new alert brought forward stays.
   *
   * @throws NotFoundException when this officer did no act with that token: nobody takes back what
   *     another did
   * @throws IllegalTransitionException when a row would leave or enter an incident that is closed
   */
  Undone undo(Officer by, String token);

  /** Brings back rows whose time has come; returns how many. */
  int wake();

  QueueStats stats();

  /**
   * What the alerts of each rule turned out to be, of rows whose last alert happened since then; in
   * the order of rule ids.
   */
  List<RulePrecision> precision(OrganizationScope scope, Instant since);
}
