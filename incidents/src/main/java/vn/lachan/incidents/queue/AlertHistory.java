package vn.lachan.incidents.queue;

import java.time.Instant;

/**
 * One act on a row of the queue; never changed or removed.
 *
 * @param action TAKE, ASSIGN, CLOSE, REOPEN, NOTE, SNOOZE, WAKE, ESCALATE or UNDO
 * @param state where the row stood after it
 */
public record AlertHistory(
    Instant at, String actor, String action, String note, AlertState state) {}
