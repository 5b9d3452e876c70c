package vn.lachan.incidents.handling;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.clock.ClockRows;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.store.Cursor;
import vn.lachan.incidents.store.Folded;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.ScopedWhere;

/** Incidents with the figures a list shows: alerts, open tasks, the clock that is due next. */
final class IncidentList {
  private final ClockRows clocks;

  IncidentList(ClockRows clocks) {
    this.clocks = clocks;
  }

  /** A page, newest first. */
  IncidentPage page(Handle handle, OrganizationScope scope, IncidentFilter filter, Instant now) {
    ScopedWhere where = ScopedWhere.incidents(scope, "i");
    switch (filter.show()) {
      case OPEN -> where.and("i.state not in ('DA_DONG', 'HUY', 'GOP_VAO')");
      case CLOSED -> where.and("i.state in ('DA_DONG', 'HUY', 'GOP_VAO')");
      case ALL -> {}
    }
    if (!filter.severities().isEmpty()) {
      where
          .and("i.severity in (<severities>)")
          .list("severities", filter.severities().stream().map(Enum::name).toList());
    }
    if (!filter.text().isBlank()) {
      where.and("i.search_text like :text escape '!'").value("text", Folded.like(filter.text()));
    }
    long total =
        where
            .bind(handle.createQuery("select count(*) from incident i" + where.sql()))
            .mapTo(Long.class)
            .one();
    String after = filter.after();
    if (after != null) {
      Cursor cursor = Cursor.decode(after, 2);
      where
          .and("(i.created_at < :pAt or (i.created_at = :pAt and i.id < :pId))")
          .value("pAt", cursor.time(0))
          .value("pId", cursor.text(1));
    }
    List<Incident> rows =
        IncidentRows.select(
            handle, where, "order by i.created_at desc, i.id desc limit " + (filter.limit() + 1));
    boolean more = rows.size() > filter.limit();
    List<Incident> items = more ? rows.subList(0, filter.limit()) : rows;
    return new IncidentPage(
        summaries(handle, scope, items, now),
        more ? Cursor.encode(items.getLast().createdAt().toString(), items.getLast().id()) : null,
        total);
  }

  List<IncidentSummary> summaries(
      Handle handle, OrganizationScope scope, List<Incident> incidents, Instant now) {
    if (incidents.isEmpty()) {
      return List.of();
    }
    List<String> ids = incidents.stream().map(Incident::id).toList();
    Map<String, Integer> alerts =
        count(
            handle,
            ScopedWhere.alerts(scope, "a")
                .and("l.valid_to is null and l.incident_id in (<ids>)")
                .list("ids", ids),
            "select l.incident_id, count(*) as total from incident_alert l"
                + " join alert_item a on a.id = l.item_id",
            "group by l.incident_id");
    Map<String, Integer> tasks =
        count(
            handle,
            ScopedWhere.tasks(scope, "t")
                .and("t.state not in ('XONG', 'BO_QUA') and t.incident_id in (<ids>)")
                .list("ids", ids),
            "select t.incident_id, count(*) as total from task t",
            "group by t.incident_id");
    return incidents.stream()
        .map(incident ->
            new IncidentSummary(
                incident,
                alerts.getOrDefault(incident.id(), 0),
                tasks.getOrDefault(incident.id(), 0),
                next(clocks.of(handle, incident, now))))
        .toList();
  }

  private static @Nullable ReportingClock next(List<ReportingClock> clocks) {
    return clocks.stream().filter(clock -> !clock.isDone()).findFirst().orElse(null);
  }

  private static Map<String, Integer> count(
      Handle handle, ScopedWhere where, String select, String group) {
    Map<String, Integer> counts = new HashMap<>();
    where
        .bind(handle.createQuery(select + where.sql() + group))
        .map((row, _) -> Map.entry(row.getString("incident_id"), row.getInt("total")))
        .forEach(entry -> counts.put(Objects.requireNonNull(entry.getKey()), entry.getValue()));
    return counts;
  }
}
