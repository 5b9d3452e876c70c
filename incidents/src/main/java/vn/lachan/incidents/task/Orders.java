package vn.lachan.incidents.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.ScopedWhere;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Orders from the police coordinator to operating units, and their calls for help.
 *
 * <p>An order is a task with a purpose, a legal basis and two deadlines: to acknowledge it and to
 * finish it. Acknowledging, starting, blocking and finishing are those of {@link Tasks}; an order
 * that asks for proof is not finished without evidence of its incident. What is late climbs the
 * tree of units, one unit each {@link OrderSettings#escalateEvery()}, and ends at the coordinator.
 *
 * <p>Safe for use by several threads and processes: an escalation is told once.
 */
public final class Orders {
  private final Transactions transactions;
  private final Tasks tasks;
  private final AuditTrail audit;
  private final Clock clock;
  private final UnaryOperator<String> above;
  private final OrderSettings settings;

  /**
   * @param above code of the unit above a unit; empty for the province
   */
  public Orders(
      DataSource dataSource,
      Tasks tasks,
      AuditTrail audit,
      Clock clock,
      UnaryOperator<String> above,
      OrderSettings settings) {
    this.transactions = new Transactions(dataSource);
    this.tasks = tasks;
    this.audit = audit;
    this.clock = clock;
    this.above = above;
    this.settings = settings;
  }

  /**
   * Gives an order and returns its id. The unit is called in to the incident.
   *
   * @throws NotAllowedException when {@code by} does not coordinate
   * @throws InvalidRequestException when a deadline has passed already or they are the wrong way
   *     round
   */
  public String give(Officer by, NewOrder wanted) {
    if (!by.coordinates()) {
      throw new NotAllowedException("Chỉ điều phối viên được ra lệnh điều phối.");
    }
    Instant now = now();
    Instant acknowledge =
        Optional.ofNullable(wanted.acknowledgeBy()).orElse(now.plus(settings.acknowledgeWithin()));
    if (!wanted.dueAt().isAfter(now)) {
      throw new InvalidRequestException("dueAt", "Hạn hoàn thành đã qua.");
    }
    if (!acknowledge.isAfter(now) || acknowledge.isAfter(wanted.dueAt())) {
      acknowledge = earlier(wanted, now);
    }
    Instant heard = acknowledge;
    return transactions.write(handle -> {
      String id = tasks.create(handle, by, wanted.task());
      OrderRows.insert(
          handle,
          id,
          Order.Kind.LENH,
          wanted.why(),
          wanted.legalBasis(),
          heard,
          wanted.proofRequired());
      append(by, "order.give", id, wanted.unit(), wanted.incidentId(), wanted.legalBasis());
      return id;
    });
  }

  /**
   * A time to acknowledge that was not given fits into the time to finish; a wrong one is refused.
   */
  private static Instant earlier(NewOrder wanted, Instant now) {
    if (wanted.acknowledgeBy() != null) {
      throw new InvalidRequestException(
          "acknowledgeBy", "Hạn xác nhận phải ở tương lai và không sau hạn hoàn thành.");
    }
    return now.plus(Duration.between(now, wanted.dueAt()).dividedBy(2));
  }

  /**
   * Asks the coordinator's unit for help with what is beyond the own unit's ability. Whoever sees
   * the incident may ask.
   *
   * @param coordinator code of the unit that coordinates
   */
  public String requestHelp(Officer by, String incidentId, String what, String coordinator) {
    if (what.isBlank()) {
      throw new InvalidRequestException("what", "Phải ghi cần hỗ trợ việc gì.");
    }
    Instant now = now();
    NewTask task =
        new NewTask(
            incidentId,
            null,
            null,
            "Yêu cầu hỗ trợ vượt khả năng",
            what,
            coordinator,
            false,
            now.plus(settings.helpWithin()),
            List.of());
    return transactions.write(handle -> {
      String id = tasks.createUnchecked(handle, by, task);
      OrderRows.insert(
          handle, id, Order.Kind.HO_TRO, what, "", now.plus(settings.acknowledgeWithin()), false);
      append(by, "order.help", id, coordinator, incidentId, what);
      return id;
    });
  }

  /** Says how far the work is. Whoever works on it acknowledges it with that. */
  public void progress(Officer by, String id, String text) {
    if (text.isBlank()) {
      throw new InvalidRequestException("text", "Phải ghi tiến độ.");
    }
    transactions.write(handle -> {
      Order order = open(handle, by, id);
      Sharing.requireOrdinary(audit, handle, by, order.task().incidentId());
      tell(handle, by, order, OrderEvent.Kind.PROGRESS, "", text);
      TimelineRows.responder(
          handle,
          order.task().incidentId(),
          now(),
          "ORDER",
          by.id(),
          "Tiến độ “%s”: %s".formatted(order.task().title(), text),
          List.of("task:" + id));
      return id;
    });
  }

  /**
   * Attaches evidence of the order's incident as proof of its execution.
   *
   * @throws InvalidRequestException when the incident has no such evidence
   */
  public void prove(Officer by, String id, String evidenceId) {
    transactions.write(handle -> {
      Order order = open(handle, by, id);
      if (!OrderRows.isEvidenceOf(handle, evidenceId, order.task().incidentId())) {
        throw new InvalidRequestException("evidence", "Sự cố này không có chứng cứ " + evidenceId);
      }
      if (!order.proof().contains(evidenceId)) {
        tell(handle, by, order, OrderEvent.Kind.PROOF, evidenceId, "");
      }
      return id;
    });
  }

  private Order open(Handle handle, Officer by, String id) {
    Task task = TaskRows.lock(handle, by.scope(), id);
    if (!by.answersFor(task.unit())) {
      throw new NotAllowedException(
          "Chỉ đơn vị được giao hoặc điều phối viên được xử lý lệnh này.");
    }
    if (task.state().isFinished()) {
      throw new IllegalTransitionException("order " + id, task.state(), TaskState.DANG_LAM);
    }
    return OrderRows.require(handle, by.scope(), id);
  }

  private void tell(
      Handle handle, Officer by, Order order, OrderEvent.Kind kind, String ref, String text) {
    OrderRows.add(handle, order.task().id(), new OrderEvent(now(), by.id(), kind, ref, text));
    append(
        by,
        "order." + kind.name().toLowerCase(java.util.Locale.ROOT),
        order.task().id(),
        order.task().unit(),
        order.task().incidentId(),
        ref.isEmpty() ? text : ref);
  }

  /** One order. */
  public Order find(OrganizationScope scope, String id) {
    return transactions.read(handle -> OrderRows.require(handle, scope, id));
  }

  /** The orders of an incident that lie in the scope, what is due first on top. */
  public List<Order> ofIncident(OrganizationScope scope, String incidentId) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, incidentId);
      return OrderRows.select(
          handle,
          ScopedWhere.tasks(scope, "t")
              .and("t.incident_id = :incident")
              .value("incident", incidentId),
          settings.most());
    });
  }

  /**
   * The board of the coordinator: what is late on top, then what is due first.
   *
   * @param finished whether those that are finished are shown, instead of the open ones
   */
  public List<Order> board(OrganizationScope scope, boolean finished) {
    Instant now = now();
    ScopedWhere where =
        ScopedWhere.tasks(scope, "t")
            .and("t.state " + (finished ? "in" : "not in") + " ('XONG', 'BO_QUA')");
    return transactions.read(handle -> OrderRows.select(handle, where, settings.most())).stream()
        .sorted(Comparator.comparing(order -> order.lateness(now)))
        .toList();
  }

  /**
   * Finds who has to be told about late orders, and remembers that it was. To be called every
   * minute or so; each escalation is returned once, whichever process asks.
   */
  public List<OrderEscalation> escalate() {
    Instant now = now();
    List<String> late =
        transactions.read(handle ->
            handle
                .createQuery(
                    "select t.id from task t join task_order o on o.task_id = t.id"
                        + " where t.state not in ('XONG', 'BO_QUA') and (t.due_at < :now"
                        + " or (t.acknowledged_at is null and o.acknowledge_by < :now))")
                .bind("now", now)
                .mapTo(String.class)
                .list());
    List<OrderEscalation> told = new ArrayList<>();
    for (String id : late) {
      transactions.write(handle -> climb(handle, id, now)).ifPresent(told::add);
    }
    return told;
  }

  private Optional<OrderEscalation> climb(Handle handle, String id, Instant now) {
    TaskRows.lock(handle, OrganizationScope.PROVINCE, id);
    Order order = OrderRows.require(handle, OrganizationScope.PROVINCE, id);
    Instant due = order.task().dueAt();
    boolean overdue = order.lateness(now) == Order.Lateness.OVERDUE && due != null;
    if (!overdue && order.lateness(now) != Order.Lateness.UNHEARD) {
      return Optional.empty();
    }
    OrderEvent.Kind kind =
        overdue ? OrderEvent.Kind.ESCALATED_OVERDUE : OrderEvent.Kind.ESCALATED_UNHEARD;
    List<OrderEvent> before =
        order.events().stream().filter(event -> event.kind() == kind).toList();
    boolean early =
        !before.isEmpty() && now.isBefore(before.getLast().at().plus(settings.escalateEvery()));
    boolean atTop = !before.isEmpty() && before.getLast().ref().isEmpty();
    if (early || atTop) {
      return Optional.empty();
    }
    String to = above.apply(before.isEmpty() ? order.task().unit() : before.getLast().ref());
    String text =
        overdue
            ? "Lệnh “%s” quá hạn hoàn thành".formatted(order.task().title())
            : "Lệnh “%s” chưa được xác nhận".formatted(order.task().title());
    OrderRows.add(handle, id, new OrderEvent(now, Officer.PLATFORM.id(), kind, to, text));
    TimelineRows.responder(
        handle,
        order.task().incidentId(),
        now,
        "ORDER",
        Officer.PLATFORM.id(),
        text + ", báo " + (to.isEmpty() ? "điều phối cấp tỉnh" : to),
        List.of("task:" + id));
    append(
        Officer.PLATFORM, "order.escalate", id, order.task().unit(), order.task().incidentId(), to);
    return Optional.of(
        new OrderEscalation(
            OrderRows.require(handle, OrganizationScope.PROVINCE, id), to, overdue));
  }

  private void append(
      Officer by, String action, String id, String unit, String incidentId, String note) {
    audit.append(
        new AuditEntry(
            by.actor(), action, "task:" + id, unit, Map.of("incident", incidentId, "note", note)));
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
