package vn.lachan.incidents.handling;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.handling.Handover.State;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Incidents change hands between units: offered by the one, accepted or refused by the other. The
 * unit that gave it away goes on seeing it; its clocks never stop. Safe for several threads and
 * processes; one offer at a time waits.
 */
public final class Handovers {
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;

  public Handovers(DataSource dataSource, AuditTrail audit, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Offers an incident to {@code toUnit}, which is called in so that it can judge.
   *
   * @throws NotAllowedException when {@code by} is neither of the unit that leads it nor the
   *     coordinator
   * @throws InvalidRequestException when an offer waits already, or the unit leads it already
   */
  public String offer(Officer by, String incidentId, String toUnit, String reason) {
    requireReason(reason, "Phải ghi lý do chuyển giao.");
    return transactions.write(handle -> {
      Instant now = now();
      Incident incident = IncidentRows.lock(handle, by.scope(), incidentId);
      StateMoves.requireOpen(incident, incident.state());
      if (!by.answersFor(incident.organization())) {
        throw new NotAllowedException(
            "Chỉ đơn vị chủ trì hoặc điều phối viên được chuyển giao sự cố.");
      }
      Sharing.requireOrdinary(audit, by, incident);
      Sharing.requireUnits(audit, by, incident, List.of(toUnit));
      if (incident.organization().equals(toUnit)) {
        throw new InvalidRequestException("unit", "Đơn vị này đang chủ trì sự cố.");
      }
      if (of(handle, incidentId).stream().anyMatch(h -> h.state() == State.CHO)) {
        throw new InvalidRequestException("unit", "Sự cố đang chờ một đơn vị khác nhận.");
      }
      String id = UUID.randomUUID().toString();
      handle
          .createUpdate(
              """
              insert into incident_handover (id, incident_id, from_unit, to_unit, reason, asked_by,
                asked_at, state, note)
              values (:id, :incident, :from, :to, :reason, :by, :now, 'CHO', '')
              """)
          .bind("id", id)
          .bind("incident", incidentId)
          .bind("from", incident.organization())
          .bind("to", toUnit)
          .bind("reason", reason)
          .bind("by", by.id())
          .bind("now", now)
          .execute();
      IncidentRows.addUnits(handle, incidentId, List.of(toUnit));
      said(handle, by, incidentId, now, "Đề nghị chuyển giao cho " + toUnit + ": " + reason);
      append(by, "incident.handover.offer", incident, toUnit, reason);
      return id;
    });
  }

  /** Takes the incident over: it belongs to the unit from now on and {@code by} is in charge. */
  public void accept(Officer by, String id) {
    transactions.write(handle -> {
      Instant now = now();
      Handover offer = waiting(handle, by, id);
      Incident before = IncidentRows.lock(handle, by.scope(), offer.incidentId());
      StateMoves.requireOpen(before, before.state());
      handle
          .createUpdate(
              "update incident set organization = :unit, owner = :owner, version = version + 1"
                  + " where id = :id")
          .bind("unit", offer.toUnit())
          .bind("owner", by.id())
          .bind("id", before.id())
          .execute();
      IncidentRows.addUnits(handle, before.id(), List.of(offer.fromUnit()));
      remember(handle, before.id(), by, now, "organization", offer.fromUnit(), offer.toUnit());
      remember(handle, before.id(), by, now, "owner", before.owner(), by.id());
      decide(handle, by, offer, State.DA_NHAN, "", now);
      said(handle, by, before.id(), now, "Đã nhận chủ trì sự cố: " + offer.toUnit());
      append(by, "incident.handover.accept", before, offer.toUnit(), "");
      return id;
    });
  }

  /** Says no; the incident stays where it is. */
  public void refuse(Officer by, String id, String reason) {
    requireReason(reason, "Phải ghi lý do từ chối.");
    transactions.write(handle -> {
      Instant now = now();
      Handover offer = waiting(handle, by, id);
      Incident incident = IncidentRows.require(handle, by.scope(), offer.incidentId());
      Sharing.requireOrdinary(audit, by, incident, reason);
      decide(handle, by, offer, State.TU_CHOI, reason, now);
      said(handle, by, incident.id(), now, "Từ chối nhận chủ trì: " + reason);
      append(by, "incident.handover.refuse", incident, offer.toUnit(), reason);
      return id;
    });
  }

  /** Takes the offer back before it was answered. */
  public void withdraw(Officer by, String id, String reason) {
    requireReason(reason, "Phải ghi lý do rút lại.");
    transactions.write(handle -> {
      Instant now = now();
      Handover offer = require(handle, by, id);
      Incident incident = IncidentRows.require(handle, by.scope(), offer.incidentId());
      if (!by.answersFor(offer.fromUnit())) {
        throw new NotAllowedException("Chỉ đơn vị đề nghị hoặc điều phối viên được rút lại.");
      }
      Sharing.requireOrdinary(audit, by, incident, reason);
      decide(handle, by, offer, State.RUT_LAI, reason, now);
      said(handle, by, incident.id(), now, "Rút đề nghị chuyển giao: " + reason);
      append(by, "incident.handover.withdraw", incident, offer.toUnit(), reason);
      return id;
    });
  }

  /** The offers of an incident, oldest first. */
  public List<Handover> ofIncident(OrganizationScope scope, String incidentId) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, incidentId);
      return of(handle, incidentId);
    });
  }

  private static List<Handover> of(Handle handle, String incidentId) {
    return handle
        .createQuery("select * from incident_handover where incident_id = :id order by number")
        .bind("id", incidentId)
        .map((row, _) -> handover(row))
        .list();
  }

  private static Handover waiting(Handle handle, Officer by, String id) {
    Handover offer = require(handle, by, id);
    if (!by.answersFor(offer.toUnit())) {
      throw new NotAllowedException("Chỉ đơn vị được đề nghị mới nhận hoặc từ chối được.");
    }
    return offer;
  }

  private static Handover require(Handle handle, Officer by, String id) {
    Handover offer =
        handle
            .createQuery("select * from incident_handover where id = :id for update")
            .bind("id", id)
            .map((row, _) -> handover(row))
            .findOne()
            .orElseThrow(() -> new NotFoundException("handover", id));
    IncidentRows.require(handle, by.scope(), offer.incidentId());
    if (offer.state() != State.CHO) {
      throw new IllegalTransitionException("handover " + id, offer.state(), State.DA_NHAN);
    }
    return offer;
  }

  private static void decide(
      Handle handle, Officer by, Handover offer, State state, String note, Instant now) {
    handle
        .createUpdate(
            "update incident_handover set state = :state, decided_by = :by, decided_at = :now,"
                + " note = :note where id = :id")
        .bind("state", state.name())
        .bind("by", by.id())
        .bind("now", now)
        .bind("note", note)
        .bind("id", offer.id())
        .execute();
  }

  private static void remember(
      Handle handle, String id, Officer by, Instant now, String field, String from, String to) {
    IncidentRows.remember(handle, id, new IncidentChange(now, by.id(), field, from, to, ""));
  }

  private static Handover handover(ResultSet row) throws SQLException {
    return new Handover(
        row.getString("id"),
        row.getString("incident_id"),
        row.getString("from_unit"),
        row.getString("to_unit"),
        row.getString("reason"),
        row.getString("asked_by"),
        Columns.time(row, "asked_at"),
        State.valueOf(row.getString("state")),
        row.getString("decided_by"),
        Columns.timeOrNull(row, "decided_at"),
        row.getString("note"));
  }

  private static void requireReason(String text, String message) {
    if (text.isBlank()) {
      throw new InvalidRequestException("reason", message);
    }
  }

  private static void said(Handle handle, Officer by, String incidentId, Instant now, String text) {
    TimelineRows.responder(handle, incidentId, now, "HANDOVER", by.id(), text, List.of());
  }

  private void append(Officer by, String action, Incident incident, String unit, String note) {
    audit.append(
        new AuditEntry(
            by.actor(),
            action,
            "incident:" + incident.id(),
            incident.organization(),
            Map.of("unit", unit, "note", note)));
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
