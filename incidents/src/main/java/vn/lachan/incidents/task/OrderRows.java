package vn.lachan.incidents.task;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.ScopedWhere;

/** Rows of task_order and order_event. */
final class OrderRows {

  private record Terms(
      Order.Kind kind, String why, String legalBasis, Instant acknowledgeBy, boolean proof) {}

  static void insert(
      Handle handle,
      String task,
      Order.Kind kind,
      String why,
      String legalBasis,
      Instant acknowledgeBy,
      boolean proof) {
    handle
        .createUpdate(
            "insert into task_order (task_id, kind, why, legal_basis, acknowledge_by,"
                + " proof_required) values (:task, :kind, :why, :basis, :acknowledge, :proof)")
        .bind("task", task)
        .bind("kind", kind.name())
        .bind("why", why)
        .bind("basis", legalBasis)
        .bind("acknowledge", acknowledgeBy)
        .bind("proof", proof)
        .execute();
  }

  static void add(Handle handle, String task, OrderEvent event) {
    handle
        .createUpdate(
            "insert into order_event (task_id, done_at, actor, kind, ref, content)"
                + " values (:task, :at, :actor, :kind, :ref, :text)")
        .bind("task", task)
        .bind("at", event.at())
        .bind("actor", event.actor())
        .bind("kind", event.kind().name())
        .bind("ref", event.ref())
        .bind("text", event.text())
        .execute();
  }

  /** Whether this task is an order that needs proof and has none yet. */
  static boolean lacksProof(Handle handle, String task) {
    return handle
            .createQuery(
                "select count(*) from task_order o where o.task_id = :task and o.proof_required"
                    + " and not exists (select 1 from order_event e where e.task_id = o.task_id"
                    + " and e.kind = 'PROOF')")
            .bind("task", task)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** Whether {@code evidence} was collected for the incident of {@code task}. */
  static boolean isEvidenceOf(Handle handle, String evidence, String incident) {
    return handle
            .createQuery("select count(*) from evidence where id = :id and incident_id = :incident")
            .bind("id", evidence)
            .bind("incident", incident)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** The orders that fit {@code where}, a condition on task {@code t}; what is due first on top. */
  static List<Order> select(Handle handle, ScopedWhere where, int limit) {
    ScopedWhere orders =
        where.copy().and("exists (select 1 from task_order o where o.task_id = t.id)");
    List<Task> tasks =
        TaskRows.select(handle, orders, "order by t.due_at, t.created_at, t.id limit " + limit);
    if (tasks.isEmpty()) {
      return List.of();
    }
    List<String> ids = tasks.stream().map(Task::id).toList();
    Map<String, Terms> terms = terms(handle, ids);
    Map<String, List<OrderEvent>> events = events(handle, ids);
    List<Order> found = new ArrayList<>();
    for (Task task : tasks) {
      Terms t = terms.get(task.id());
      if (t != null) {
        List<OrderEvent> happened = events.getOrDefault(task.id(), List.of());
        found.add(
            new Order(
                task, t.kind(), t.why(), t.legalBasis(), t.acknowledgeBy(), t.proof(), happened));
      }
    }
    return found;
  }

  static Order require(Handle handle, OrganizationScope scope, String id) {
    return select(handle, ScopedWhere.tasks(scope, "t").and("t.id = :id").value("id", id), 1)
        .stream()
        .findFirst()
        .orElseThrow(() -> new NotFoundException("order", id));
  }

  private static Map<String, Terms> terms(Handle handle, List<String> ids) {
    Map<String, Terms> terms = new HashMap<>();
    handle
        .createQuery("select * from task_order where task_id in (<ids>)")
        .bindList("ids", ids)
        .map((row, _) -> terms.put(row.getString("task_id"), terms(row)))
        .list();
    return terms;
  }

  private static Terms terms(ResultSet row) throws SQLException {
    return new Terms(
        Order.Kind.valueOf(row.getString("kind")),
        row.getString("why"),
        row.getString("legal_basis"),
        Columns.time(row, "acknowledge_by"),
        row.getBoolean("proof_required"));
  }

  private static Map<String, List<OrderEvent>> events(Handle handle, List<String> ids) {
    return handle
        .createQuery("select * from order_event where task_id in (<ids>) order by id")
        .bindList("ids", ids)
        .map((row, _) -> Map.entry(row.getString("task_id"), event(row)))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                LinkedHashMap::new,
                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static OrderEvent event(ResultSet row) throws SQLException {
    return new OrderEvent(
        Columns.time(row, "done_at"),
        row.getString("actor"),
        OrderEvent.Kind.valueOf(row.getString("kind")),
        row.getString("ref"),
        row.getString("content"));
  }

  private OrderRows() {}
}
