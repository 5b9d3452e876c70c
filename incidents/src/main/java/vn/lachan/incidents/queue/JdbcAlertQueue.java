package vn.lachan.incidents.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.detection.Alert;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.store.Json;
import vn.lachan.incidents.store.ScopedWhere;
import vn.lachan.incidents.store.Transactions;

/** The alert queue in a relational database (H2 or PostgreSQL, tables of V100). */
public final class JdbcAlertQueue implements AlertQueue {
  private static final int CHUNK = 500;

  private final Transactions transactions;
  private final AuditTrail audit;
  private final Clock clock;
  private final QueueSettings settings;
  private final Undoing undoing;
  private final ReentrantLock adding = new ReentrantLock();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong joined = new AtomicLong();
  private final AtomicLong known = new AtomicLong();

  public JdbcAlertQueue(
      DataSource dataSource, AuditTrail audit, Clock clock, QueueSettings settings) {
    this.transactions = new Transactions(dataSource);
    this.audit = audit;
    this.clock = clock;
    this.settings = settings;
    this.undoing = new Undoing(audit);
  }

  @Override
  public Added add(List<Alert> alerts) {
    List<QueuedAlert> newRows = new ArrayList<>();
    Map<String, QueuedAlert> joinedRows = new LinkedHashMap<>();
    int knownAlerts = 0;
    for (int from = 0; from < alerts.size(); from += CHUNK) {
      List<Alert> chunk = alerts.subList(from, Math.min(from + CHUNK, alerts.size()));
      Added added = addChunk(chunk);
      newRows.addAll(added.opened());
      added.joined().forEach(row -> joinedRows.put(row.id(), row));
      knownAlerts += added.known();
    }
    return new Added(newRows, List.copyOf(joinedRows.values()), knownAlerts);
  }

  private Added addChunk(List<Alert> chunk) {
    adding.lock();
    try {
      return transactions.write(handle -> addWithin(handle, chunk));
    } finally {
      adding.unlock();
    }
  }

  private Added addWithin(Handle handle, List<Alert> chunk) {
    Set<String> seen = AlertRows.known(handle, chunk);
    Set<String> openedIds = new LinkedHashSet<>();
    Set<String> joinedIds = new LinkedHashSet<>();
    int repeated = 0;
    int joins = 0;
    for (Alert alert : chunk) {
      if (!seen.add(alert.id())) {
        repeated++;
        continue;
      }
      String row = addOne(handle, alert);
      if (row == null) {
        openedIds.add(alert.id());
      } else {
        joins++;
        joinedIds.add(row);
      }
    }
    joinedIds.removeAll(openedIds);
    opened.addAndGet(openedIds.size());
    joined.addAndGet(joins);
    known.addAndGet(repeated);
    return new Added(rows(handle, openedIds), rows(handle, joinedIds), repeated);
  }

  @Override
  public boolean more(String alertId, long count, Instant last) {
    adding.lock();
    try {
      return transactions.write(
          handle -> AlertRows.more(handle, alertId, count, Transactions.stored(last)));
    } finally {
      adding.unlock();
    }
  }

  /** Returns the row the alert joined, or null when it opened its own. */
  private @Nullable String addOne(Handle handle, Alert alert) {
    String key = GroupKey.of(alert);
    Instant due = Transactions.stored(alert.detected().plus(settings.respondWithin(alert.level())));
    QueuedAlert row = AlertRows.lockGroup(handle, key);
    if (row != null && isNear(row, alert, settings.groupWindow())) {
      AlertRows.join(handle, row, alert, due);
      AlertRows.insertOccurrence(handle, row.id(), alert);
      return row.id();
    }
    if (row != null) {
      AlertRows.releaseGroup(handle, row.id());
    }
    AlertRows.insert(handle, alert, key, Handling.fresh(due));
    AlertRows.insertOccurrence(handle, alert.id(), alert);
    return null;
  }

  private static boolean isNear(QueuedAlert row, Alert alert, Duration window) {
    return !alert.at().isAfter(row.lastAt().plus(window))
        && !alert.at().isBefore(row.at().minus(window));
  }

  private static List<QueuedAlert> rows(Handle handle, Set<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    ScopedWhere where =
        ScopedWhere.alerts(OrganizationScope.PROVINCE, "i").and("i.id in (<ids>)").list("ids", ids);
    return AlertRows.select(handle, where, "order by i.last_at, i.id");
  }

