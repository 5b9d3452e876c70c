package vn.lachan.app.plans;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The version of each plan that is in force, with the file it stood in. Durable. */
@Component
class AcceptedPlans {

  /**
   * One of them.
   *
   * @param digest of the plan
   * @param content the whole file it stood in
   * @param since when the plan was first known
   */
  record Accepted(
      String plan, String digest, String content, String by, Instant at, Instant since) {}

  private final JdbcClient db;
  private final Clock clock;

  AcceptedPlans(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  List<Accepted> all() {
    return db.sql("select * from backup_plan_accepted order by plan")
        .query(AcceptedPlans::read)
        .list();
  }

  /** Puts a version in force. */
  void put(String plan, String digest, String content, String by) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    int changed =
        db.sql(
                "update backup_plan_accepted set digest = :digest, content = :content,"
                    + " accepted_by = :by, accepted_at = :now where plan = :plan")
            .param("digest", digest)
            .param("content", content)
            .param("by", by)
            .param("now", now)
            .param("plan", plan)
            .update();
    if (changed == 0) {
      db.sql(
              "insert into backup_plan_accepted"
                  + " (plan, digest, content, accepted_by, accepted_at, since)"
                  + " values (:plan, :digest, :content, :by, :now, :now)")
          .param("plan", plan)
          .param("digest", digest)
          .param("content", content)
          .param("by", by)
          .param("now", now)
          .update();
    }
  }

  void remove(String plan) {
    db.sql("delete from backup_plan_accepted where plan = ?").param(plan).update();
  }

  private static Accepted read(ResultSet row, int number) throws SQLException {
    return new Accepted(
        row.getString("plan"),
        row.getString("digest"),
        row.getString("content"),
        row.getString("accepted_by"),
        row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
        row.getObject("since", OffsetDateTime.class).toInstant());
  }
}
