package vn.lachan.incidents.measure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.Measures;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.IncidentDraft;
import vn.lachan.incidents.store.IncidentRows;

/** Measures of an incident and the differences between two versions of it. */
public final class IncidentTimes {

  private record Alerts(@Nullable Instant firstAt, @Nullable Instant firstTaken) {}

  private static Alerts alerts(Handle handle, String incidentId) {
    return handle
        .createQuery(
            "select min(i.first_at) as first_at, min(i.acknowledged_at) as taken from alert_item i"
                + " join incident_alert l on l.item_id = i.id and l.valid_to is null"
                + " where l.incident_id = :id")
        .bind("id", incidentId)
        .map((row, _) ->
            new Alerts(Columns.timeOrNull(row, "first_at"), Columns.timeOrNull(row, "taken")))
        .one();
  }

  /** Detection and acknowledgement as far as known now; containment and resolution as they were. */
  public static Measures measures(Handle handle, Incident incident) {
    Alerts alerts = alerts(handle, incident.id());
    Instant began = incident.occurredAt() == null ? alerts.firstAt() : incident.occurredAt();
    Measures old = incident.measures();
    if (began == null) {
      return new Measures(null, null, old.ttc(), old.ttr());
    }
    Instant taken = alerts.firstTaken() == null ? incident.createdAt() : alerts.firstTaken();
    return new Measures(
        seconds(began, incident.detectedAt()), seconds(began, taken), old.ttc(), old.ttr());
  }

  /** When somebody first took it up. */
  public static Instant taken(Handle handle, Incident incident) {
    Instant taken = alerts(handle, incident.id()).firstTaken();
    return taken == null ? incident.createdAt() : taken;
  }

  /** Measures again what its alerts say, and remembers what became another value. */
  public static void remeasure(Handle handle, String id, String actor, Instant now) {
    Incident before = IncidentRows.require(handle, OrganizationScope.PROVINCE, id);
    IncidentDraft draft = new IncidentDraft(before);
    draft.measures(measures(handle, before));
    Incident after = draft.build();
    IncidentRows.update(handle, before, after);
    remember(handle, before, after, actor, now);
  }

  /** Remembers the measures that differ. */
  public static void remember(
      Handle handle, Incident before, Incident after, String actor, Instant now) {
    for (IncidentChange change : compare(measures(before), measures(after), actor, now)) {
      IncidentRows.remember(handle, after.id(), change);
    }
  }

  /** Whole seconds between; never below zero. */
  public static long seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds());
  }

  /** All fields a person can change and the measures, where they differ. */
  public static List<IncidentChange> differences(
      Incident before, Incident after, String actor, Instant now) {
    return compare(fields(before), fields(after), actor, now);
  }

  private static List<IncidentChange> compare(
      Map<String, String> before, Map<String, String> after, String actor, Instant now) {
    List<IncidentChange> changes = new ArrayList<>();
    before.forEach((field, old) -> {
      String value = Objects.requireNonNull(after.get(field));
      if (!old.equals(value)) {
        changes.add(new IncidentChange(now, actor, field, old, value, ""));
      }
    });
    return changes;
  }

  private static Map<String, String> fields(Incident incident) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("title", incident.title());
    fields.put("category", incident.category().name());
    fields.put("severity", incident.severity().name());
    fields.put("owner", incident.owner());
    fields.put("tlp", incident.tlp().name());
    fields.put("pap", incident.pap().name());
    fields.put("summary", incident.summary());
    fields.put("rootCause", incident.rootCause());
    fields.put("impact", incident.impact());
    fields.put("remedy", incident.remedy());
    fields.put("occurredAt", text(incident.occurredAt()));
    fields.put("personalDataAt", text(incident.personalDataAt()));
    fields.put("beyondAbilityAt", text(incident.beyondAbilityAt()));
    fields.put("flags", new TreeSet<>(incident.flags()).toString());
    fields.put("systems", String.join(" ", incident.systems()));
    fields.put("units", String.join(" ", incident.units()));
    fields.putAll(measures(incident));
    return fields;
  }

  private static Map<String, String> measures(Incident incident) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ttd", text(incident.measures().ttd()));
    fields.put("tta", text(incident.measures().tta()));
    fields.put("ttc", text(incident.measures().ttc()));
    fields.put("ttr", text(incident.measures().ttr()));
    return fields;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private IncidentTimes() {}
}
