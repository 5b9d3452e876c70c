package vn.lachan.incidents.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.Json;

/** Reads and writes the tables of evidence. */
final class EvidenceRows {
  private EvidenceRows() {}

  static void insert(Handle handle, Evidence evidence) {
    SealedSearch search = evidence.search();
    handle
        .createUpdate(
            """
            insert into evidence (id, incident_id, name, size_bytes, sha256, media_type,
              collected_by, collected_at, collected_from, description, search)
            values (:id, :incident, :name, :size, :sha256, :type, :by, :at, :from, :description,
              :search)
            """)
        .bind("id", evidence.id())
        .bind("incident", evidence.incidentId())
        .bind("name", evidence.name())
        .bind("size", evidence.size())
        .bind("sha256", evidence.sha256())
        .bind("type", evidence.mediaType())
        .bind("by", evidence.collectedBy())
        .bind("at", evidence.collectedAt())
        .bind("from", evidence.collectedFrom())
        .bind("description", evidence.description())
        .bind("search", search == null ? null : Json.write(search))
        .execute();
  }

  static void touch(Handle handle, String evidenceId, Evidence.Custody custody) {
    handle
        .createUpdate(
            "insert into evidence_custody (evidence_id, done_at, actor, act, party, note)"
                + " values (:id, :at, :actor, :act, :party, :note)")
        .bind("id", evidenceId)
        .bind("at", custody.at())
        .bind("actor", custody.actor())
        .bind("act", custody.act().name())
        .bind("party", custody.party())
        .bind("note", custody.note())
        .execute();
  }

  static Evidence require(Handle handle, String incidentId, String evidenceId) {
    return select(handle, incidentId).stream()
        .filter(found -> found.id().equals(evidenceId))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("evidence", evidenceId));
  }

  /** Evidence of an incident in the order of collection. */
  static List<Evidence> select(Handle handle, String incidentId) {
    Map<String, List<Evidence.Custody>> custody = custody(handle, incidentId);
    return handle
        .createQuery("select * from evidence where incident_id = :id order by collected_at, id")
        .bind("id", incidentId)
        .map((row, _) -> evidence(row, custody.getOrDefault(row.getString("id"), List.of())))
        .list();
  }

  private static Map<String, List<Evidence.Custody>> custody(Handle handle, String incidentId) {
    Map<String, List<Evidence.Custody>> custody = new HashMap<>();
    handle
        .createQuery(
            "select c.* from evidence_custody c join evidence e on e.id = c.evidence_id"
                + " where e.incident_id = :id order by c.id")
        .bind("id", incidentId)
        .map((row, _) ->
            Map.entry(
                row.getString("evidence_id"),
                new Evidence.Custody(
                    Columns.time(row, "done_at"),
                    row.getString("actor"),
                    Evidence.Act.valueOf(row.getString("act")),
                    row.getString("party"),
                    row.getString("note"))))
        .forEach(entry ->
            custody.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(entry.getValue()));
    return custody;
  }

  private static Evidence evidence(ResultSet row, List<Evidence.Custody> custody)
      throws SQLException {
    String search = row.getString("search");
    return new Evidence(
        row.getString("id"),
        row.getString("incident_id"),
        row.getString("name"),
        row.getLong("size_bytes"),
        row.getString("sha256"),
        row.getString("media_type"),
        row.getString("collected_by"),
        Columns.time(row, "collected_at"),
        row.getString("collected_from"),
        row.getString("description"),
        search == null ? null : Json.read(search, SealedSearch.class),
        custody);
  }
}
