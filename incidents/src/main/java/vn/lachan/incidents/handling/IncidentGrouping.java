package vn.lachan.incidents.handling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.handling.SimilarIncident.Kind;
import vn.lachan.incidents.handling.SimilarIncident.Reason;
import vn.lachan.incidents.measure.IncidentTimes;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.AlertRows;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.incidents.queue.Change;
import vn.lachan.incidents.queue.Handling;
import vn.lachan.incidents.queue.IncidentLinks;
import vn.lachan.incidents.queue.JdbcAlertQueue;
import vn.lachan.incidents.queue.QueueSettings;
import vn.lachan.incidents.queue.QueuedAlert;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.incidents.store.IncidentRows;
import vn.lachan.incidents.store.ScopedWhere;
import vn.lachan.incidents.store.TimelineRows;
import vn.lachan.incidents.store.Transactions;

/**
 * Which alerts make one incident, and which incidents are one: looked at again while more becomes
 * known. Everything here can be taken back.
 *
 * <p>Safe for use by several threads and processes. Each act is one transaction; its record in the
 * audit trail is durable before the act becomes visible.
 */
public final class IncidentGrouping {
  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;
  private final QueueSettings queue;
  private final Settings settings;

  /**
   * Limits of the search for similar incidents.
   *
   * @param near how far apart two incidents may have been detected
   * @param compared how many entities and rules of an incident are compared at most
   * @param shown how many similar incidents are named at most
   */
  public record Settings(Duration near, int compared, int shown) {
    public static final Settings DEFAULT = new Settings(Duration.ofDays(180), 200, 10);

    public Settings {
      if (near.isNegative() || compared < 1 || shown < 1) {
        throw new IllegalArgumentException("limits of similar incidents are positive");
      }
    }
  }

