package vn.lachan.incidents.queue;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;
import vn.lachan.incidents.store.Columns;

/**
 * One row of the queue: all alerts of one rule about one entity of one organisation, as long as
 * they keep coming.
 *
 * @param id id of the first alert
 * @param title title of the rule
 * @param reason why the newest alert fired
 * @param level the highest of its alerts
 * @param at when the earliest alert happened
 * @param lastAt when the latest alert happened
 * @param detected when the platform saw the first alert
 * @param organization code of the unit, empty for the province
 * @param fields the values of the newest alert that matter
 * @param occurrences how many alerts
 * @param eventTotal how many events these name; one named by two alerts counts twice
 * @param more how many further alerts were held back by suppression and are counted here
 * @param owner who handles it, empty for nobody
 * @param dueAt when somebody must have decided; null when decided
 * @param acknowledgedAt when somebody took it for the first time
 * @param version grows with every change
 */
public record QueuedAlert(
    String id,
    String ruleId,
    String ruleVersion,
    String title,
    String reason,
    Level level,
    Instant at,
    Instant lastAt,
    Instant detected,
    String organization,
    String entity,
    String dataset,
    List<String> tags,
    Map<String, String> fields,
    int occurrences,
    long eventTotal,
    long more,
    AlertState state,
    String owner,
    @Nullable Disposition disposition,
    @Nullable String incidentId,
    @Nullable Instant dueAt,
    @Nullable Instant snoozedUntil,
    @Nullable Instant acknowledgedAt,
    long version) {

  public QueuedAlert {
    tags = List.copyOf(tags);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  public Handling handling() {
    return new Handling(
        state,
        owner,
        disposition,
        incidentId,
        dueAt == null ? Columns.NEVER : dueAt,
        snoozedUntil,
        acknowledgedAt);
  }
}
