package vn.lachan.app.coverage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The canaries of the last day in the database that all nodes share. */
final class CanaryLog {
  /** How long a canary is remembered. */
  static final Duration KEPT = Duration.ofDays(1);

  private final JdbcClient db;

  /** The canary that was found last, of whatever node. */
  record Found(CanaryWatch.Path path, Instant sent, Instant seen) {}

  /**
   * How the canaries of one node fare.
   *
   * @param lastSeen when one of them was found last
   * @param waitingSince when the oldest was sent that is later than every one that was found
   */
  record OfNode(
      String node,
      long sent,
      long seen,
      Instant lastSent,
      @Nullable Instant lastSeen,
      @Nullable Instant waitingSince) {}

  CanaryLog(JdbcClient db) {
    this.db = db;
  }

  /** Puts a canary down and forgets those of yesterday. */
  void sent(String id, String node, CanaryWatch.Path path, Instant at) {
    db.sql("delete from canary where sent_at < ?").param(stored(at.minus(KEPT))).update();
    db.sql("insert into canary (id, node, path, sent_at) values (?, ?, ?, ?)")
        .params(id, node, path.name(), stored(at))
        .update();
  }

  void goes(String id, CanaryWatch.Path path) {
    db.sql("update canary set path = ? where id = ?").params(path.name(), id).update();
  }

  /** Returns whether such a canary was sent and had not been found. */
  boolean seen(String id, Instant at) {
    return db.sql("update canary set seen_at = ? where id = ? and seen_at is null")
            .params(stored(at), id)
            .update()
        > 0;
  }

  List<OfNode> nodes() {
    return db.sql(
            """
            select c.node, count(*) as sent, count(c.seen_at) as seen,
              max(c.sent_at) as last_sent, max(c.seen_at) as last_seen,
              min(case when c.seen_at is null and (f.sent_at is null or c.sent_at > f.sent_at)
                then c.sent_at end) as waiting_since
            from canary c
            left join (
              select node, max(sent_at) as sent_at from canary where seen_at is not null group by node
            ) f on f.node = c.node
            group by c.node order by c.node
            """)
        .query((row, _) ->
            new OfNode(
                row.getString("node"),
                row.getLong("sent"),
                row.getLong("seen"),
                require(row, "last_sent"),
                instant(row, "last_seen"),
                instant(row, "waiting_since")))
        .list();
  }

  /** Null before the first. */
  @Nullable Found lastFound() {
    return db.sql(
            "select path, sent_at, seen_at from canary where seen_at is not null"
                + " order by seen_at desc, sent_at desc limit 1")
        .query((row, _) ->
            new Found(
                CanaryWatch.Path.valueOf(row.getString("path")),
                require(row, "sent_at"),
                require(row, "seen_at")))
        .optional()
        .orElse(null);
  }

  private static Instant require(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static OffsetDateTime stored(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
