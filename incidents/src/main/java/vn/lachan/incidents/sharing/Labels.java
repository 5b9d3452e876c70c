package vn.lachan.incidents.sharing;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.incidents.store.IncidentDraft;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Changes TLP and PAP of incidents. Whoever may write may tighten them; only the unit that leads
 * and the coordinator may open them further. Safe for several threads and processes.
 */
public final class Labels {
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;

  public Labels(DataSource dataSource, AuditTrail audit, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Marks an incident anew. Units that take part already go on seeing it.
   *
   * @param expectedVersion the version the change was based on; null when it does not matter
   * @throws StaleVersionException when somebody changed it since
   * @throws NotAllowedException when it would be opened further by somebody who neither leads nor
   *     coordinates
   */
  public void mark(
      Officer by, String incidentId, Marking next, String reason, @Nullable Long expectedVersion) {
    if (reason.isBlank()) {
      throw new InvalidRequestException("reason", "Phải ghi lý do đổi nhãn.");
    }
    transactions.write(handle -> {
      Instant now = Transactions.stored(clock.instant());
      Incident before = IncidentRows.lock(handle, by.scope(), incidentId);
      if (expectedVersion != null && expectedVersion != before.version()) {
        throw new StaleVersionException(
            "incident " + incidentId, expectedVersion, before.version());
      }
      if (next.equals(before.marking())) {
        return incidentId;
      }
      requireMayChange(by, before, before.marking(), next);
      Sharing.requireOrdinary(audit, by, before, reason);
      IncidentDraft draft = new IncidentDraft(before);
      draft.marking(next);
      IncidentRows.update(handle, before, draft.build());
      IncidentRows.remember(
          handle,
          incidentId,
          new IncidentChange(
              now, by.id(), "marking", before.marking().label(), next.label(), reason));
      TimelineRows.responder(
          handle,
          incidentId,
          now,
          "CHANGE",
          by.id(),
          "Đổi nhãn " + before.marking().label() + " thành " + next.label() + ": " + reason,
          List.of());
      audit.append(
          new AuditEntry(
              by.actor(),
              "incident.mark",
              "incident:" + incidentId,
              before.organization(),
              Map.of("from", before.marking().label(), "to", next.label(), "reason", reason)));
      return incidentId;
    });
  }

  static void requireMayChange(Officer by, Incident incident, Marking before, Marking next) {
    if (before.isLoosenedBy(next) && !by.answersFor(incident.organization())) {
      throw new NotAllowedException(
          "Chỉ đơn vị chủ trì hoặc điều phối viên được nới nhãn TLP, PAP.");
    }
  }
}
