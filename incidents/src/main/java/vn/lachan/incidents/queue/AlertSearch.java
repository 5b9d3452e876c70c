package vn.lachan.incidents.queue;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.Cursor;
import vn.lachan.incidents.store.Folded;
import vn.lachan.incidents.store.LevelColumn;
import vn.lachan.incidents.store.ScopedWhere;

/** Lists, counts and groups of the alert queue. */
final class AlertSearch {
  private static final String WAITING = "i.state in ('MOI', 'DANG_XU_LY', 'TAM_HOAN')";

  static AlertPage page(Handle handle, OrganizationScope scope, AlertFilter filter, Instant now) {
    ScopedWhere where = where(scope, filter, true);
    ScopedWhere place = where.copy();
    addPlace(place, filter);
    List<QueuedAlert> rows =
        AlertRows.select(handle, place, order(filter.sort()) + " limit " + (filter.limit() + 1));
    boolean more = rows.size() > filter.limit();
    List<QueuedAlert> items = more ? rows.subList(0, filter.limit()) : rows;
    Figures figures = figures(handle, where, now);
    return new AlertPage(
        items,
        more ? cursor(filter.sort(), items.getLast()) : null,
        figures.total(),
        counts(handle, where(scope, filter, false)),
        figures.unassigned(),
        figures.overdue(),
        figures.newest());
  }

  static List<AlertGroup> groups(
      Handle handle, OrganizationScope scope, AlertFilter filter, AlertGroup.By by, int max) {
    ScopedWhere where = where(scope, filter, true);
    StringBuilder levels = new StringBuilder();
    for (Level level : Level.values()) {
      levels.append(
          ", sum(case when i.level = "
              + LevelColumn.of(level)
              + " then 1 else 0 end) as level_"
              + LevelColumn.of(level));
    }
    String sql =
        "select i.%s as group_id, max(i.%s) as label, count(*) as total, sum(i.occurrences) as alerts,"
                .formatted(by.column(), by.labelColumn())
            + " max(i.last_at) as newest"
            + levels
            + " from alert_item i"
            + where.sql()
            + "group by i.%s order by total desc, group_id limit %d".formatted(by.column(), max);
    return where
        .bind(handle.createQuery(sql))
        .map((row, _) -> {
          Map<Level, Long> spread = new EnumMap<>(Level.class);
          for (Level level : Level.values()) {
            long count = row.getLong("level_" + LevelColumn.of(level));
            if (count > 0) {
              spread.put(level, count);
            }
          }
          return new AlertGroup(
              row.getString("group_id"),
              row.getString("label"),
              row.getLong("total"),
              row.getLong("alerts"),
              spread,
              Columns.time(row, "newest"));
        })
        .list();
  }

  private static ScopedWhere where(OrganizationScope scope, AlertFilter filter, boolean byLevel) {
    ScopedWhere where = ScopedWhere.alerts(scope, "i");
    if (!filter.states().isEmpty()) {
      where
          .and("i.state in (<states>)")
          .list("states", filter.states().stream().map(Enum::name).toList());
    }
    if (byLevel && !filter.levels().isEmpty()) {
      where
          .and("i.level in (<levels>)")
          .list("levels", filter.levels().stream().map(LevelColumn::of).toList());
    }
    equal(where, "owner", filter.owner());
    equal(where, "rule_id", filter.ruleId());
    equal(where, "entity", filter.entity());
    equal(where, "organization", filter.organization());
    if (!filter.text().isBlank()) {
      where.and("i.search_text like :text escape '!'").value("text", Folded.like(filter.text()));
    }
    return where;
  }

  private static void equal(ScopedWhere where, String column, @Nullable String value) {
    if (value != null) {
      where.and("i." + column + " = :" + column).value(column, value);
    }
  }

  private static String order(AlertFilter.Sort sort) {
    return switch (sort) {
      case DUE -> "order by i.due_at, i.level desc, i.last_at desc, i.id";
      case NEWEST -> "order by i.last_at desc, i.id";
    };
  }

  private static String cursor(AlertFilter.Sort sort, QueuedAlert last) {
    Instant due = last.handling().dueAt();
    return switch (sort) {
      case DUE ->
          Cursor.encode(
              due.toString(),
              Integer.toString(LevelColumn.of(last.level())),
              last.lastAt().toString(),
              last.id());
      case NEWEST -> Cursor.encode(last.lastAt().toString(), last.id());
    };
  }

  private static void addPlace(ScopedWhere where, AlertFilter filter) {
    String after = filter.after();
    if (after == null) {
      return;
    }
    switch (filter.sort()) {
      case DUE -> {
        Cursor cursor = Cursor.decode(after, 4);
        where
            .and(
                "(i.due_at > :pDue or (i.due_at = :pDue and (i.level < :pLevel or (i.level ="
                    + " :pLevel and (i.last_at < :pLast or (i.last_at = :pLast and i.id >"
                    + " :pId))))))")
            .value("pDue", cursor.time(0))
            .value("pLevel", cursor.number(1))
            .value("pLast", cursor.time(2))
            .value("pId", cursor.text(3));
      }
      case NEWEST -> {
        Cursor cursor = Cursor.decode(after, 2);
        where
            .and("(i.last_at < :pLast or (i.last_at = :pLast and i.id > :pId))")
            .value("pLast", cursor.time(0))
            .value("pId", cursor.text(1));
      }
    }
  }

  private record Figures(long total, long unassigned, long overdue, @Nullable Instant newest) {}

  private static Figures figures(Handle handle, ScopedWhere where, Instant now) {
    String sql =
        "select count(*) as total, sum(case when i.owner = '' and "
            + WAITING
            + " then 1 else 0 end) as unassigned, sum(case when i.due_at < :now and "
            + WAITING
            + " then 1 else 0 end) as overdue, max(i.last_at) as newest from alert_item i";
    return where
        .bind(handle.createQuery(sql + where.sql()))
        .bind("now", now)
        .map((row, _) ->
            new Figures(
                row.getLong("total"),
                row.getLong("unassigned"),
                row.getLong("overdue"),
                Columns.timeOrNull(row, "newest")))
        .one();
  }

  private static Map<Level, Long> counts(Handle handle, ScopedWhere where) {
    Map<Level, Long> counts = new EnumMap<>(Level.class);
    for (Level level : Level.values()) {
      counts.put(level, 0L);
    }
    where
        .bind(
            handle.createQuery(
                "select i.level as alert_level, count(*) as total from alert_item i"
                    + where.sql()
                    + "group by i.level"))
        .map((row, _) ->
            Map.entry(LevelColumn.level(row.getInt("alert_level")), row.getLong("total")))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  private AlertSearch() {}
}
