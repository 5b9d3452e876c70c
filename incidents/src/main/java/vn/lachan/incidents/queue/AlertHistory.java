package vn.lachan.incidents.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One act on a row of the queue; never changed or removed.
 *
 * @param action TAKE, ASSIGN, CLOSE, REOPEN, NOTE, SNOOZE, WAKE, ESCALATE, MOVE, DETACH or UNDO
 * @param state where the row stood after it
 * @param undone whether it was taken back
 * @param undo lets its actor take it back as things are now ({@link AlertQueue#undo}); null when a
 *     later act stands in the way, it was taken back already, or the platform did it
 */
public record AlertHistory(
    Instant at,
    String actor,
    String action,
    String note,
    AlertState state,
    boolean undone,
    @Nullable String undo) {}