  public IncidentGrouping(
      DataSource dataSource,
      AuditTrail audit,
      Clock clock,
      QueueSettings queue,
      Settings settings) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.clock = clock;
    this.queue = queue;
    this.settings = settings;
  }

  /**
   * Gives escalated alerts to another incident. {@link AlertQueue#undo} takes it back.
   *
   * @throws NotFoundException when an alert or the incident is not there for this officer
   * @throws IllegalTransitionException when an incident concerned is closed
   * @throws InvalidRequestException when an alert belongs to no incident, or to that one already
   */
  public Change move(Officer by, List<String> alerts, String to, String reason) {
    return regroup(by, alerts, to, "MOVE", reason);
  }

  /**
   * Takes alerts out of their incident; they wait in the queue again, for the same owner. {@link
   * AlertQueue#undo} takes it back.
   *
   * @throws NotFoundException when an alert is not there for this officer
   * @throws IllegalTransitionException when its incident is closed
   * @throws InvalidRequestException when an alert belongs to no incident, or a reason is missing
   */
  public Change detach(Officer by, List<String> alerts, String reason) {
    if (reason.isBlank()) {
      throw new InvalidRequestException("reason", "Ghi lý do tách cảnh báo khỏi sự cố.");
    }
    return regroup(by, alerts, null, "DETACH", reason);
  }

  private Change regroup(
      Officer by, List<String> alerts, @Nullable String to, String action, String reason) {
    if (alerts.isEmpty()) {
      throw new InvalidRequestException("ids", "Chọn ít nhất một cảnh báo.");
    }
    return transactions.write(handle -> {
      Instant now = Transactions.stored(clock.instant());
      List<QueuedAlert> rows = AlertRows.lock(handle, by.scope(), alerts);
      Map<String, Incident> incidents = lockAll(handle, by, rows, to);
      incidents.values().forEach(incident -> Sharing.requireOrdinary(audit, by, incident, reason));
      if (to != null) {
        Incident target = Objects.requireNonNull(incidents.get(to));
        Sharing.requireOrdinary(audit, by, target);
        Sharing.requireUnits(
            audit, by, target, rows.stream().map(QueuedAlert::organization).toList());
      }
      List<AlertRows.Move> moves = new ArrayList<>();
      for (QueuedAlert row : rows) {
        Handling next =
            to == null
                ? row.handling().detached(now, queue.respondWithin(row.level()))
                : row.handling().within(to);
        moves.add(new AlertRows.Move(row, next));
      }
      String token = UUID.randomUUID().toString();
      AlertRows.move(handle, moves, by.id(), action, reason, token, now);
      for (QueuedAlert row : rows) {
        relink(handle, by, row, to, reason, now);
      }
      if (to != null) {
        IncidentRows.addUnits(handle, to, rows.stream().map(QueuedAlert::organization).toList());
      }
      incidents.keySet().forEach(id -> IncidentTimes.remeasure(handle, id, by.id(), now));
      audit.append(
          JdbcAlertQueue.entry(by, "alert." + action.toLowerCase(Locale.ROOT), rows, reason));
      return new Change(rows.size(), token);
    });
  }

  /** Locks every incident concerned, in the order of their ids; all must be open. */
  private static Map<String, Incident> lockAll(
      Handle handle, Officer by, List<QueuedAlert> rows, @Nullable String to) {
    Set<String> ids = new TreeSet<>();
    for (QueuedAlert row : rows) {
      String from = row.incidentId();
      if (from == null || row.state() != AlertState.DA_LEO_THANG) {
        throw new InvalidRequestException(
            "ids", "Cảnh báo " + row.id() + " không thuộc sự cố nào.");
      }
      if (from.equals(to)) {
        throw new InvalidRequestException("to", "Cảnh báo " + row.id() + " đã thuộc sự cố này.");
      }
      ids.add(from);
    }
    if (to != null) {
      ids.add(to);
    }
    Map<String, Incident> incidents = new TreeMap<>();
    for (String id : ids) {
      Incident incident = IncidentRows.lock(handle, by.scope(), id);
      StateMoves.requireOpen(incident, incident.state());
      incidents.put(id, incident);
    }
    return incidents;
  }

  private static void relink(
      Handle handle, Officer by, QueuedAlert row, @Nullable String to, String reason, Instant now) {
    IncidentLinks.end(handle, row.id(), now);
    TimelineRows.responder(
        handle,
        Objects.requireNonNull(row.incidentId()),
        now,
        "CHANGE",
        by.id(),
        (to == null ? "Tách một cảnh báo ra" : "Chuyển một cảnh báo sang " + to)
            + (reason.isBlank() ? "" : ": " + reason),
        List.of("alert:" + row.id()));
    if (to != null) {
      StateMoves.link(handle, to, row, by, now);
    }
  }

  /**
   * Takes back a merge: the incident stands on its own again, in the state it had, with the alerts
   * that came from it and were not moved on since.
   *
   * @throws NotFoundException when one of the two is not there for this officer
   * @throws IllegalTransitionException when it is not merged, or the other one is closed
   */
  public void unmerge(Officer by, String id, String reason) {
    if (reason.isBlank()) {
      throw new InvalidRequestException("reason", "Ghi lý do tách sự cố.");
    }
    transactions.write(handle -> {
      Instant now = Transactions.stored(clock.instant());
      Incident seen = IncidentRows.require(handle, by.scope(), id);
      requireMerged(seen);
      for (String each : new TreeSet<>(List.of(id, Merging.target(seen)))) {
        IncidentRows.lock(handle, by.scope(), each);
      }
      Incident merged = IncidentRows.require(handle, by.scope(), id);
      requireMerged(merged);
      Incident from = IncidentRows.require(handle, by.scope(), Merging.target(merged));
      StateMoves.requireOpen(from, from.state());
      Sharing.requireOrdinary(audit, by, merged, reason);
      Sharing.requireOrdinary(audit, by, from, reason);
      Incident after = Merging.split(handle, by, merged, from, reason, now);
      IncidentTimes.remeasure(handle, after.id(), by.id(), now);
      IncidentTimes.remeasure(handle, from.id(), by.id(), now);
      audit.append(
          new AuditEntry(
              by.actor(),
              "incident.unmerge",
              "incident:" + id,
              after.organization(),
              Map.of("from", from.id(), "reason", reason)));
      return id;
    });
  }

  private static void requireMerged(Incident incident) {
    if (incident.state() != IncidentState.GOP_VAO) {
      throw new IllegalTransitionException(
          "incident " + incident.id(), incident.state(), IncidentState.GOP_VAO);
    }
  }

  /**
   * Incidents that share entities, rules or systems with this one, those that share most first.
   * Nothing of another unit's alerts is compared or shown.
   */
  public List<SimilarIncident> similar(OrganizationScope scope, String id) {
    return transactions.read(handle -> {
      Incident incident = IncidentRows.require(handle, scope, id);
      List<QueuedAlert> alerts = IncidentLinks.alerts(handle, scope, id);
      Map<String, List<Reason>> reasons = new LinkedHashMap<>();
      shared(
          handle,
          scope,
          incident,
          Kind.ENTITY,
          "i.entity",
          values(alerts, QueuedAlert::entity),
          reasons);
      shared(
          handle,
          scope,
          incident,
          Kind.RULE,
          "i.rule_id",
          values(alerts, QueuedAlert::ruleId),
          reasons);
      List<SimilarIncident> found = new ArrayList<>();
      for (Incident other : nearby(handle, scope, incident, reasons.keySet())) {
        List<Reason> all = new ArrayList<>(reasons.getOrDefault(other.id(), List.of()));
        if (!all.isEmpty()) {
          Set<String> systems = new TreeSet<>(other.systems());
          systems.retainAll(new HashSet<>(incident.systems()));
          systems.forEach(system -> all.add(new Reason(Kind.SYSTEM, system)));
          found.add(new SimilarIncident(other, all));
        }
      }
      found.sort(
          Comparator.comparingInt(IncidentGrouping::weight)
              .reversed()
              .thenComparing(similar -> similar.incident().createdAt(), Comparator.reverseOrder()));
      return List.copyOf(found.subList(0, Math.min(settings.shown(), found.size())));
    });
  }

  private List<String> values(List<QueuedAlert> alerts, Function<QueuedAlert, String> value) {
    return alerts.stream()
        .map(value)
        .filter(text -> !text.isBlank())
        .distinct()
        .limit(settings.compared())
        .toList();
  }

  private static void shared(
      Handle handle,
      OrganizationScope scope,
      Incident incident,
      Kind kind,
      String column,
      List<String> values,
      Map<String, List<Reason>> reasons) {
    if (values.isEmpty()) {
      return;
    }
    ScopedWhere where =
        ScopedWhere.alerts(scope, "i")
            .and("l.valid_to is null and l.incident_id <> :id and " + column + " in (<values>)")
            .value("id", incident.id())
            .list("values", values);
    where
        .bind(
            handle.createQuery(
                "select distinct l.incident_id, "
                    + column
                    + " as shared from incident_alert l join alert_item i on i.id = l.item_id"
                    + where.sql()
                    + "order by shared"))
        .map((row, _) -> Map.entry(row.getString("incident_id"), row.getString("shared")))
        .forEach(found ->
            reasons
                .computeIfAbsent(found.getKey(), _ -> new ArrayList<>())
                .add(new Reason(kind, found.getValue())));
  }

  private List<Incident> nearby(
      Handle handle, OrganizationScope scope, Incident incident, Set<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return IncidentRows.select(
        handle,
        ScopedWhere.incidents(scope, "i")
            .and("i.id in (<ids>) and i.detected_at between :from and :to")
            .list("ids", ids)
            .value("from", incident.detectedAt().minus(settings.near()))
            .value("to", incident.detectedAt().plus(settings.near())),
        "");
  }

  private static int weight(SimilarIncident similar) {
    return similar.reasons().stream()
        .mapToInt(reason ->
            switch (reason.kind()) {
              case ENTITY -> 3;
              case RULE, SYSTEM -> 1;
            })
        .sum();
  }
}
