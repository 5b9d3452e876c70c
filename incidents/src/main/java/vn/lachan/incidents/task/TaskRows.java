package vn.lachan.incidents.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.Json;
import vn.lachan.incidents.store.ScopedWhere;

/** Rows of task. */
public final class TaskRows {
  private static final String SELECT =
      "select t.*, (select i.title from incident i where i.id = t.incident_id) as incident_title"
          + " from task t";

  static List<Task> select(Handle handle, ScopedWhere where, String rest) {
    return where
        .bind(handle.createQuery(SELECT + where.sql() + rest))
        .map((row, _) -> task(row))
        .list();
  }

  static Optional<Task> find(Handle handle, OrganizationScope scope, String id) {
    return select(handle, ScopedWhere.tasks(scope, "t").and("t.id = :id").value("id", id), "")
        .stream()
        .findFirst();
  }

  static Task lock(Handle handle, OrganizationScope scope, String id) {
    handle
        .createQuery("select id from task where id = :id for update")
        .bind("id", id)
        .mapTo(String.class)
        .findOne();
    return find(handle, scope, id).orElseThrow(() -> new NotFoundException("task", id));
  }

  static Optional<Task> byOrigin(Handle handle, String key) {
    return select(
            handle,
            ScopedWhere.tasks(OrganizationScope.PROVINCE, "t")
                .and("t.origin_key = :key")
                .value("key", key),
            "")
        .stream()
        .findFirst();
  }

  public static List<Task> openMandatory(Handle handle, String incidentId) {
    return select(
        handle,
        ScopedWhere.tasks(OrganizationScope.PROVINCE, "t")
            .and("t.incident_id = :id and t.mandatory and t.state not in ('XONG', 'BO_QUA')")
            .value("id", incidentId),
        "order by t.created_at, t.id");
  }

  static void insert(Handle handle, String id, NewTask wanted, String by, Instant now) {
    Instant due = wanted.dueAt();
    handle
        .createUpdate(
            """
            insert into task (id, incident_id, origin_key, run_id, title, instructions, unit, state,
              mandatory, due_at, created_at, created_by, reason, inputs, outputs)
            values (:id, :incident, :origin, :run, :title, :instructions, :unit, 'CHO', :mandatory,
              :due, :now, :by, '', :inputs, '{}')
            """)
        .bind("id", id)
        .bind("incident", wanted.incidentId())
        .bind("origin", wanted.originKey())
        .bind("run", wanted.runId())
        .bind("title", wanted.title())
        .bind("instructions", wanted.instructions())
        .bind("unit", wanted.unit())
        .bind("mandatory", wanted.mandatory())
        .bind("due", due == null ? Columns.NEVER : due)
        .bind("now", now)
        .bind("by", by)
        .bind("inputs", Json.write(wanted.inputs()))
        .execute();
  }

  static void update(
      Handle handle,
      String id,
      TaskState state,
      @Nullable String assignee,
      @Nullable Instant acknowledgedAt,
      @Nullable Instant completedAt,
      String reason,
      @Nullable String result,
      Map<String, String> outputs) {
    handle
        .createUpdate(
            "update task set state = :state, assignee = :assignee, acknowledged_at = :acknowledged,"
                + " completed_at = :completed, reason = :reason, result = :result,"
                + " outputs = :outputs where id = :id")
        .bind("state", state.name())
        .bind("assignee", assignee)
        .bindByType("acknowledged", acknowledgedAt, Instant.class)
        .bindByType("completed", completedAt, Instant.class)
        .bind("reason", reason)
        .bind("result", result)
        .bind("outputs", Json.write(outputs))
        .bind("id", id)
        .execute();
  }

  private static Task task(ResultSet row) throws SQLException {
    Instant due = Columns.time(row, "due_at");
    return new Task(
        row.getString("id"),
        row.getString("incident_id"),
        row.getString("incident_title"),
        row.getString("run_id"),
        row.getString("title"),
        row.getString("instructions"),
        row.getString("unit"),
        row.getString("assignee"),
        TaskState.valueOf(row.getString("state")),
        row.getBoolean("mandatory"),
        due.equals(Columns.NEVER) ? null : due,
        Columns.time(row, "created_at"),
        row.getString("created_by"),
        Columns.timeOrNull(row, "acknowledged_at"),
        Columns.timeOrNull(row, "completed_at"),
        row.getString("reason"),
        row.getString("result"),
        List.of(Json.read(row.getString("inputs"), TaskInput[].class)),
        Json.map(row.getString("outputs")));
  }

  private TaskRows() {}
}
