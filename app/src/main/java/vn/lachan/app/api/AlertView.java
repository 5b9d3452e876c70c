package vn.lachan.app.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.incidents.queue.Disposition;
import vn.lachan.incidents.queue.QueuedAlert;

/** A row of the queue as screens show it. */
record AlertView(
    String id,
    String title,
    String reason,
    Level level,
    Instant at,
    Instant lastAt,
    Instant detected,
    @Nullable UnitName organization,
    String entity,
    String dataset,
    String ruleId,
    String ruleVersion,
    String ruleTitle,
    List<String> tags,
    int occurrences,
    long more,
    AlertState state,
    @Nullable String owner,
    @Nullable Disposition disposition,
    @Nullable String incidentId,
    @Nullable Instant dueAt,
    @Nullable Instant snoozedUntil) {

  static AlertView of(QueuedAlert alert, Names names) {
    return new AlertView(
        alert.id(),
        alert.title(),
        alert.reason(),
        alert.level(),
        alert.at(),
        alert.lastAt(),
        alert.detected(),
        names.organization(alert.organization()),
        alert.entity(),
        alert.dataset(),
        alert.ruleId(),
        alert.ruleVersion(),
        alert.title(),
        alert.tags(),
        alert.occurrences(),
        alert.more(),
        alert.state(),
        alert.owner().isEmpty() ? null : alert.owner(),
        alert.disposition(),
        alert.incidentId(),
        alert.dueAt(),
        alert.snoozedUntil());
  }
}
