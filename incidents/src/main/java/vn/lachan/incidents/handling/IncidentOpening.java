package vn.lachan.incidents.handling;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.Measures;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.clock.ClockRows;
import vn.lachan.incidents.clock.LegalProfiles;
import vn.lachan.incidents.measure.IncidentTimes;
import vn.lachan.incidents.queue.AlertRows;
import vn.lachan.incidents.queue.JdbcAlertQueue;
import vn.lachan.incidents.queue.QueuedAlert;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * How an incident begins: by hand, or from rows of the alert queue. Its caller has a transaction.
 */
final class IncidentOpening {
  private final AuditTrail audit;
  private final LegalProfiles profiles;
  private final ClockRows clocks;

  IncidentOpening(AuditTrail audit, LegalProfiles profiles, ClockRows clocks) {
    this.audit = audit;
    this.profiles = profiles;
    this.clocks = clocks;
  }

  Incident byHand(Handle handle, Officer by, NewIncident wanted, String organization, Instant now) {
    Incident incident =
        insert(
            handle,
            by,
            wanted.title(),
            wanted.category(),
            wanted.severity(),
            organization,
            wanted.detectedAt(),
            wanted.summary(),
            wanted.systems(),
            new TreeSet<>(wanted.units()),
            now);
    audit.append(
        Incidents.entry(
            by, "incident.create", incident, Map.of("severity", incident.severity().name())));
    return incident;
  }

  Escalated escalate(Handle handle, Officer by, Escalation wanted, Instant now) {
    List<QueuedAlert> rows =
        AlertRows.lock(handle, by.scope(), wanted.ids()).stream()
            .sorted(Comparator.comparing(QueuedAlert::at).thenComparing(QueuedAlert::id))
            .toList();
    Incident incident = target(handle, by, wanted, rows, now);
    String token = UUID.randomUUID().toString();
    List<AlertRows.Move> moves =
        rows.stream()
            .map(row ->
                new AlertRows.Move(
                    row, row.handling().escalated(row.id(), incident.id(), by.id(), now)))
            .toList();
    AlertRows.move(handle, moves, by.id(), "ESCALATE", wanted.note(), token, now);
    for (QueuedAlert row : rows) {
      StateMoves.link(handle, incident.id(), row, by, now);
    }
    IncidentRows.addUnits(
        handle, incident.id(), rows.stream().map(QueuedAlert::organization).toList());
    if (!wanted.note().isBlank()) {
      TimelineRows.note(handle, incident.id(), now, by.id(), wanted.note());
    }
    IncidentTimes.remeasure(handle, incident.id(), by.id(), now);
    audit.append(JdbcAlertQueue.entry(by, "alert.escalate", rows, wanted.note()));
    audit.append(
        Incidents.entry(
            by, "incident.escalate", incident, Map.of("alerts", String.valueOf(rows.size()))));
    return new Escalated(incident.id(), rows.size(), token);
  }

  private Incident target(
      Handle handle, Officer by, Escalation wanted, List<QueuedAlert> rows, Instant now) {
    String existing = wanted.incidentId();
    if (existing != null) {
      Incident incident = IncidentRows.lock(handle, by.scope(), existing);
      StateMoves.requireOpen(incident, IncidentState.PHAN_TICH);
      Sharing.requireOrdinary(audit, by, incident);
      Sharing.requireUnits(
          audit, by, incident, rows.stream().map(QueuedAlert::organization).toList());
      return incident;
    }
    Set<String> organizations =
        rows.stream().map(QueuedAlert::organization).collect(Collectors.toCollection(TreeSet::new));
    QueuedAlert worst =
        rows.stream().max(Comparator.comparing(QueuedAlert::level)).orElse(rows.getFirst());
    String title = wanted.title();
    Category category = wanted.category();
    Severity severity = wanted.severity();
    return insert(
        handle,
        by,
        title == null || title.isBlank() ? rows.getFirst().title() : title,
        category == null ? Category.KH : category,
        severity == null ? Severity.proposedFor(worst.level()) : severity,
        organizations.size() == 1 ? organizations.iterator().next() : "",
        rows.stream().map(QueuedAlert::detected).min(Comparator.naturalOrder()).orElse(now),
        "",
        List.of(),
        organizations,
        now);
  }

  private Incident insert(
      Handle handle,
      Officer by,
      String title,
      Category category,
      Severity severity,
      String organization,
      Instant detectedAt,
      String summary,
      List<String> systems,
      Set<String> units,
      Instant now) {
    Instant detected = Transactions.stored(detectedAt);
    Incident incident =
        new Incident(
            IncidentRows.nextId(handle, now),
            title,
            category,
            severity,
            IncidentState.NGHI_NGO,
            null,
            null,
            by.id(),
            organization,
            detected,
            now,
            null,
            null,
            null,
            null,
            null,
            "",
            summary,
            "",
            "",
            "",
            Marking.DEFAULT.tlp(),
            Marking.DEFAULT.pap(),
            null,
            profiles.at(detected).id(),
            Set.of(),
            systems,
            units.stream().filter(unit -> !unit.isEmpty()).toList(),
            null,
            Measures.NONE,
            1);
    IncidentRows.insert(handle, incident);
    IncidentRows.remember(
        handle,
        incident.id(),
        new IncidentChange(now, by.id(), "state", "", incident.state().name(), ""));
    TimelineRows.responder(
        handle, incident.id(), now, "STATE", by.id(), "Ghi nhận sự cố: " + title, List.of());
    clocks.recompute(handle, incident, by.id(), "", now);
    return incident;
  }
}
