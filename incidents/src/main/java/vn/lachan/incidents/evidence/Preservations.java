package vn.lachan.incidents.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.QuerySyntaxException;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Orders to keep data. While one is in force, no partition that holds an event it names is removed
 * by age. Only the coordinator orders and lifts. Safe for several threads and processes.
 */
public final class Preservations {
  private final Transactions transactions;
  private final EventStore events;
  private final AuditTrail audit;
  private final Clock clock;

  public Preservations(DataSource dataSource, EventStore events, AuditTrail audit, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Orders events to be kept and returns the order's id.
   *
   * @param query in the language of searches; empty for all events of the range
   * @throws InvalidRequestException when the query cannot be read, or a reason is missing
   * @throws NotAllowedException when {@code by} does not coordinate
   */
  public String order(
      Officer by,
      String incidentId,
      String query,
      TimeRange range,
      String reason,
      String legalBasis) {
    requireCoordinator(by);
    requireText("reason", reason, "Phải ghi lý do bảo toàn dữ liệu.");
    requireText("legalBasis", legalBasis, "Phải ghi căn cứ pháp lý của lệnh bảo toàn.");
    requireReadable(query, range);
    String id = UUID.randomUUID().toString();
    return transactions.write(handle -> {
      Instant now = now();
      Incident incident = IncidentRows.require(handle, by.scope(), incidentId);
      Sharing.requireOrdinary(audit, by, incident);
      handle
          .createUpdate(
              """
              insert into preservation (id, incident_id, query, from_time, until_time, reason,
                legal_basis, ordered_by, ordered_at, lift_reason)
              values (:id, :incident, :query, :from, :until, :reason, :basis, :by, :now, '')
              """)
          .bind("id", id)
          .bind("incident", incidentId)
          .bind("query", query)
          .bind("from", range.from())
          .bind("until", range.to())
          .bind("reason", reason)
          .bind("basis", legalBasis)
          .bind("by", by.id())
          .bind("now", now)
          .execute();
      said(handle, by, incident, id, now, "Ra lệnh bảo toàn dữ liệu: " + reason);
      append(by, "preservation.order", id, incident, query);
      return id;
    });
  }

  /** Ends an order; the data may then go by age. */
  public void lift(Officer by, String id, String reason) {
    requireCoordinator(by);
    requireText("reason", reason, "Phải ghi lý do gỡ lệnh bảo toàn.");
    transactions.write(handle -> {
      Instant now = now();
      Preservation order =
          select(handle, "order by p.ordered_at, p.id for update").stream()
              .filter(found -> found.id().equals(id))
              .findFirst()
              .orElseThrow(() -> new NotFoundException("preservation", id));
      Incident incident = IncidentRows.require(handle, by.scope(), order.incidentId());
      Sharing.requireOrdinary(audit, by, incident, reason);
      if (!order.isInForce()) {
        throw new InvalidRequestException("id", "Lệnh bảo toàn này đã được gỡ.");
      }
      handle
          .createUpdate(
              "update preservation set lifted_by = :by, lifted_at = :now, lift_reason = :reason"
                  + " where id = :id")
          .bind("by", by.id())
          .bind("now", now)
          .bind("reason", reason)
          .bind("id", id)
          .execute();
      said(handle, by, incident, id, now, "Gỡ lệnh bảo toàn dữ liệu: " + reason);
      append(by, "preservation.lift", id, incident, reason);
      return id;
    });
  }

  /** The orders of an incident, oldest first. */
  public List<Preservation> ofIncident(OrganizationScope scope, String incidentId) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, incidentId);
      return select(handle, "order by p.ordered_at, p.id").stream()
          .filter(order -> order.incidentId().equals(incidentId))
          .toList();
    });
  }

  /** All orders in force. */
  public List<Preservation> inForce() {
    return transactions.read(
        handle -> select(handle, "where p.lifted_at is null order by p.ordered_at, p.id"));
  }

  /**
   * Tells which partitions may be removed: those without an event that an order in force names. The
   * orders are those of this moment.
   */
  public Predicate<EventStore.Partition> mayGo() {
    List<Preservation> orders = inForce();
    return partition -> orders.stream().noneMatch(order -> holds(partition, order));
  }

  private boolean holds(EventStore.Partition partition, Preservation order) {
    Instant end = partition.from().plus(Duration.ofDays(1));
    String ingested = "event.ingested:[\"%s\" TO \"%s\"}".formatted(partition.from(), end);
    String text = order.query().isBlank() ? ingested : "(" + order.query() + ") AND " + ingested;
    return events.count(new EventQuery(text, order.range(), OrganizationScope.PROVINCE)) > 0;
  }

  private void requireReadable(String query, TimeRange range) {
    try {
      events.count(new EventQuery(query, range, OrganizationScope.PROVINCE));
    } catch (QuerySyntaxException e) {
      throw new InvalidRequestException("query", "Câu truy vấn không đọc được: " + e.getMessage());
    }
  }

  private static List<Preservation> select(Handle handle, String rest) {
    return handle
        .createQuery("select p.* from preservation p " + rest)
        .map((row, _) -> preservation(row))
        .list();
  }

  private static Preservation preservation(ResultSet row) throws SQLException {
    return new Preservation(
        row.getString("id"),
        row.getString("incident_id"),
        row.getString("query"),
        new TimeRange(Columns.time(row, "from_time"), Columns.time(row, "until_time")),
        row.getString("reason"),
        row.getString("legal_basis"),
        row.getString("ordered_by"),
        Columns.time(row, "ordered_at"),
        row.getString("lifted_by"),
        Columns.timeOrNull(row, "lifted_at"),
        row.getString("lift_reason"));
  }

  private static void requireCoordinator(Officer by) {
    if (!by.coordinates()) {
      throw new NotAllowedException("Chỉ điều phối viên được ra hoặc gỡ lệnh bảo toàn dữ liệu.");
    }
  }

  private static void requireText(String field, String text, String message) {
    if (text.isBlank()) {
      throw new InvalidRequestException(field, message);
    }
  }

  private static void said(
      Handle handle, Officer by, Incident incident, String id, Instant now, String text) {
    TimelineRows.responder(
        handle, incident.id(), now, "PRESERVATION", by.id(), text, List.of("preservation:" + id));
  }

  private void append(Officer by, String action, String id, Incident incident, String note) {
    audit.append(
        new AuditEntry(
            by.actor(),
            action,
            "preservation:" + id,
            incident.organization(),
            Map.of("incident", incident.id(), "note", note)));
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
