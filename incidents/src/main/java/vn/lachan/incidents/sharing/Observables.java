package vn.lachan.incidents.sharing;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.incidents.sharing.Destination.Way;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Observables of incidents, each with labels of its own or those of its incident. At most {@value
 * #MOST} an incident. Safe for several threads and processes.
 */
public final class Observables {
  private static final int MOST = 5_000;
  private static final int LONGEST = 2_000;

  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;

  public Observables(DataSource dataSource, AuditTrail audit, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What may leave and what stays.
   *
   * @param leaving those that may
   * @param kept name of the rule and how many it kept back
   */
  public record Export(List<Observable> leaving, Map<String, Integer> kept) {
    public Export {
      leaving = List.copyOf(leaving);
      kept = Map.copyOf(kept);
    }
  }

  /**
   * Adds one and returns its id; the same value twice is one.
   *
   * @param own its own labels; null for those of the incident
   * @throws SharingRefusedException when the incident touches state secrets
   */
  public String add(
      Officer by,
      String incidentId,
      Observable.Kind kind,
      String value,
      String note,
      @Nullable Marking own) {
    String text = value.strip();
    if (text.isEmpty() || text.length() > LONGEST || note.length() > LONGEST) {
      throw new InvalidRequestException(
          "value", "Giá trị quan sát phải có từ 1 đến " + LONGEST + " ký tự.");
    }
    return transactions.write(handle -> {
      Instant now = Transactions.stored(clock.instant());
      Incident incident = IncidentRows.lock(handle, by.scope(), incidentId);
      Sharing.requireOrdinary(audit, by, incident);
      List<Observable> there = ObservableRows.of(handle, incident);
      for (Observable one : there) {
        if (one.kind() == kind && one.value().equals(text)) {
          return one.id();
        }
      }
      if (there.size() >= MOST) {
        throw new InvalidRequestException(
            "value", "Một sự cố có nhiều nhất " + MOST + " quan sát.");
      }
      String id = UUID.randomUUID().toString();
      ObservableRows.insert(
          handle,
          new Observable(
              id,
              incidentId,
              kind,
              text,
              note.strip(),
              own,
              own == null ? incident.marking() : own,
              by.id(),
              now));
      append(by, "observable.add", incident, Map.of("observable", id, "kind", kind.name()));
      return id;
    });
  }

  /**
   * Changes its labels.
   *
   * @param own null for those of the incident
   * @throws NotAllowedException when it would be opened further by somebody who neither leads nor
   *     coordinates
   */
  public void mark(Officer by, String incidentId, String id, @Nullable Marking own, String reason) {
    if (reason.isBlank()) {
      throw new InvalidRequestException("reason", "Phải ghi lý do đổi nhãn.");
    }
    transactions.write(handle -> {
      Incident incident = IncidentRows.lock(handle, by.scope(), incidentId);
      Observable before =
          ObservableRows.of(handle, incident).stream()
              .filter(found -> found.id().equals(id))
              .findFirst()
              .orElseThrow(() -> new NotFoundException("observable", id));
      Marking next = own == null ? incident.marking() : own;
      Labels.requireMayChange(by, incident, before.marking(), next);
      Sharing.requireOrdinary(audit, by, incident, reason);
      ObservableRows.mark(handle, id, own);
      IncidentRows.remember(
          handle,
          incidentId,
          new IncidentChange(
              Transactions.stored(clock.instant()),
              by.id(),
              "observable:marking",
              before.marking().label(),
              next.label(),
              reason));
      append(
          by,
          "observable.mark",
          incident,
          Map.of("observable", id, "from", before.marking().label(), "to", next.label()));
      return id;
    });
  }

  /** All of an incident in the order they were added. */
  public List<Observable> of(OrganizationScope scope, String incidentId) {
    return transactions.read(
        handle -> ObservableRows.of(handle, IncidentRows.require(handle, scope, incidentId)));
  }

  /**
   * Takes those along that may go to {@code circle}; what stays is named by rule, and in the trail.
   */
  public Export export(Officer by, String incidentId, Circle circle) {
    return transactions.read(handle -> {
      Incident incident = IncidentRows.require(handle, by.scope(), incidentId);
      Destination to = new Destination(Way.FILE, circle);
      Map<String, Integer> kept = new java.util.TreeMap<>();
      List<Observable> leaving = new ArrayList<>();
      for (Observable one : ObservableRows.of(handle, incident)) {
        switch (SharingRules.decide(one.marking(), incident.stateSecret() != null, to)) {
          case Ruling.Allowed _ -> leaving.add(one);
          case Ruling.Refused(String rule, String _) -> kept.merge(rule, 1, Integer::sum);
        }
      }
      kept.forEach((rule, count) ->
          append(
              by,
              "sharing.refuse",
              incident,
              Map.of(
                  "rule",
                  rule,
                  "to",
                  "FILE",
                  "circle",
                  circle.name(),
                  "observables",
                  String.valueOf(count))));
      append(
          by,
          "observable.export",
          incident,
          Map.of("circle", circle.name(), "observables", String.valueOf(leaving.size())));
      return new Export(leaving, kept);
    });
  }

  private void append(Officer by, String action, Incident incident, Map<String, String> detail) {
    audit.append(
        new AuditEntry(
            by.actor(), action, "incident:" + incident.id(), incident.organization(), detail));
  }
}
