package vn.lachan.incidents.handling;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.Measures;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.TimelineEntry;
import vn.lachan.incidents.measure.IncidentTimes;
import vn.lachan.incidents.queue.IncidentLinks;
import vn.lachan.incidents.queue.QueuedAlert;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.IncidentDraft;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.TimelineRows;

/** Moves an incident to another state and writes down what that means. */
final class StateMoves {
  private final Gates gates;
  private final AuditTrail audit;

  StateMoves(Gates gates, AuditTrail audit) {
    this.gates = gates;
    this.audit = audit;
  }

  /** Refuses or carries out {@code change}; {@code damaged} are names of evidence that changed. */
  Incident move(
      Handle handle,
      Officer by,
      Incident before,
      StateChange change,
      List<String> damaged,
      Instant now) {
    requireMove(before, change.to());
    List<String> missing = gates.missing(handle, before, change, damaged);
    if (!missing.isEmpty()) {
      throw new GateException(before.id(), change.to(), missing);
    }
    Incident after = moved(handle, by, before, change, now);
    IncidentRows.update(handle, before, after);
    rememberState(handle, by, before, after, change, now);
    IncidentTimes.remember(handle, before, after, by.id(), now);
    return after;
  }

  private Incident moved(
      Handle handle, Officer by, Incident before, StateChange change, Instant now) {
    IncidentDraft draft = new IncidentDraft(before);
    draft
        .state(change.to())
        .resumeState(change.to() == IncidentState.CHO_BEN_NGOAI ? before.state() : null);
    Measures old = before.measures();
    Instant declared = before.declaredAt();
    if (before.state() == IncidentState.NGAN_CHAN && declared != null) {
      draft.measures(
          new Measures(old.ttd(), old.tta(), IncidentTimes.seconds(declared, now), old.ttr()));
    }
    switch (change.to()) {
      case DA_TUYEN_BO -> draft.declared(now, change.reason());
      case DA_DONG -> {
        Instant taken = IncidentTimes.taken(handle, before);
        draft
            .closedAt(now)
            .reviewer(change.reviewer() == null ? before.reviewer() : change.reviewer())
            .measures(
                new Measures(old.ttd(), old.tta(), old.ttc(), IncidentTimes.seconds(taken, now)));
      }
      case GOP_VAO -> draft.mergedInto(mergeAlerts(handle, by, before, change, now));
      case SAU_SU_CO, NGHI_NGO -> draft.closedAt(null);
      case PHAN_TICH, NGAN_CHAN, LOAI_BO, PHUC_HOI, CHO_BEN_NGOAI, HUY -> {}
    }
    return draft.build();
  }

  private String mergeAlerts(
      Handle handle, Officer by, Incident from, StateChange change, Instant now) {
    String into = gates.mergeTarget(change).orElseThrow();
    Incident target = IncidentRows.lock(handle, by.scope(), into);
    requireOpen(target, IncidentState.PHAN_TICH);
    requireMayMeet(by, from, target);
    Merging.merge(handle, by, from, target, now);
    return into;
  }

  /** What the one holds is seen by the units of both from now on; the tighter labels win. */
  private void requireMayMeet(Officer by, Incident from, Incident target) {
    Sharing.requireOrdinary(audit, by, from);
    Sharing.requireOrdinary(audit, by, target);
    Sharing.requireUnits(audit, by, from, target.units());
    Sharing.requireUnits(audit, by, from, List.of(target.organization()));
    Sharing.requireUnits(audit, by, target, from.units());
  }

  private void rememberState(
      Handle handle, Officer by, Incident before, Incident after, StateChange change, Instant now) {
    IncidentRows.remember(
        handle,
        after.id(),
        new IncidentChange(
            now, by.id(), "state", before.state().name(), after.state().name(), change.reason()));
    String text =
        "Chuyển từ “" + before.state().vietnamese() + "” sang “" + after.state().vietnamese() + "”";
    List<String> refs = new ArrayList<>();
    if (change.to() == IncidentState.PHUC_HOI) {
      gates.backupPoint(change).ifPresent(point -> refs.add("snapshot:" + point));
    }
    TimelineRows.responder(
        handle,
        after.id(),
        now,
        "STATE",
        by.id(),
        change.reason().isBlank() ? text : text + ": " + change.reason(),
        refs);
  }

  static void link(Handle handle, String incidentId, QueuedAlert row, Officer by, Instant now) {
    IncidentLinks.begin(handle, incidentId, row.id(), by.id(), now);
    TimelineRows.add(
        handle,
        incidentId,
        row.at(),
        now,
        TimelineEntry.Lane.ATTACKER,
        "ALERT",
        by.id(),
        row.title() + ": " + row.reason(),
        List.of("alert:" + row.id()),
        row.organization());
  }

  static void requireMove(Incident incident, IncidentState to) {
    if (!incident.state().next(resume(incident)).contains(to)) {
      throw new IllegalTransitionException("incident " + incident.id(), incident.state(), to);
    }
  }

  static void requireOpen(Incident incident, IncidentState wanted) {
    if (incident.state().isClosed()) {
      throw new IllegalTransitionException("incident " + incident.id(), incident.state(), wanted);
    }
  }

  static IncidentState resume(Incident incident) {
    IncidentState resume = incident.resumeState();
    return resume == null ? IncidentState.NGHI_NGO : resume;
  }
}
