package vn.lachan.incidents.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Level;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.Folded;
import vn.lachan.incidents.store.Json;
import vn.lachan.incidents.store.LevelColumn;
import vn.lachan.incidents.store.ScopedWhere;

/** Rows of alert_item and alert, within a transaction of the caller. */
public final class AlertRows {
  static final String COLUMNS = "select i.* from alert_item i";

  static QueuedAlert item(ResultSet row) throws SQLException {
    Instant due = Columns.time(row, "due_at");
    String disposition = row.getString("disposition");
    return new QueuedAlert(
        row.getString("id"),
        row.getString("rule_id"),
        row.getString("rule_version"),
        row.getString("title"),
        row.getString("reason"),
        LevelColumn.level(row.getInt("level")),
        Columns.time(row, "first_at"),
        Columns.time(row, "last_at"),
        Columns.time(row, "detected_at"),
        row.getString("organization"),
        row.getString("entity"),
        row.getString("dataset"),
        Json.list(row.getString("tags")),
        Json.map(row.getString("fields")),
        row.getInt("occurrences"),
        row.getLong("event_count"),
        row.getLong("more"),
        AlertState.valueOf(row.getString("state")),
        row.getString("owner"),
        disposition == null ? null : Disposition.valueOf(disposition),
        row.getString("incident_id"),
        due.equals(Columns.NEVER) ? null : due,
        Columns.timeOrNull(row, "snoozed_until"),
        Columns.timeOrNull(row, "acknowledged_at"),
        row.getLong("version"));
  }

  public static List<QueuedAlert> select(Handle handle, ScopedWhere where, String rest) {
    return where
        .bind(handle.createQuery(COLUMNS + where.sql() + rest))
        .map((row, _) -> item(row))
        .list();
  }

  static Optional<QueuedAlert> find(Handle handle, OrganizationScope scope, String id) {
    ScopedWhere where = ScopedWhere.alerts(scope, "i").and("i.id = :id").value("id", id);
    return select(handle, where, "").stream().findFirst();
  }

  /** Locks rows in the order of their ids, so that two acts never wait for each other. */
  public static List<QueuedAlert> lock(
      Handle handle, OrganizationScope scope, Collection<String> ids) {
    Set<String> wanted = new HashSet<>(ids);
    ScopedWhere where = ScopedWhere.alerts(scope, "i").and("i.id in (<ids>)").list("ids", wanted);
    List<QueuedAlert> items = select(handle, where, "order by i.id for update");
    items.forEach(item -> wanted.remove(item.id()));
    if (!wanted.isEmpty()) {
      throw new NotFoundException("alert", wanted.iterator().next());
    }
    return items;
  }

  static @Nullable QueuedAlert lockGroup(Handle handle, String key) {
    return handle
        .createQuery(COLUMNS + " where i.group_key = :key for update")
        .bind("key", key)
        .map((row, _) -> item(row))
        .findOne()
        .orElse(null);
  }

  static void insert(Handle handle, Alert alert, String key, Handling handling) {
    handle
        .createUpdate(
            """
            insert into alert_item (id, group_key, rule_id, rule_version, title, reason, level,
              first_at, last_at, detected_at, organization, entity, dataset, tags, fields,
              occurrences, event_count, state, owner, due_at, search_text, version)
            values (:id, :key, :rule, :version, :title, :reason, :level, :at, :at, :detected,
              :organization, :entity, :dataset, :tags, :fields, 1, :events, :state, :owner, :due,
              :search, 1)
            """)
        .bind("id", alert.id())
        .bind("key", key)
        .bind("rule", alert.ruleId())
        .bind("version", alert.ruleVersion())
        .bind("title", alert.title())
        .bind("reason", alert.reason())
        .bind("level", LevelColumn.of(alert.level()))
        .bind("at", alert.at())
        .bind("detected", alert.detected())
        .bind("organization", alert.organization())
        .bind("entity", alert.entity())
        .bind("dataset", alert.dataset())
        .bind("tags", Json.write(alert.tags()))
        .bind("fields", Json.write(alert.fields()))
        .bind("events", alert.eventIds().size())
        .bind("state", handling.state().name())
        .bind("owner", handling.owner())
        .bind("due", handling.dueAt())
        .bind("search", searchText(alert))
        .execute();
  }

  /** One more occurrence; the newest alert gives reason, fields and rule version. */
  static void join(Handle handle, QueuedAlert item, Alert alert, Instant due) {
    boolean newest = !alert.at().isBefore(item.lastAt());
    Level level = alert.level().compareTo(item.level()) > 0 ? alert.level() : item.level();
    Instant first = alert.at().isBefore(item.at()) ? alert.at() : item.at();
    Instant before = item.dueAt();
    handle
        .createUpdate(
            """
            update alert_item set occurrences = occurrences + 1, event_count = event_count + :events,
              first_at = :first, last_at = :last, level = :level, due_at = :due, reason = :reason,
              fields = :fields, rule_version = :version, search_text = :search,
              version = version + 1
            where id = :id
            """)
        .bind("events", alert.eventIds().size())
        .bind("first", first)
        .bind("last", newest ? alert.at() : item.lastAt())
        .bind("level", LevelColumn.of(level))
        .bind("due", before == null ? Columns.NEVER : due.isBefore(before) ? due : before)
        .bind("reason", newest ? alert.reason() : item.reason())
        .bind("fields", Json.write(newest ? alert.fields() : item.fields()))
        .bind("version", newest ? alert.ruleVersion() : item.ruleVersion())
        .bind("search", searchText(alert) + " " + Folded.of(item.id()))
        .bind("id", item.id())
        .execute();
  }

