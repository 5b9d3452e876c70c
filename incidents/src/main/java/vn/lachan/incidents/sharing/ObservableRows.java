package vn.lachan.incidents.sharing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.store.Columns;

/** Rows of incident_observable. */
final class ObservableRows {

  static List<Observable> of(Handle handle, Incident incident) {
    return handle
        .createQuery("select * from incident_observable where incident_id = :id order by ordinal")
        .bind("id", incident.id())
        .map((row, _) -> observable(row, incident.marking()))
        .list();
  }

  static void insert(Handle handle, Observable observable) {
    Marking own = observable.own();
    handle
        .createUpdate(
            """
            insert into incident_observable (id, incident_id, kind, content, note, tlp, pap,
              added_by, added_at)
            values (:id, :incident, :kind, :value, :note, :tlp, :pap, :by, :at)
            """)
        .bind("id", observable.id())
        .bind("incident", observable.incidentId())
        .bind("kind", observable.kind().name())
        .bind("value", observable.value())
        .bind("note", observable.note())
        .bind("tlp", own == null ? null : own.tlp().name())
        .bind("pap", own == null ? null : own.pap().name())
        .bind("by", observable.addedBy())
        .bind("at", observable.addedAt())
        .execute();
  }

  static void mark(Handle handle, String id, @Nullable Marking own) {
    handle
        .createUpdate("update incident_observable set tlp = :tlp, pap = :pap where id = :id")
        .bind("tlp", own == null ? null : own.tlp().name())
        .bind("pap", own == null ? null : own.pap().name())
        .bind("id", id)
        .execute();
  }

  private static Observable observable(ResultSet row, Marking ofIncident) throws SQLException {
    String tlp = row.getString("tlp");
    String pap = row.getString("pap");
    Marking own =
        tlp == null || pap == null ? null : new Marking(Tlp.valueOf(tlp), Pap.valueOf(pap));
    return new Observable(
        row.getString("id"),
        row.getString("incident_id"),
        Observable.Kind.valueOf(row.getString("kind")),
        row.getString("content"),
        row.getString("note"),
        own,
        own == null ? ofIncident : own,
        row.getString("added_by"),
        Columns.time(row, "added_at"));
  }

  private ObservableRows() {}
}
