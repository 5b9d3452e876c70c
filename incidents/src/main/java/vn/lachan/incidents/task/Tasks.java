package vn.lachan.incidents.task;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.Cursor;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.ScopedWhere;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Orders to units, with acknowledgement, deadline and result.
 *
 * <p>Only the unit addressed, the coordinator and the platform may act on one. A reader sees the
 * tasks of the units in its scope. Safe for use by several threads and processes.
 */
public final class Tasks {
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;

  public Tasks(DataSource dataSource, AuditTrail audit, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Gives an order and returns its id. The unit addressed is called in to the incident, so that it
   * sees it. Asking again with the same origin key changes nothing and returns the same id.
   *
   * @throws NotAllowedException when who asks may not order this unit: only units of its own scope,
   *     in whatever role
   */
  public String create(Officer by, NewTask wanted) {
    return transactions.write(handle -> create(handle, by, wanted));
  }

  /** The same as part of a larger act. */
  String create(Handle handle, Officer by, NewTask wanted) {
    if (!by.actor().unit().equals(wanted.unit()) && !by.scope().allows(wanted.unit())) {
      throw new NotAllowedException("Chỉ được giao việc cho đơn vị trong phạm vi của mình.");
    }
    Incident incident = IncidentRows.require(handle, by.scope(), wanted.incidentId());
    Sharing.requireUnits(audit, by, incident, List.of(wanted.unit()));
    return createUnchecked(handle, by, wanted);
  }

  /** The same for a unit that {@code by} may not order but may ask. */
  String createUnchecked(Handle handle, Officer by, NewTask wanted) {
    String key = wanted.originKey();
    if (key != null) {
      Optional<Task> there = TaskRows.byOrigin(handle, key);
      if (there.isPresent()) {
        return there.get().id();
      }
    }
    Instant now = Transactions.stored(clock.instant());
    Incident incident = IncidentRows.require(handle, by.scope(), wanted.incidentId());
    if (incident.state().isClosed()) {
      throw new IllegalTransitionException(
          "incident " + incident.id(), incident.state(), IncidentState.PHAN_TICH);
    }
    Sharing.requireOrdinary(audit, by, incident);
    String id = UUID.randomUUID().toString();
    TaskRows.insert(handle, id, wanted, by.id(), now);
    IncidentRows.addUnits(handle, incident.id(), List.of(wanted.unit()));
    entry(handle, incident.id(), id, by, now, "Giao việc: " + wanted.title());
    append(by, "task.create", id, wanted.unit(), incident.id(), "");
    return id;
  }

  /** The unit has received the order. Acknowledging twice changes nothing. */
  public void acknowledge(Officer by, String id) {
    change(
        by,
        id,
        TaskState.DA_NHAN,
        (task, now) -> {
          if (task.acknowledgedAt() == null) {
            return new Next(TaskState.DA_NHAN, by.id(), now, null, "", null, Map.of());
          }
          return new Next(
              task.state(), task.assignee(), task.acknowledgedAt(), null, "", null, Map.of());
        });
  }

  /** Work on it has begun, or goes on after it was blocked. */
  public void start(Officer by, String id) {
    change(
        by,
        id,
        TaskState.DANG_LAM,
        (task, now) ->
            new Next(TaskState.DANG_LAM, by.id(), first(task, now), null, "", null, Map.of()));
  }

  /** It cannot go on. */
  public void block(Officer by, String id, String reason) {
    requireReason(reason, "Phải ghi lý do việc bị chặn.");
    change(
        by,
        id,
        TaskState.BI_CHAN,
        (task, now) ->
            new Next(TaskState.BI_CHAN, by.id(), first(task, now), null, reason, null, Map.of()));
  }

  /**
   * It is done.
   *
   * @param result what came of it, for people
   * @param outputs values for the inputs the task asks for
   * @throws InvalidRequestException when a required value is missing or one is not of its type, or
   *     an order that asks for proof has none
   */
  public void complete(Officer by, String id, String result, Map<String, String> outputs) {
    requireReason(result, "Phải ghi kết quả thực hiện.");
    change(
        by,
        id,
        TaskState.XONG,
        (task, now) ->
            new Next(
                TaskState.XONG,
                by.id(),
                first(task, now),
                now,
                "",
                result,
                checked(task, outputs)));
  }

  /** It will not be done. Only the coordinator may skip what is mandatory. */
  public void skip(Officer by, String id, String reason) {
    requireReason(reason, "Phải ghi lý do bỏ qua việc.");
    change(
        by,
        id,
        TaskState.BO_QUA,
        (task, now) -> {
          if (task.mandatory() && !by.coordinates()) {
            throw new NotAllowedException("Chỉ điều phối viên được bỏ qua việc bắt buộc.");
          }
          return new Next(
              TaskState.BO_QUA,
              task.assignee(),
              task.acknowledgedAt(),
              now,
              reason,
              null,
              Map.of());
        });
  }

  public Optional<Task> find(OrganizationScope scope, String id) {
    return transactions.read(handle -> TaskRows.find(handle, scope, id));
  }

  /** The task that was asked for with this key. */
  public Optional<Task> byOrigin(String key) {
    return transactions.read(handle -> TaskRows.byOrigin(handle, key));
  }

  /** Those of {@code ids} that are done or were skipped. */
  public Set<String> finished(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    ScopedWhere where =
        ScopedWhere.tasks(OrganizationScope.PROVINCE, "t")
            .and("t.id in (<ids>) and t.state in ('XONG', 'BO_QUA')")
            .list("ids", ids);
    return transactions.read(handle ->
        where
            .bind(handle.createQuery("select t.id from task t" + where.sql()))
            .mapTo(String.class)
            .set());
  }

  /** The tasks of an incident that lie in the scope, oldest first. */
  public List<Task> ofIncident(OrganizationScope scope, String incidentId) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, incidentId);
      return TaskRows.select(
          handle,
          ScopedWhere.tasks(scope, "t")
              .and("t.incident_id = :incident")
              .value("incident", incidentId),
          "order by t.created_at, t.id");
    });
  }

  public TaskPage list(OrganizationScope scope, TaskFilter filter) {
    ScopedWhere where = ScopedWhere.tasks(scope, "t");
    switch (filter.show()) {
      case OPEN -> where.and("t.state not in ('XONG', 'BO_QUA')");
      case DONE -> where.and("t.state in ('XONG', 'BO_QUA')");
      case ALL -> {}
    }
    String unit = filter.unit();
    if (unit != null) {
      where.and("t.unit = :unit").value("unit", unit);
    }
    String after = filter.after();
    if (after != null) {
      Cursor cursor = Cursor.decode(after, 2);
      where
          .and("(t.due_at > :pDue or (t.due_at = :pDue and t.id > :pId))")
          .value("pDue", cursor.time(0))
          .value("pId", cursor.text(1));
    }
    return transactions.read(handle -> {
      List<Task> rows =
          TaskRows.select(handle, where, "order by t.due_at, t.id limit " + (filter.limit() + 1));
      boolean more = rows.size() > filter.limit();
      List<Task> items = more ? rows.subList(0, filter.limit()) : rows;
      return new TaskPage(items, more ? cursor(items.getLast()) : null);
    });
  }

  private static String cursor(Task last) {
    Instant due = last.dueAt();
    return Cursor.encode((due == null ? Columns.NEVER : due).toString(), last.id());
  }

  /** What a task becomes. */
  private record Next(
      TaskState state,
      @Nullable String assignee,
      @Nullable Instant acknowledgedAt,
      @Nullable Instant completedAt,
      String reason,
      @Nullable String result,
      Map<String, String> outputs) {}

  private interface Step {
    Next from(Task task, Instant now);
  }

  private void change(Officer by, String id, TaskState to, Step step) {
    transactions.write(handle -> {
      Instant now = Transactions.stored(clock.instant());
      Task task = TaskRows.lock(handle, by.scope(), id);
      if (!by.answersFor(task.unit())) {
        throw new NotAllowedException(
            "Chỉ đơn vị được giao hoặc điều phối viên được xử lý việc này.");
      }
      boolean again = to == TaskState.DA_NHAN && task.acknowledgedAt() != null;
      if (task.state().isFinished() || (!again && !task.state().canMoveTo(to))) {
        throw new IllegalTransitionException("task " + id, task.state(), to);
      }
      if (to == TaskState.XONG && OrderRows.lacksProof(handle, id)) {
        throw new InvalidRequestException(
            "proof", "Lệnh này chỉ hoàn thành khi đã đính kèm chứng cứ thực hiện.");
      }
      Next next = step.from(task, now);
      boolean speaks = next.result() != null || !next.reason().isBlank();
      if (speaks) {
        Sharing.requireOrdinary(audit, handle, by, task.incidentId());
      }
      TaskRows.update(
          handle,
          id,
          next.state(),
          next.assignee(),
          next.acknowledgedAt(),
          next.completedAt(),
          next.reason(),
          next.result(),
          next.outputs());
      if (!again) {
        entry(handle, task.incidentId(), id, by, now, text(task, next));
        append(by, "task." + verb(to), id, task.unit(), task.incidentId(), next.reason());
      }
      return id;
    });
  }

  private static String text(Task task, Next next) {
    return switch (next.state()) {
      case CHO, DA_NHAN -> "Đã nhận việc: " + task.title();
      case DANG_LAM -> "Bắt đầu việc: " + task.title();
      case BI_CHAN -> "Việc bị chặn: " + task.title() + " - " + next.reason();
      case XONG -> "Xong việc: " + task.title() + " - " + next.result();
      case BO_QUA -> "Bỏ qua việc: " + task.title() + " - " + next.reason();
    };
  }

  private static String verb(TaskState to) {
    return switch (to) {
      case CHO, DA_NHAN -> "acknowledge";
      case DANG_LAM -> "start";
      case BI_CHAN -> "block";
      case XONG -> "complete";
      case BO_QUA -> "skip";
    };
  }

  private static Instant first(Task task, Instant now) {
    Instant acknowledged = task.acknowledgedAt();
    return acknowledged == null ? now : acknowledged;
  }

  private static Map<String, String> checked(Task task, Map<String, String> outputs) {
    Map<String, String> checked = new LinkedHashMap<>();
    for (TaskInput input : task.inputs()) {
      String value = outputs.get(input.name());
      if (value == null || (value.isEmpty() && input.required())) {
        if (input.required()) {
          throw new InvalidRequestException(input.name(), "Thiếu giá trị " + input.name() + ".");
        }
      } else if (!input.type().accepts(value)) {
        throw new InvalidRequestException(
            input.name(),
            "Giá trị " + input.name() + " không đúng kiểu " + input.type().word() + ".");
      } else {
        checked.put(input.name(), value);
      }
    }
    return checked;
  }

  private static void requireReason(String text, String message) {
    if (text.isBlank()) {
      throw new InvalidRequestException("reason", message);
    }
  }

  /** What is said about a task is seen by its unit and by who sees the whole province. */
  private static void entry(
      Handle handle, String incidentId, String id, Officer by, Instant now, String text) {
    TimelineRows.responder(handle, incidentId, now, "TASK", by.id(), text, List.of("task:" + id));
  }

  private void append(
      Officer by, String action, String id, String unit, String incidentId, String note) {
    audit.append(
        new AuditEntry(
            by.actor(), action, "task:" + id, unit, Map.of("incident", incidentId, "note", note)));
  }
}