  static void insertOccurrence(Handle handle, String itemId, Alert alert) {
    handle
        .createUpdate(
            "insert into alert (id, item_id, happened_at, content)"
                + " values (:id, :item, :at, :content)")
        .bind("id", alert.id())
        .bind("item", itemId)
        .bind("at", alert.at())
        .bind("content", Json.write(alert))
        .execute();
  }

  /** Raises what an alert and its row stand for to {@code count}; never lowers it. */
  static boolean more(Handle handle, String alertId, long count, Instant last) {
    String itemId =
        handle
            .createQuery("select item_id from alert where id = :id")
            .bind("id", alertId)
            .mapTo(String.class)
            .findOne()
            .orElse(null);
    if (itemId == null) {
      return false;
    }
    handle
        .createQuery("select id from alert_item where id = :id for update")
        .bind("id", itemId)
        .mapTo(String.class)
        .one();
    long before =
        handle
            .createQuery("select more from alert where id = :id")
            .bind("id", alertId)
            .mapTo(Long.class)
            .one();
    if (before >= count) {
      return false;
    }
    handle
        .createUpdate("update alert set more = :count where id = :id")
        .bind("count", count)
        .bind("id", alertId)
        .execute();
    handle
        .createUpdate(
            "update alert_item set more = more + :added, version = version + 1,"
                + " last_at = case when last_at < :last then :last else last_at end where id = :id")
        .bind("added", count - before)
        .bind("last", last)
        .bind("id", itemId)
        .execute();
    return true;
  }

  static Set<String> known(Handle handle, List<Alert> alerts) {
    return handle
        .createQuery("select id from alert where id in (<ids>)")
        .bindList("ids", alerts.stream().map(Alert::id).toList())
        .mapTo(String.class)
        .set();
  }

  static void releaseGroup(Handle handle, String id) {
    handle
        .createUpdate("update alert_item set group_key = null where id = :id")
        .bind("id", id)
        .execute();
  }

  /** Lets a row that is open again take the next alert, unless another row does already. */
  static void claimGroup(Handle handle, String id, String key) {
    handle
        .createUpdate(
            "update alert_item set group_key = :key where id = :id and group_key is null"
                + " and not exists (select 1 from alert_item o where o.group_key = :key)")
        .bind("id", id)
        .bind("key", key)
        .execute();
  }

  /** The row belongs to {@code incidentId} now, as its link says. */
  public static void follow(Handle handle, String id, String incidentId) {
    handle
        .createUpdate(
            "update alert_item set incident_id = :incident, version = version + 1 where id = :id")
        .bind("incident", incidentId)
        .bind("id", id)
        .execute();
  }

  /** A change of one row by a person, with what was before. */
  public record Move(QueuedAlert item, Handling next) {}

  /** Writes the new handling and one history row each. */
  public static void move(
      Handle handle,
      List<Move> moves,
      String actor,
      String action,
      String note,
      String token,
      Instant now) {
    HistoryRows.add(handle, moves, actor, action, note, token, null, now);
    apply(handle, moves);
  }

  /** As {@link #move}, for an act that takes back the one with token {@code undoes}. */
  static void putBack(
      Handle handle, List<Move> moves, String actor, String token, String undoes, Instant now) {
    HistoryRows.add(handle, moves, actor, "UNDO", "", token, undoes, now);
    apply(handle, moves);
  }

  private static void apply(Handle handle, List<Move> moves) {
    update(handle, moves);
    for (Move move : moves) {
      boolean closed = move.next().state() == AlertState.DA_DONG;
      if (closed) {
        releaseGroup(handle, move.item().id());
      } else if (move.item().state() == AlertState.DA_DONG) {
        claimGroup(handle, move.item().id(), GroupKey.of(move.item()));
      }
    }
  }

  private static void update(Handle handle, List<Move> moves) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            update alert_item set state = :state, owner = :owner, disposition = :disposition,
              incident_id = :incident, due_at = :due, snoozed_until = :snoozed,
              acknowledged_at = :acknowledged, version = version + 1
            where id = :id
            """);
    for (Move move : moves) {
      Handling next = move.next();
      Disposition disposition = next.disposition();
      batch
          .bind("state", next.state().name())
          .bind("owner", next.owner())
          .bind("disposition", disposition == null ? null : disposition.name())
          .bind("incident", next.incidentId())
          .bind("due", next.dueAt())
          .bindByType("snoozed", next.snoozedUntil(), Instant.class)
          .bindByType("acknowledged", next.acknowledgedAt(), Instant.class)
          .bind("id", move.item().id())
          .add();
    }
    batch.execute();
  }

  private static String searchText(Alert alert) {
    return Folded.of(
        String.join(
            " ", alert.title(), alert.reason(), alert.entity(), alert.ruleId(), alert.id()));
  }

  private AlertRows() {}
}
