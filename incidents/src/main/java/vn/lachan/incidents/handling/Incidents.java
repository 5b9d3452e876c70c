package vn.lachan.incidents.handling;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.IncidentNote;
import vn.lachan.incidents.IncidentPatch;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.incidents.TimelineEntry;
import vn.lachan.incidents.clock.ClockRows;
import vn.lachan.incidents.clock.DoneDuties;
import vn.lachan.incidents.clock.IssuedForm;
import vn.lachan.incidents.clock.LegalProfile;
import vn.lachan.incidents.clock.LegalProfiles;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.clock.RunningClock;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.measure.IncidentTimes;
import vn.lachan.incidents.queue.IncidentLinks;
import vn.lachan.incidents.queue.QueuedAlert;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.IncidentDraft;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * All incidents, from suspicion to closing, in a relational database (tables of V100).
 *
 * <p>Safe for use by several threads and processes. Each act is one transaction; its record in the
 * audit trail is durable before the act becomes visible.
 */
public final class Incidents {
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;
  private final ClockRows clocks;
  private final IncidentList list;
  private final EvidenceFiles evidence;
  private final Gates gates;
  private final StateMoves moves;
  private final DoneDuties duties;
  private final IncidentOpening opening;

  public Incidents(
      DataSource dataSource,
      AuditTrail audit,
      Clock clock,
      LegalProfiles profiles,
      EvidenceFiles evidence,
      GateFacts facts) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.clock = clock;
    this.clocks = new ClockRows(profiles);
    this.list = new IncidentList(clocks);
    this.evidence = evidence;
    this.gates = new Gates(facts);
    this.moves = new StateMoves(gates, audit);
    this.duties = new DoneDuties(clocks, audit);
    this.opening = new IncidentOpening(audit, profiles, clocks);
  }

  /** Makes an incident by hand and returns its id; who makes it is its owner. */
  public String create(Officer by, NewIncident wanted) {
    Instant now = now();
    if (wanted.detectedAt().isAfter(now)) {
      throw new InvalidRequestException("detectedAt", "Thời điểm phát hiện ở tương lai.");
    }
    String organization = organizationOf(by, wanted.organization());
    requireUnits(by, wanted.units());
    return transactions.write(handle -> opening.byHand(handle, by, wanted, organization, now).id());
  }

  /**
   * Makes rows of the alert queue part of an incident, a new one or one that is open.
   *
   * @throws NotFoundException when a row or the incident is not there for this officer
   * @throws IllegalTransitionException when a row is already decided or the incident is closed
   */
  public Escalated escalate(Officer by, Escalation wanted) {
    if (wanted.ids().isEmpty()) {
      throw new InvalidRequestException("ids", "Chọn ít nhất một cảnh báo.");
    }
    return transactions.write(handle -> opening.escalate(handle, by, wanted, now()));
  }

  /**
   * Moves an incident to another state.
   *
   * @throws IllegalTransitionException when the table of {@link IncidentState} does not allow it
   * @throws GateException when something is missing; says all of it
   */
  public void move(Officer by, String id, StateChange change) {
    List<String> damaged =
        change.to() == IncidentState.DA_DONG ? evidence.damaged(by, id) : List.of();
    transactions.write(handle -> {
      Instant now = now();
      Incident before = IncidentRows.lock(handle, by.scope(), id);
      Sharing.requireOrdinary(audit, by, before, change.reason());
      Incident after = moves.move(handle, by, before, change, damaged, now);
      audit(
          by,
          "incident.state",
          after,
          Map.of(
              "from", before.state().name(),
              "to", after.state().name(),
              "reason", change.reason()));
      return after;
    });
  }

  /**
   * Changes fields; clocks and measures follow.
   *
   * @throws StaleVersionException when somebody changed it since {@code patch.expectedVersion()}
   * @throws IllegalTransitionException when the incident is closed
   */
  public void update(Officer by, String id, IncidentPatch patch) {
    String title = patch.title();
    if (title != null && title.isBlank()) {
      throw new InvalidRequestException("title", "Phải ghi tên sự cố.");
    }
    transactions.write(handle -> {
      Instant now = now();
      Incident before = IncidentRows.lock(handle, by.scope(), id);
      Long expected = patch.expectedVersion();
      if (expected != null && expected != before.version()) {
        throw new StaleVersionException("incident " + id, expected, before.version());
      }
      StateMoves.requireOpen(before, before.state());
      List<String> units = patch.units();
      if (units != null) {
        requireUnits(by, units.stream().filter(u -> !before.units().contains(u)).toList());
        Sharing.requireUnits(audit, by, before, units);
      }
      if (patch.writesOver(before)) {
        Sharing.requireOrdinary(audit, by, before);
      }
      IncidentDraft draft = new IncidentDraft(before);
      draft.apply(patch, now);
      draft.measures(IncidentTimes.measures(handle, draft.build()));
      Incident after = draft.build();
      IncidentRows.update(handle, before, after);
      List<IncidentChange> changes = IncidentTimes.differences(before, after, by.id(), now);
      for (IncidentChange change : changes) {
        IncidentRows.remember(handle, id, change);
      }
      noteSeverity(handle, by, before, after, now);
      clocks.recompute(handle, after, by.id(), fields(changes), now);
      audit(by, "incident.update", after, Map.of("fields", fields(changes)));
      return after;
    });
  }

  private static String fields(List<IncidentChange> changes) {
    return changes.stream().map(IncidentChange::field).collect(Collectors.joining(" "));
  }

  private static void noteSeverity(
      Handle handle, Officer by, Incident before, Incident after, Instant now) {
    if (before.severity() != after.severity()) {
      TimelineRows.responder(
          handle,
          after.id(),
          now,
          "CHANGE",
          by.id(),
          "Đổi mức " + before.severity() + " thành " + after.severity(),
          List.of());
    }
    if (before.personalDataAt() == null && after.personalDataAt() != null) {
      TimelineRows.responder(
          handle,
          after.id(),
          now,
          "CHANGE",
          by.id(),
          "Xác định có dữ liệu cá nhân bị ảnh hưởng",
          List.of());
    }
  }

  /** Adds a note; notes are never changed or removed. */
  public String addNote(Officer by, String id, String text) {
    requireText("text", text, "Ghi chú trống.");
    return transactions.write(handle -> {
      Incident incident = IncidentRows.require(handle, by.scope(), id);
      Sharing.requireOrdinary(audit, by, incident);
      String note = TimelineRows.note(handle, id, now(), by.id(), text);
      audit(by, "incident.note", incident, Map.of("note", note));
      return note;
    });
  }

  /** Adds something to the timeline by hand. */
  public String addTimeline(
      Officer by, String id, Instant at, TimelineEntry.Lane lane, String text) {
    requireText("text", text, "Nội dung dòng thời gian trống.");
    return transactions.write(handle -> {
      Incident incident = IncidentRows.require(handle, by.scope(), id);
      Sharing.requireOrdinary(audit, by, incident);
      String entry =
          TimelineRows.add(handle, id, at, now(), lane, "MANUAL", by.id(), text, List.of(), null);
      audit(by, "incident.timeline", incident, Map.of("entry", entry));
      return entry;
    });
  }

  /** Adds what the platform did for the incident, for example a run that ended. */
  public void addAutomatic(String id, String kind, String text, List<String> refs) {
    transactions.write(handle -> {
      IncidentRows.require(handle, OrganizationScope.PROVINCE, id);
      TimelineRows.responder(handle, id, now(), kind, Officer.PLATFORM.id(), text, refs);
      return id;
    });
  }

  /**
   * Marks a reporting duty as done.
   *
   * @param at when it was done; null for now
   * @throws NotFoundException when that clock does not run for this incident
   */
  public void clockDone(Officer by, String id, String clockId, @Nullable Instant at, String note) {
    requireText("note", note, "Ghi rõ đã báo cáo bằng văn bản nào, cho ai.");
    transactions.write(handle -> {
      Instant now = now();
      Instant done = at == null ? now : Transactions.stored(at);
      if (done.isAfter(now)) {
        throw new InvalidRequestException("at", "Thời điểm hoàn thành ở tương lai.");
      }
      Incident incident = IncidentRows.lock(handle, by.scope(), id);
      Sharing.requireOrdinary(audit, by, incident, note);
      duties.done(handle, by, incident, clockId, new DoneDuties.Word(done, by.id(), "", note), now);
      return id;
    });
  }

  /**
   * Marks the reporting duties as done that an issued form answers. What is done already stays as
   * it was, so after a crash it may be said again.
   *
   * @return ids of the clocks that were marked
   */
  public List<String> answered(Officer by, String id, IssuedForm form) {
    return transactions.write(handle -> {
      Incident incident = IncidentRows.lock(handle, by.scope(), id);
      return duties.answered(handle, by, incident, form, now());
    });
  }

  public IncidentPage list(OrganizationScope scope, IncidentFilter filter) {
    return transactions.read(handle -> list.page(handle, scope, filter, now()));
  }

  public Optional<Incident> find(OrganizationScope scope, String id) {
    return transactions.read(handle -> IncidentRows.find(handle, scope, id));
  }

  /** An incident with the figures a list shows. */
  public Optional<IncidentSummary> summary(OrganizationScope scope, String id) {
    return transactions.read(handle ->
        IncidentRows.find(handle, scope, id)
            .map(found -> list.summaries(handle, scope, List.of(found), now()).getFirst()));
  }

  /** The duties that run or were done, what is due first on top. */
  public List<ReportingClock> clocks(OrganizationScope scope, String id) {
    return transactions.read(
        handle -> clocks.of(handle, IncidentRows.require(handle, scope, id), now()));
  }

  /**
   * The duties of all incidents that are not done, what is due first on top: the board of clocks.
   *
   * @param limit how many at most
   */
  public List<RunningClock> runningClocks(OrganizationScope scope, int limit) {
    return transactions.read(handle -> clocks.running(handle, scope, now(), limit));
  }

  /** What happened, oldest first; what shows another unit's data is left out. */
  public List<TimelineEntry> timeline(OrganizationScope scope, String id) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, id);
      return TimelineRows.of(handle, scope, id);
    });
  }

  /** All notes, oldest first. */
  public List<IncidentNote> notes(OrganizationScope scope, String id) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, id);
      return TimelineRows.notes(handle, id);
    });
  }

  /** The rows of the alert queue that belong to it now and lie in the scope, oldest first. */
  public List<QueuedAlert> alerts(OrganizationScope scope, String id) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, id);
      return IncidentLinks.alerts(handle, scope, id);
    });
  }

  /** Every changed field and entered state, oldest first. */
  public List<IncidentChange> changes(OrganizationScope scope, String id) {
    return transactions.read(handle -> {
      IncidentRows.require(handle, scope, id);
      return IncidentRows.changes(handle, id);
    });
  }

  /**
   * The states it may move to now, and what is still missing for each. Evidence is not read again
   * for this; the move itself does.
   */
  public List<AllowedMove> moves(OrganizationScope scope, String id) {
    return transactions.read(handle -> {
      Incident incident = IncidentRows.require(handle, scope, id);
      return incident.state().next(StateMoves.resume(incident)).stream()
          .map(to ->
              new AllowedMove(
                  to, gates.missing(handle, incident, StateChange.to(to, ""), List.of())))
          .toList();
    });
  }

  /** The legal profile an incident is bound to. */
  public LegalProfile profile(Incident incident) {
    return clocks.profile(incident);
  }

  private static String organizationOf(Officer by, @Nullable String wanted) {
    if (wanted == null) {
      return by.scope() instanceof OrganizationScope.Province ? "" : by.actor().unit();
    }
    if (!by.scope().allows(wanted)) {
      throw new NotAllowedException("Không được lập sự cố cho đơn vị khác.");
    }
    return wanted;
  }

  private static void requireUnits(Officer by, List<String> units) {
    for (String unit : units) {
      if (!by.scope().allows(unit)) {
        throw new NotAllowedException(
            "Đơn vị " + unit + " ngoài phạm vi của bạn: hãy gửi yêu cầu hỗ trợ để điều phối mời.");
      }
    }
  }

  private static void requireText(String field, String text, String message) {
    if (text.isBlank()) {
      throw new InvalidRequestException(field, message);
    }
  }

  private void audit(Officer by, String action, Incident incident, Map<String, String> detail) {
    audit.append(entry(by, action, incident, detail));
  }

  static AuditEntry entry(
      Officer by, String action, Incident incident, Map<String, String> detail) {
    return new AuditEntry(
        by.actor(), action, "incident:" + incident.id(), incident.organization(), detail);
  }

  private Instant now() {
    return Transactions.stored(clock.instant());
  }
}
