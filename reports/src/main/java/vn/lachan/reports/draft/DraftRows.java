package vn.lachan.reports.draft;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.reports.FilledForm;

/** Reads and writes the tables of V330 and V352. */
final class DraftRows {
  private static final JsonMapper JSON = JsonMapper.shared();

  private DraftRows() {}

  static void insert(Handle handle, FormDraft draft) {
    handle
        .createUpdate(
            """
            insert into form_draft (id, form, form_name, subject, organization, state, version,
              filled, document, created_at, created_by, updated_at, updated_by)
            values (:id, :form, :name, :subject, :organization, :state, :version,
              :filled, :document, :at, :by, :at, :by)
            """)
        .bind("id", draft.id())
        .bind("form", draft.document().form())
        .bind("name", draft.document().formName())
        .bind("subject", draft.subject())
        .bind("organization", draft.organization())
        .bind("state", draft.state().name())
        .bind("version", draft.version())
        .bind("filled", JSON.writeValueAsString(draft.filled()))
        .bind("document", JSON.writeValueAsString(draft.document()))
        .bind("at", draft.createdAt())
        .bind("by", draft.createdBy())
        .execute();
  }

  /** Puts {@code after} in the place of the version before it. */
  static void update(Handle handle, FormDraft after) {
    FormDraft.Signed signed = after.signed();
    int changed =
        handle
            .createUpdate(
                """
                update form_draft set state = :state, version = :version, filled = :filled,
                  document = :document, updated_at = :at, updated_by = :by, signed_at = :signedAt,
                  signed_by = :signedBy, report = :report, sha256 = :sha256, signature = :signature,
                  intent = null
                where id = :id and version = :version - 1 and state = :from
                """)
            .bind("from", signed == null ? "DRAFT" : "SIGNING")
            .bind("id", after.id())
            .bind("state", after.state().name())
            .bind("version", after.version())
            .bind("filled", JSON.writeValueAsString(after.filled()))
            .bind("document", JSON.writeValueAsString(after.document()))
            .bind("at", after.updatedAt())
            .bind("by", after.updatedBy())
            .bind("signedAt", signed == null ? null : signed.at())
            .bind("signedBy", signed == null ? null : signed.by())
            .bind("report", signed == null ? null : signed.report())
            .bind("sha256", signed == null ? null : signed.sha256())
            .bind("signature", signed == null ? null : signed.level().name())
            .execute();
    if (changed != 1) {
      throw new StaleVersionException(
          "form " + after.id(), after.version() - 1, require(handle, after.id()).version());
    }
  }

  /** Writes down that a draft is being signed; its version stays, for nothing in it changed. */
  static void intend(Handle handle, String id, long version, SigningIntent intent) {
    int changed =
        handle
            .createUpdate(
                "update form_draft set state = 'SIGNING', intent = :intent, signed_at = :at"
                    + " where id = :id and version = :version and state = 'DRAFT'")
            .bind("intent", JSON.writeValueAsString(intent))
            .bind("at", intent.at())
            .bind("id", id)
            .bind("version", version)
            .execute();
    if (changed != 1) {
      throw new StaleVersionException("form " + id, version, require(handle, id).version());
    }
  }

  static void takeBack(Handle handle, String id) {
    handle
        .createUpdate(
            "update form_draft set state = 'DRAFT', intent = null, signed_at = null"
                + " where id = :id and state = 'SIGNING'")
        .bind("id", id)
        .execute();
  }

  /** Who is signing; locks the row until the end of the transaction. */
  static Optional<SigningIntent> intent(Handle handle, String id) {
    return handle
        .createQuery(
            "select intent from form_draft where id = :id and state = 'SIGNING' for update")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .map(intent -> JSON.readValue(intent, SigningIntent.class));
  }

  /** Ids of the forms that somebody began to sign before {@code limit} and nobody finished. */
  static List<String> signingSince(Handle handle, Instant limit) {
    return handle
        .createQuery(
            "select id from form_draft where state = 'SIGNING' and signed_at < :limit order by id")
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  static void remember(Handle handle, String draft, FormDraft.Change change) {
    handle
        .createUpdate(
            "insert into form_change (draft, version, at, actor, place, label, was, became)"
                + " values (:draft, :version, :at, :actor, :place, :label, :was, :became)")
        .bind("draft", draft)
        .bind("version", change.version())
        .bind("at", change.at())
        .bind("actor", change.actor())
        .bind("place", change.place())
        .bind("label", change.label())
        .bind("was", change.was())
        .bind("became", change.became())
        .execute();
  }

  static Optional<FormDraft> find(Handle handle, String id) {
    return handle
        .createQuery("select * from form_draft where id = :id")
        .bind("id", id)
        .map((row, _) -> draft(row))
        .findOne();
  }

  static FormDraft require(Handle handle, String id) {
    return find(handle, id).orElseThrow(() -> new NotFoundException("form", id));
  }

  static List<FormDraft> of(Handle handle, String subject) {
    return handle
        .createQuery(
            "select * from form_draft where subject = :subject order by created_at desc, id")
        .bind("subject", subject)
        .map((row, _) -> draft(row))
        .list();
  }

  static List<FormDraft.Change> changes(Handle handle, String draft) {
    return handle
        .createQuery("select * from form_change where draft = :draft order by id")
        .bind("draft", draft)
        .map((row, _) ->
            new FormDraft.Change(
                row.getLong("version"),
                time(row, "at"),
                row.getString("actor"),
                row.getString("place"),
                row.getString("label"),
                row.getString("was"),
                row.getString("became")))
        .list();
  }

  private static FormDraft draft(ResultSet row) throws SQLException {
    return new FormDraft(
        row.getString("id"),
        row.getString("subject"),
        row.getString("organization"),
        FormDraft.State.valueOf(row.getString("state")),
        row.getLong("version"),
        JSON.readValue(row.getString("filled"), FilledForm.class),
        JSON.readValue(row.getString("document"), FilledForm.class),
        time(row, "created_at"),
        row.getString("created_by"),
        time(row, "updated_at"),
        row.getString("updated_by"),
        signed(row));
  }

  private static FormDraft.@Nullable Signed signed(ResultSet row) throws SQLException {
    String by = row.getString("signed_by");
    return by == null
        ? null
        : new FormDraft.Signed(
            time(row, "signed_at"),
            by,
            row.getString("report"),
            row.getString("sha256"),
            FormDraft.SignatureLevel.valueOf(row.getString("signature")));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class), column).toInstant();
  }
}