  @Override
  public AlertPage list(OrganizationScope scope, AlertFilter filter) {
    wake();
    return transactions.read(
        handle -> AlertSearch.page(handle, scope, filter, Transactions.stored(clock.instant())));
  }

  @Override
  public List<AlertGroup> groups(OrganizationScope scope, AlertFilter filter, AlertGroup.By by) {
    return transactions.read(
        handle -> AlertSearch.groups(handle, scope, filter, by, settings.maxGroups()));
  }

  @Override
  public Optional<QueuedAlert> find(OrganizationScope scope, String id) {
    return transactions.read(handle -> AlertRows.find(handle, scope, id));
  }

  @Override
  public List<Alert> occurrences(OrganizationScope scope, String id, int limit) {
    ScopedWhere where = ScopedWhere.alerts(scope, "i").and("i.id = :id").value("id", id);
    String sql =
        "select a.content from alert a join alert_item i on i.id = a.item_id"
            + where.sql()
            + "order by a.happened_at desc, a.id limit "
            + Math.max(0, limit);
    return transactions.read(handle ->
        where
            .bind(handle.createQuery(sql))
            .map((row, _) -> Json.read(row.getString("content"), Alert.class))
            .list());
  }

  @Override
  public List<String> eventIds(OrganizationScope scope, String id, int limit) {
    // Every alert names at least one event, so this many alerts are enough.
    return occurrences(scope, id, limit).stream()
        .flatMap(alert -> alert.eventIds().reversed().stream())
        .distinct()
        .limit(limit)
        .toList();
  }

  @Override
  public List<QueuedAlert> related(OrganizationScope scope, String id, int limit) {
    return transactions.read(handle -> {
      Optional<QueuedAlert> found = AlertRows.find(handle, scope, id);
      if (found.isEmpty()) {
        return List.of();
      }
      QueuedAlert row = found.get();
      ScopedWhere where =
          ScopedWhere.alerts(scope, "i")
              .and("i.id != :id and (i.rule_id = :rule or (i.entity = :entity and i.entity != ''))")
              .and("i.last_at >= :from and i.first_at <= :to")
              .value("id", id)
              .value("rule", row.ruleId())
              .value("entity", row.entity())
              .value("from", row.at().minus(settings.related()))
              .value("to", row.lastAt().plus(settings.related()));
      return AlertRows.select(
          handle, where, "order by i.last_at desc, i.id limit " + Math.max(0, limit));
    });
  }

  @Override
  public List<AlertHistory> history(OrganizationScope scope, String id) {
    return transactions.read(handle ->
        AlertRows.find(handle, scope, id)
            .map(row -> HistoryRows.of(handle, row.id()).history())
            .orElse(List.of()));
  }

  @Override
  public Change change(Officer by, AlertAction action, List<String> ids) {
    requireBulk(ids);
    return transactions.write(handle -> {
      Instant now = Transactions.stored(clock.instant());
      List<QueuedAlert> rows = AlertRows.lock(handle, by.scope(), ids);
      List<AlertRows.Move> moves =
          rows.stream()
              .map(row ->
                  new AlertRows.Move(
                      row,
                      row.handling()
                          .after(
                              row.id(), action, by.id(), now, settings.respondWithin(row.level()))))
              .toList();
      String token = UUID.randomUUID().toString();
      AlertRows.move(handle, moves, by.id(), name(action), action.note(), token, now);
      audit.append(entry(by, "alert." + verb(action), rows, action.note()));
      return new Change(moves.size(), token);
    });
  }

  @Override
  public Undone undo(Officer by, String token) {
    return transactions.write(
        handle -> undoing.undo(handle, by, token, Transactions.stored(clock.instant())));
  }

  @Override
  public int wake() {
    Instant now = Transactions.stored(clock.instant());
    ScopedWhere where =
        ScopedWhere.alerts(OrganizationScope.PROVINCE, "i")
            .and("i.state = 'TAM_HOAN' and i.snoozed_until <= :now")
            .value("now", now);
    List<String> due =
        transactions.read(handle ->
            where
                .bind(handle.createQuery("select i.id from alert_item i" + where.sql()))
                .mapTo(String.class)
                .list());
    int awake = 0;
    for (int from = 0; from < due.size(); from += CHUNK) {
      awake += wakeChunk(due.subList(from, Math.min(from + CHUNK, due.size())), now);
    }
    return awake;
  }

