package vn.lachan.detection.rulebook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import vn.lachan.detection.ModerationStats;

/** Rows of rulebook_exemption, within a transaction of the caller. */
final class ExemptionRows {

  /** Newest first. */
  static List<ExemptionEntry> all(Handle handle) {
    return handle
        .createQuery("select * from rulebook_exemption order by made_at desc, id")
        .map((row, _) -> entry(row))
        .list();
  }

  static Optional<ExemptionEntry> find(Handle handle, String id) {
    return find(handle, id, "");
  }

  static Optional<ExemptionEntry> lock(Handle handle, String id) {
    return find(handle, id, " for update");
  }

  private static Optional<ExemptionEntry> find(Handle handle, String id, String rest) {
    return handle
        .createQuery("select * from rulebook_exemption where id = :id" + rest)
        .bind("id", id)
        .map((row, _) -> entry(row))
        .findOne();
  }

  private static ExemptionEntry entry(ResultSet row) throws SQLException {
    return new ExemptionEntry(
        row.getString("id"),
        new LinkedHashSet<>(Database.list(row.getString("rules"))),
        row.getString("organization"),
        row.getString("selection"),
        row.getString("reason"),
        row.getString("author"),
        Database.time(row, "made_at"),
        Database.time(row, "expires_at"),
        row.getString("approver"),
        Database.timeOrNull(row, "approved_at"),
        row.getString("revoked_by"),
        Database.timeOrNull(row, "revoked_at"),
        row.getString("revoke_reason"),
        row.getLong("hidden"),
        Database.timeOrNull(row, "last_hidden"));
  }

  static void insert(Handle handle, String id, ExemptionDraft draft, Editor by, Instant now) {
    handle
        .createUpdate(
            """
            insert into rulebook_exemption (id, rules, organization, selection, reason, author,
              made_at, expires_at, revoke_reason, hidden)
            values (:id, :rules, :organization, :selection, :reason, :author, :now, :expires, '', 0)
            """)
        .bind("id", id)
        .bind("rules", Database.json(draft.rules().stream().sorted().toList()))
        .bind("organization", draft.organization())
        .bind("selection", draft.selection())
        .bind("reason", draft.reason())
        .bind("author", by.id())
        .bind("now", Database.stored(now))
        .bind("expires", Database.stored(draft.expiresAt()))
        .execute();
  }

  static void approve(Handle handle, String id, Editor by, Instant now) {
    handle
        .createUpdate(
            "update rulebook_exemption set approver = :by, approved_at = :now where id = :id")
        .bind("id", id)
        .bind("by", by.id())
        .bind("now", Database.stored(now))
        .execute();
    RevisionRow.next(handle);
  }

  static void revoke(Handle handle, String id, Editor by, String reason, Instant now) {
    handle
        .createUpdate(
            "update rulebook_exemption set revoked_by = :by, revoked_at = :now,"
                + " revoke_reason = :reason where id = :id")
        .bind("id", id)
        .bind("by", by.id())
        .bind("reason", reason)
        .bind("now", Database.stored(now))
        .execute();
    RevisionRow.next(handle);
  }

  /** Counts never go back: the detector may have been restored to an earlier place. */
  static void keep(Handle handle, Map<String, ModerationStats.Hidden> counts) {
    PreparedBatch batch =
        handle.prepareBatch(
            "update rulebook_exemption set hidden = :hidden, last_hidden = :last"
                + " where id = :id and hidden < :hidden");
    counts.forEach((id, hidden) ->
        batch
            .bind("id", id)
            .bind("hidden", hidden.events())
            .bindByType("last", Database.stored(hidden.last()), OffsetDateTime.class)
            .add());
    batch.execute();
  }

  private ExemptionRows() {}
}
