package vn.lachan.incidents.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IncidentNote;
import vn.lachan.incidents.TimelineEntry;

/** Rows of incident_timeline and incident_note; only ever added. */
public final class TimelineRows {

  /** What a responder did, seen by all who see the incident. */
  public static void responder(
      Handle handle,
      String incidentId,
      Instant at,
      String kind,
      String actor,
      String text,
      List<String> refs) {
    add(handle, incidentId, at, at, TimelineEntry.Lane.RESPONDER, kind, actor, text, refs, null);
  }

  /**
   * Adds an entry to any lane.
   *
   * @param organization whose data the text shows: only who sees that unit sees the entry; null for
   *     everybody who sees the incident
   */
  public static String add(
      Handle handle,
      String incidentId,
      Instant happened,
      Instant written,
      TimelineEntry.Lane lane,
      String kind,
      String actor,
      String text,
      List<String> refs,
      @Nullable String organization) {
    String id = UUID.randomUUID().toString();
    handle
        .createUpdate(
            "insert into incident_timeline (id, incident_id, happened_at, written_at, lane, kind,"
                + " actor, content, refs, organization) values (:id, :incident, :happened,"
                + " :written, :lane, :kind, :actor, :content, :refs, :organization)")
        .bind("id", id)
        .bind("incident", incidentId)
        .bind("happened", happened)
        .bind("written", written)
        .bind("lane", lane.name())
        .bind("kind", kind)
        .bind("actor", actor)
        .bind("content", text)
        .bind("refs", Json.write(refs))
        .bind("organization", organization)
        .execute();
    return id;
  }

  public static List<TimelineEntry> of(Handle handle, OrganizationScope scope, String incidentId) {
    ScopedWhere where =
        ScopedWhere.of(scope, "t.organization is null or t.organization in (<scope>)")
            .and("t.incident_id = :incident")
            .value("incident", incidentId);
    return where
        .bind(
            handle.createQuery(
                "select t.* from incident_timeline t"
                    + where.sql()
                    + "order by t.happened_at, t.written_at, t.id"))
        .map((row, _) ->
            new TimelineEntry(
                row.getString("id"),
                Columns.time(row, "happened_at"),
                TimelineEntry.Lane.valueOf(row.getString("lane")),
                row.getString("kind"),
                row.getString("actor"),
                row.getString("content"),
                Json.list(row.getString("refs"))))
        .list();
  }

  public static String note(
      Handle handle, String incidentId, Instant at, String author, String text) {
    String id = UUID.randomUUID().toString();
    handle
        .createUpdate(
            "insert into incident_note (id, incident_id, written_at, author, content)"
                + " values (:id, :incident, :at, :author, :content)")
        .bind("id", id)
        .bind("incident", incidentId)
        .bind("at", at)
        .bind("author", author)
        .bind("content", text)
        .execute();
    return id;
  }

  public static List<IncidentNote> notes(Handle handle, String incidentId) {
    return handle
        .createQuery("select * from incident_note where incident_id = :id order by written_at, id")
        .bind("id", incidentId)
        .map((row, _) ->
            new IncidentNote(
                row.getString("id"),
                Columns.time(row, "written_at"),
                row.getString("author"),
                row.getString("content")))
        .list();
  }

  private TimelineRows() {}
}
