package vn.lachan.incidents.sharing;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.PaperReference;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Asks {@link SharingRules} about incidents and their observables, and writes each refusal into the
 * audit trail. Safe for several threads.
 */
public final class Sharing {
  private final Transactions transactions;
  private final AuditTrail audit;
  private final LongAdder refusals = new LongAdder();

  public Sharing(DataSource dataSource, AuditTrail audit) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
  }

  /**
   * Whether something of an incident may go to {@code to}; a refusal is in the trail.
   *
   * @param content what would go; an observable that stands in it counts with its own labels
   * @throws NotFoundException when {@code by} sees no such incident
   */
  public Ruling check(Officer by, String incidentId, Destination to, String content) {
    Incident incident = incident(by.scope(), incidentId);
    Marking marking = marking(incident, content);
    Ruling ruling = SharingRules.decide(marking, incident.stateSecret() != null, to);
    if (ruling instanceof Ruling.Refused refused) {
      refusals.increment();
      tell(audit, by, incident, to, refused);
    }
    return ruling;
  }

  /**
   * As {@link #check}.
   *
   * @throws SharingRefusedException when it may not
   */
  public void require(Officer by, String incidentId, Destination to) {
    if (check(by, incidentId, to, "") instanceof Ruling.Refused refused) {
      throw new SharingRefusedException(incidentId, refused);
    }
  }

  /** Who an officer is, seen from an incident; decides where a file goes that the officer takes. */
  public Circle circleOf(Officer officer, String incidentId) {
    boolean province = officer.scope() instanceof OrganizationScope.Province;
    return circle(incident(officer.scope(), incidentId), officer.actor().unit(), province);
  }

  /**
   * What a member of a unit is, seen from an incident.
   *
   * @param province whether the member may see the whole province, so takes part everywhere
   */
  public Circle circleOf(String unit, boolean province, String incidentId) {
    return circle(incident(OrganizationScope.PROVINCE, incidentId), unit, province);
  }

  /** Ids of the incidents that touch state secrets, whoever may see them. */
  public Set<String> secretIncidents() {
    return transactions.read(handle ->
        handle
            .createQuery("select id from incident where secret_at is not null")
            .mapTo(String.class)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** How often something was refused since the start of the process. */
  public long refusals() {
    return refusals.sum();
  }

  private Incident incident(OrganizationScope scope, String id) {
    return transactions.read(handle -> IncidentRows.require(handle, scope, id));
  }

  private Marking marking(Incident incident, String content) {
    Marking marking = incident.marking();
    if (content.isEmpty()) {
      return marking;
    }
    String lower = content.toLowerCase(Locale.ROOT);
    List<Observable> own =
        transactions.read(handle -> ObservableRows.of(handle, incident)).stream()
            .filter(observable -> observable.own() != null)
            .filter(observable -> lower.contains(observable.value().toLowerCase(Locale.ROOT)))
            .toList();
    for (Observable observable : own) {
      marking = marking.tightest(observable.marking());
    }
    return marking;
  }

  private static Circle circle(Incident incident, String unit, boolean province) {
    boolean leads =
        incident.organization().isEmpty() ? province : incident.organization().equals(unit);
    if (leads) {
      return Circle.OWN_UNIT;
    }
    return province || incident.units().contains(unit) ? Circle.PARTY : Circle.COMMUNITY;
  }

  /** Refuses to call in units that do not take part yet when the labels say so. */
  public static void requireUnits(
      AuditTrail audit, Officer by, Incident incident, Iterable<String> units) {
    for (String unit : units) {
      boolean there =
          unit.isEmpty()
              || incident.organization().equals(unit)
              || Set.copyOf(incident.units()).contains(unit);
      if (!there) {
        require(audit, by, incident, Destination.OTHER_UNIT);
      }
    }
  }

  static void require(AuditTrail audit, Officer by, Incident incident, Destination to) {
    Ruling ruling = SharingRules.decide(incident.marking(), incident.stateSecret() != null, to);
    if (ruling instanceof Ruling.Refused refused) {
      tell(audit, by, incident, to, refused);
      throw new SharingRefusedException(incident.id(), refused);
    }
  }

  /** Refuses any content for an incident that touches state secrets. */
  public static void requireOrdinary(AuditTrail audit, Officer by, Incident incident) {
    if (incident.stateSecret() != null) {
      Ruling.Refused refused = new Ruling.Refused(SharingRules.SECRET_RULE, SharingRules.SECRET);
      audit.append(
          new AuditEntry(
              by.actor(),
              "sharing.refuse",
              "incident:" + incident.id(),
              incident.organization(),
              Map.of("rule", refused.rule(), "to", "CONTENT")));
      throw new SharingRefusedException(incident.id(), refused);
    }
  }

  /** As {@link #requireOrdinary}; a reference to a paper document is let through. */
  public static void requireOrdinary(AuditTrail audit, Officer by, Incident incident, String text) {
    if (!text.isBlank() && !PaperReference.isOne(text)) {
      requireOrdinary(audit, by, incident);
    }
  }

  /** As {@link #requireOrdinary} for the incident with this id. */
  public static void requireOrdinary(
      AuditTrail audit, Handle handle, Officer by, String incidentId) {
    requireOrdinary(
        audit, by, IncidentRows.require(handle, OrganizationScope.PROVINCE, incidentId));
  }

  private static void tell(
      AuditTrail audit, Officer by, Incident incident, Destination to, Ruling.Refused refused) {
    audit.append(
        new AuditEntry(
            by.actor(),
            "sharing.refuse",
            "incident:" + incident.id(),
            incident.organization(),
            Map.of("rule", refused.rule(), "to", to.way().name(), "circle", to.circle().name())));
  }
}
