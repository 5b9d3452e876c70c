package vn.lachan.incidents.measure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.ScopedWhere;
import vn.lachan.incidents.store.Transactions;

/**
 * How fast incidents are handled, as median and 90th percentile. Cancelled and merged incidents do
 * not count. Safe for use by several threads.
 */
public final class ResponseTimes {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private final Transactions transactions;
  private final int limit;

  /** What incidents are put together by. */
  public enum By {
    /** All in one. */
    ALL,
    /** The month of their detection in Vietnam, {@code YYYY-MM}. */
    MONTH,
    /** The code of the unit they belong to; empty for the province. */
    UNIT,
    /** The name of their {@link Category}. */
    CATEGORY
  }

  /**
   * The times of incidents that belong together.
   *
   * @param group what they have in common, as {@link By} says
   * @param incidents how many there are
   * @param times by measure; a measure of which no incident knows anything is absent
   */
  public record Group(String group, int incidents, Map<ResponseMeasure, Spread> times) {
    public Group {
      times = Map.copyOf(times);
    }
  }

  /**
   * What was asked for.
   *
   * @param groups ordered by {@link Group#group}
   * @param cut whether there were more incidents than are looked at; the newest are
   */
  public record Report(List<Group> groups, boolean cut) {
    public Report {
      groups = List.copyOf(groups);
    }
  }

  private record Row(String group, Map<ResponseMeasure, Long> times) {}

  /**
   * @param limit how many incidents a report looks at
   */
  public ResponseTimes(DataSource dataSource, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a report looks at some incidents, not " + limit);
    }
    this.transactions = new Transactions(dataSource);
    this.limit = limit;
  }

  /** Of the incidents detected from {@code from} until before {@code until}. */
  public Report of(OrganizationScope scope, Instant from, Instant until, By by) {
    List<Row> rows = rows(scope, from, until, by);
    boolean cut = rows.size() > limit;
    Map<String, List<Row>> groups = new TreeMap<>();
    for (Row row : cut ? rows.subList(0, limit) : rows) {
      groups.computeIfAbsent(row.group(), _ -> new ArrayList<>()).add(row);
    }
    return new Report(
        groups.entrySet().stream().map(e -> group(e.getKey(), e.getValue())).toList(), cut);
  }

  private static Group group(String name, List<Row> rows) {
    Map<ResponseMeasure, Spread> times = new EnumMap<>(ResponseMeasure.class);
    for (ResponseMeasure measure : ResponseMeasure.values()) {
      List<Long> known =
          rows.stream()
              .flatMap(row -> java.util.stream.Stream.ofNullable(row.times().get(measure)))
              .toList();
      if (!known.isEmpty()) {
        times.put(measure, Spread.of(known));
      }
    }
    return new Group(name, rows.size(), times);
  }

  private List<Row> rows(OrganizationScope scope, Instant from, Instant until, By by) {
    ScopedWhere where =
        ScopedWhere.incidents(scope, "i")
            .and("i.detected_at >= :from and i.detected_at < :until")
            .and("i.state not in ('HUY', 'GOP_VAO')")
            .value("from", from)
            .value("until", until)
            .value("limit", limit + 1);
    String alerts =
        " from alert_item a join incident_alert l on l.item_id = a.id and l.valid_to is null"
            + " where l.incident_id = i.id";
    return transactions.read(handle ->
        where
            .bind(
                handle.createQuery(
                    "select i.*, (select min(a.detected_at)"
                        + alerts
                        + ") as alerted, (select min(a.acknowledged_at)"
                        + alerts
                        + ") as taken, (select min(c.done_at) from incident_clock c where"
                        + " c.incident_id = i.id) as notified, (select max(h.done_at) from"
                        + " incident_change h where h.incident_id = i.id and h.field = 'state' and"
                        + " h.old_value = 'PHUC_HOI' and h.new_value = 'SAU_SU_CO') as recovered"
                        + " from incident i"
                        + where.sql()
                        + "order by i.detected_at desc, i.id desc limit :limit"))
            .map((row, _) -> new Row(groupOf(row, by), times(row)))
            .list());
  }

  private static String groupOf(ResultSet row, By by) throws SQLException {
    return switch (by) {
      case ALL -> "";
      case MONTH ->
          Columns.time(row, "detected_at").atZone(VIETNAM).toLocalDate().toString().substring(0, 7);
      case UNIT -> row.getString("organization");
      case CATEGORY -> row.getString("category");
    };
  }

  private static Map<ResponseMeasure, Long> times(ResultSet row) throws SQLException {
    Map<ResponseMeasure, Long> times = new EnumMap<>(ResponseMeasure.class);
    put(times, ResponseMeasure.DETECT, Columns.longOrNull(row, "ttd"));
    put(times, ResponseMeasure.ACKNOWLEDGE, Columns.longOrNull(row, "tta"));
    put(times, ResponseMeasure.CONTAIN, Columns.longOrNull(row, "ttc"));
    put(times, ResponseMeasure.CLOSE, Columns.longOrNull(row, "ttr"));
    Instant detected = Columns.time(row, "detected_at");
    Instant declared = Columns.timeOrNull(row, "declared_at");
    put(
        times,
        ResponseMeasure.TRIAGE,
        between(Columns.timeOrNull(row, "alerted"), Columns.timeOrNull(row, "taken")));
    put(times, ResponseMeasure.DECLARE, between(detected, declared));
    put(times, ResponseMeasure.NOTIFY, between(detected, Columns.timeOrNull(row, "notified")));
    put(times, ResponseMeasure.RECOVER, between(declared, Columns.timeOrNull(row, "recovered")));
    return times;
  }

  private static void put(
      Map<ResponseMeasure, Long> times, ResponseMeasure measure, @Nullable Long seconds) {
    if (seconds != null) {
      times.put(measure, seconds);
    }
  }

  private static @Nullable Long between(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? null : IncidentTimes.seconds(from, to);
  }
}
