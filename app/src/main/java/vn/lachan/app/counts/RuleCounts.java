package vn.lachan.app.counts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import vn.lachan.app.pipeline.RuleCount;

/** Counts in the database, by owner and rule. Each row is written by one process at a time. */
final class RuleCounts {
  private final JdbcClient db;

  RuleCounts(JdbcClient db) {
    this.db = db;
  }

  /** By owner, then by rule. */
  Map<String, Map<String, RuleCount>> all() {
    Map<String, Map<String, RuleCount>> all = new HashMap<>();
    db.sql(
            "select owner, rule_id, matched, alerts, suppressed, folded, last_matched from rule_count")
        .query(row -> {
          all.computeIfAbsent(row.getString("owner"), _ -> new HashMap<>())
              .put(row.getString("rule_id"), read(row));
        });
    return all;
  }

  Map<String, RuleCount> of(String owner) {
    Map<String, RuleCount> own = new HashMap<>();
    db.sql(
            "select rule_id, matched, alerts, suppressed, folded, last_matched from rule_count where owner = ?")
        .param(owner)
        .query(row -> {
          own.put(row.getString("rule_id"), read(row));
        });
    return own;
  }

  private static RuleCount read(ResultSet row) throws SQLException {
    OffsetDateTime last = row.getObject("last_matched", OffsetDateTime.class);
    return new RuleCount(
        row.getLong("matched"),
        row.getLong("alerts"),
        row.getLong("suppressed"),
        row.getLong("folded"),
        Optional.ofNullable(last).map(OffsetDateTime::toInstant));
  }

  /** Puts these in place of what stood there; doing it twice changes nothing. */
  void write(String owner, Map<String, RuleCount> counts) {
    counts.forEach((rule, count) -> {
      int updated =
          bound(
                  owner,
                  rule,
                  count,
                  "update rule_count set matched = :matched, alerts = :alerts, suppressed = :suppressed,"
                      + " folded = :folded, last_matched = :last where owner = :owner and rule_id = :rule")
              .update();
      if (updated == 0) {
        bound(
                owner,
                rule,
                count,
                "insert into rule_count (owner, rule_id, matched, alerts, suppressed, folded, last_matched)"
                    + " values (:owner, :rule, :matched, :alerts, :suppressed, :folded, :last)")
            .update();
      }
    });
  }

  private JdbcClient.StatementSpec bound(String owner, String rule, RuleCount count, String sql) {
    return db.sql(sql)
        .param("owner", owner)
        .param("rule", rule)
        .param("matched", count.matched())
        .param("alerts", count.alerts())
        .param("suppressed", count.suppressed())
        .param("folded", count.folded())
        .param("last", count.last().map(RuleCounts::stored).orElse(null));
  }

  private static OffsetDateTime stored(Instant at) {
    return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
