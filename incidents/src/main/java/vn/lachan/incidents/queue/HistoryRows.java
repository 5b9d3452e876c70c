package vn.lachan.incidents.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.Json;

/** Rows of alert_history, within a transaction of the caller; only ever added. */
final class HistoryRows {

  static void add(
      Handle handle,
      List<AlertRows.Move> moves,
      String actor,
      String action,
      String note,
      String token,
      @Nullable String undoes,
      Instant now) {
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into alert_history (item_id, done_at, actor, action, note, token, undoes,"
                + " state_before, state_after) values (:item, :at, :actor, :action, :note, :token,"
                + " :undoes, :before, :after)");
    for (AlertRows.Move move : moves) {
      batch
          .bind("item", move.item().id())
          .bind("at", now)
          .bind("actor", actor)
          .bind("action", action)
          .bind("note", note)
          .bind("token", token)
          .bind("undoes", undoes)
          .bind("before", Json.write(move.item().handling()))
          .bind("after", Json.write(move.next()))
          .add();
    }
    batch.execute();
  }

  /** The rows that this person's act with the token touched. */
  static List<String> touched(Handle handle, String token, String actor) {
    return handle
        .createQuery(
            "select item_id from alert_history where token = :token and actor = :actor"
                + " order by item_id")
        .bind("token", token)
        .bind("actor", actor)
        .mapTo(String.class)
        .list();
  }

  static ActsOfRow of(Handle handle, String item) {
    return Objects.requireNonNull(of(handle, List.of(item)).get(item));
  }

  /** The acts on each of the rows, none for a row nobody touched. */
  static Map<String, ActsOfRow> of(Handle handle, Collection<String> items) {
    Map<String, List<ActsOfRow.Act>> acts = new LinkedHashMap<>();
    items.forEach(item -> acts.put(item, new ArrayList<>()));
    handle
        .createQuery("select * from alert_history where item_id in (<items>) order by id")
        .bindList("items", List.copyOf(items))
        .map((row, _) -> Map.entry(row.getString("item_id"), act(row)))
        .forEach(found -> Objects.requireNonNull(acts.get(found.getKey())).add(found.getValue()));
    Map<String, ActsOfRow> rows = new LinkedHashMap<>();
    acts.forEach((item, found) -> rows.put(item, new ActsOfRow(found)));
    return rows;
  }

  private static ActsOfRow.Act act(ResultSet row) throws SQLException {
    return new ActsOfRow.Act(
        row.getLong("id"),
        Columns.time(row, "done_at"),
        row.getString("actor"),
        row.getString("action"),
        row.getString("note"),
        row.getString("token"),
        row.getString("undoes"),
        Json.read(row.getString("state_before"), Handling.class),
        Json.read(row.getString("state_after"), Handling.class));
  }

  private HistoryRows() {}
}