  private int wakeChunk(List<String> ids, Instant now) {
    return transactions.write(handle -> {
      List<QueuedAlert> rows =
          AlertRows.lock(handle, OrganizationScope.PROVINCE, ids).stream()
              .filter(row -> row.state() == AlertState.TAM_HOAN)
              .filter(row -> isOver(row.snoozedUntil(), now))
              .toList();
      if (rows.isEmpty()) {
        return 0;
      }
      AlertRows.move(
          handle,
          rows.stream().map(row -> new AlertRows.Move(row, row.handling().awake())).toList(),
          Officer.PLATFORM.id(),
          "WAKE",
          "",
          UUID.randomUUID().toString(),
          now);
      audit.append(entry(Officer.PLATFORM, "alert.wake", rows, ""));
      return rows.size();
    });
  }

  private static boolean isOver(@Nullable Instant until, Instant now) {
    return until != null && !until.isAfter(now);
  }

  @Override
  public QueueStats stats() {
    Map<AlertState, Long> rows = new EnumMap<>(AlertState.class);
    for (AlertState state : AlertState.values()) {
      rows.put(state, 0L);
    }
    transactions
        .<List<Map.Entry<AlertState, Long>>>read(handle ->
            handle
                .createQuery("select state, count(*) as total from alert_item group by state")
                .map((row, _) ->
                    Map.entry(AlertState.valueOf(row.getString("state")), row.getLong("total")))
                .list())
        .forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
    return new QueueStats(opened.get(), joined.get(), known.get(), rows);
  }

  @Override
  public List<RulePrecision> precision(OrganizationScope scope, Instant since) {
    ScopedWhere where =
        ScopedWhere.alerts(scope, "i")
            .and("i.last_at >= :since")
            .value("since", Transactions.stored(since));
    String sql =
        "select i.rule_id, max(i.title) as title, i.state, i.disposition, count(*) as total"
            + " from alert_item i"
            + where.sql()
            + "group by i.rule_id, i.state, i.disposition";
    PrecisionTally tally = new PrecisionTally();
    transactions
        .<List<PrecisionTally.Row>>read(handle ->
            where
                .bind(handle.createQuery(sql))
                .map((row, _) ->
                    new PrecisionTally.Row(
                        row.getString("rule_id"),
                        row.getString("title"),
                        AlertState.valueOf(row.getString("state")),
                        Optional.ofNullable(row.getString("disposition")).map(Disposition::valueOf),
                        row.getLong("total")))
                .list())
        .forEach(tally::add);
    return tally.result();
  }

  private void requireBulk(List<String> ids) {
    if (ids.isEmpty() || ids.size() > settings.maxBulk()) {
      throw new InvalidRequestException(
          "ids", "Chọn từ 1 đến " + settings.maxBulk() + " cảnh báo mỗi lần.");
    }
  }

  private static String name(AlertAction action) {
    return switch (action) {
      case AlertAction.Take _ -> "TAKE";
      case AlertAction.Assign _ -> "ASSIGN";
      case AlertAction.Close _ -> "CLOSE";
      case AlertAction.Reopen _ -> "REOPEN";
      case AlertAction.Note _ -> "NOTE";
      case AlertAction.Snooze _ -> "SNOOZE";
    };
  }

  private static String verb(AlertAction action) {
    return name(action).toLowerCase(Locale.ROOT);
  }

  /** One record of the trail for one act, however many rows it changed. */
  public static AuditEntry entry(Officer by, String action, List<QueuedAlert> rows, String note) {
    Set<String> organizations =
        rows.stream().map(QueuedAlert::organization).collect(Collectors.toSet());
    String subject = rows.size() == 1 ? rows.getFirst().id() : rows.size() + " alerts";
    return new AuditEntry(
        by.actor(),
        action,
        "alert:" + subject,
        organizations.size() == 1 ? organizations.iterator().next() : "",
        Map.of(
            "note",
            note,
            "ids",
            rows.stream().map(QueuedAlert::id).collect(Collectors.joining(" "))));
  }
}
