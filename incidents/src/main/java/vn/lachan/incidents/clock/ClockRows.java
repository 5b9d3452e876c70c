package vn.lachan.incidents.clock;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.ScopedWhere;

/** Rows of incident_clock: what an incident's legal profile makes of it. */
public final class ClockRows {
  private final LegalProfiles profiles;

  public ClockRows(LegalProfiles profiles) {
    this.profiles = profiles;
  }

  private record Row(
      String clockId,
      Instant startsAt,
      Instant dueAt,
      boolean active,
      @Nullable Instant doneAt,
      @Nullable String doneBy,
      String document,
      String note) {}

  /**
   * Brings the clocks in line with the incident. What changes is remembered with both values. A
   * clock that was done stays as it was.
   */
  public void recompute(
      Handle handle, Incident incident, String actor, String reason, Instant now) {
    Map<String, Row> rows = rows(handle, incident.id());
    for (ClockRule rule : profile(incident).clocks()) {
      Row old = rows.get(rule.id());
      if (old != null && old.doneAt() != null) {
        continue;
      }
      boolean active = rule.appliesTo(incident);
      if (old == null && !active) {
        continue;
      }
      Instant starts = rule.startsAt(incident);
      Row row = new Row(rule.id(), starts, starts.plus(rule.limit()), active, null, null, "", "");
      if (!row.equals(old)) {
        write(handle, incident.id(), row, old == null);
        IncidentRows.remember(
            handle,
            incident.id(),
            new IncidentChange(
                now, actor, "clock:" + rule.id(), old == null ? "" : text(old), text(row), reason));
      }
    }
  }

  /** The clocks that run or were done, what is due first on top. */
  public List<ReportingClock> of(Handle handle, Incident incident, Instant now) {
    boolean dropped =
        incident.state() == IncidentState.HUY || incident.state() == IncidentState.GOP_VAO;
    Map<String, Row> rows = rows(handle, incident.id());
    return profile(incident).clocks().stream()
        .filter(rule -> rows.containsKey(rule.id()))
        .map(rule -> clock(rule, Objects.requireNonNull(rows.get(rule.id())), now))
        .filter(clock ->
            clock.isDone() || (!dropped && Objects.requireNonNull(rows.get(clock.id())).active()))
        .sorted(Comparator.comparing(ReportingClock::dueAt).thenComparing(ReportingClock::id))
        .toList();
  }

  /** The clocks that run, of all incidents of the scope, what is due first on top. */
  public List<RunningClock> running(
      Handle handle, OrganizationScope scope, Instant now, int limit) {
    ScopedWhere where =
        ScopedWhere.incidents(scope, "i")
            .and("i.state not in ('HUY', 'GOP_VAO')")
            .and(
                "exists (select 1 from incident_clock c where c.incident_id = i.id and c.active"
                    + " and c.done_at is null)");
    return IncidentRows.select(handle, where, "").stream()
        .flatMap(incident ->
            of(handle, incident, now).stream()
                .filter(clock -> !clock.isDone())
                .map(clock -> new RunningClock(incident, clock)))
        .sorted(Comparator.comparing(running -> running.clock().dueAt()))
        .limit(limit)
        .toList();
  }

  void done(Handle handle, String incidentId, String clockId, DoneDuties.Word word) {
    handle
        .createUpdate(
            "update incident_clock set done_at = :at, done_by = :by, document = :document,"
                + " note = :note where incident_id = :incident and clock_id = :clock")
        .bind("at", word.at())
        .bind("by", word.by())
        .bind("document", word.document())
        .bind("note", word.note())
        .bind("incident", incidentId)
        .bind("clock", clockId)
        .execute();
  }

  public LegalProfile profile(Incident incident) {
    return profiles
        .find(incident.legalProfile())
        .orElseThrow(() -> new NotFoundException("legal profile", incident.legalProfile()));
  }

  private static ReportingClock clock(ClockRule rule, Row row, Instant now) {
    return new ReportingClock(
        rule.id(),
        rule.name(),
        rule.addressee(),
        rule.basis(),
        rule.form(),
        row.startsAt(),
        row.dueAt(),
        row.doneAt(),
        row.doneBy(),
        row.document(),
        ReportingClock.State.of(row.startsAt(), row.dueAt(), row.doneAt(), now),
        row.note());
  }

  private static Map<String, Row> rows(Handle handle, String incidentId) {
    Map<String, Row> rows = new HashMap<>();
    handle
        .createQuery("select * from incident_clock where incident_id = :id")
        .bind("id", incidentId)
        .map((row, _) ->
            new Row(
                row.getString("clock_id"),
                Columns.time(row, "starts_at"),
                Columns.time(row, "due_at"),
                row.getBoolean("active"),
                Columns.timeOrNull(row, "done_at"),
                row.getString("done_by"),
                row.getString("document"),
                row.getString("note")))
        .forEach(row -> rows.put(row.clockId(), row));
    return rows;
  }

  private static void write(Handle handle, String incidentId, Row row, boolean insert) {
    handle
        .createUpdate(
            insert
                ? "insert into incident_clock (incident_id, clock_id, starts_at, due_at, active,"
                    + " note) values (:incident, :clock, :starts, :due, :active, '')"
                : "update incident_clock set starts_at = :starts, due_at = :due, active = :active"
                    + " where incident_id = :incident and clock_id = :clock")
        .bind("incident", incidentId)
        .bind("clock", row.clockId())
        .bind("starts", row.startsAt())
        .bind("due", row.dueAt())
        .bind("active", row.active())
        .execute();
  }

  private static String text(Row row) {
    return row.active() ? row.startsAt() + "/" + row.dueAt() : "";
  }
}
