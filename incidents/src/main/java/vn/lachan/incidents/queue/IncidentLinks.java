package vn.lachan.incidents.queue;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.store.ScopedWhere;

/** Which rows of the queue belong to which incident, and since when. */
public final class IncidentLinks {

  public static void begin(
      Handle handle, String incidentId, String itemId, String by, Instant now) {
    handle
        .createUpdate(
            "insert into incident_alert (incident_id, item_id, valid_from, linked_by)"
                + " values (:incident, :item, :now, :by)")
        .bind("incident", incidentId)
        .bind("item", itemId)
        .bind("now", now)
        .bind("by", by)
        .execute();
  }

  public static void end(Handle handle, String itemId, Instant now) {
    handle
        .createUpdate(
            "update incident_alert set valid_to = :now where item_id = :item and valid_to is null")
        .bind("now", now)
        .bind("item", itemId)
        .execute();
  }

  /** Whether {@code move} makes the row one of another incident, or of none. */
  static boolean isElsewhere(AlertRows.Move move) {
    return !Objects.equals(move.item().incidentId(), move.next().incidentId());
  }

  /** Links the row to what {@code move} says it belongs to. */
  static void follow(Handle handle, AlertRows.Move move, String by, Instant now) {
    end(handle, move.item().id(), now);
    String next = move.next().incidentId();
    if (next != null) {
      begin(handle, next, move.item().id(), by, now);
    }
  }

  public static List<QueuedAlert> alerts(
      Handle handle, OrganizationScope scope, String incidentId) {
    ScopedWhere where =
        ScopedWhere.alerts(scope, "i")
            .and(
                "exists (select 1 from incident_alert l where l.item_id = i.id and"
                    + " l.incident_id = :incident and l.valid_to is null)")
            .value("incident", incidentId);
    return AlertRows.select(handle, where, "order by i.first_at, i.id");
  }

  private IncidentLinks() {}
}
