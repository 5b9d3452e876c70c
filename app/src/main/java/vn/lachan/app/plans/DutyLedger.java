package vn.lachan.app.plans;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Copies, checks and upkeep of targets, kept 400 days. */
@Component
public class DutyLedger {
  private static final Duration KEPT = Duration.ofDays(400);
  private static final int LONGEST = 2000;

  private final JdbcClient db;
  private final Clock clock;

  DutyLedger(JdbcClient db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /** Durable on return. */
  public void add(DutyRun run) {
    db.sql(
            "insert into backup_duty values (:id, :plan, :kind, :target, :at, :took, :ok,"
                + " :problem, :summary, :detail)")
        .param("id", UUID.randomUUID().toString())
        .param("plan", run.plan())
        .param("kind", run.kind().name())
        .param("target", run.target())
        .param("at", at(run.startedAt()))
        .param("took", run.took().toMillis())
        .param("ok", run.ok())
        .param("problem", run.problem().name())
        .param("summary", run.summary().substring(0, Math.min(LONGEST, run.summary().length())))
        .param("detail", run.detail())
        .update();
    db.sql("delete from backup_duty where started_at < ?")
        .param(at(clock.instant().minus(KEPT)))
        .update();
  }

  /** The newest of its kind. */
  public Optional<DutyRun> latest(String plan, DutyRun.Kind kind, String target) {
    return db.sql(
            "select * from backup_duty where plan = ? and kind = ? and target = ?"
                + " order by started_at desc limit 1")
        .param(plan)
        .param(kind.name())
        .param(target)
        .query(DutyLedger::read)
        .optional();
  }

  /** All of a plan, newest first. */
  public List<DutyRun> runs(String plan, int limit) {
    return db.sql("select * from backup_duty where plan = ? order by started_at desc limit ?")
        .param(plan)
        .param(limit)
        .query(DutyLedger::read)
        .list();
  }

  /** When the newest one that went well began, over all targets. */
  public Optional<Instant> lastSuccess(String plan, DutyRun.Kind kind) {
    return db.sql(
            "select * from backup_duty where plan = ? and kind = ? and ok = true"
                + " order by started_at desc limit 1")
        .param(plan)
        .param(kind.name())
        .query(DutyLedger::read)
        .optional()
        .map(DutyRun::startedAt);
  }

  private static DutyRun read(ResultSet row, int number) throws SQLException {
    return new DutyRun(
        row.getString("plan"),
        DutyRun.Kind.valueOf(row.getString("kind")),
        row.getString("target"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        Duration.ofMillis(row.getLong("took_millis")),
        DutyRun.Problem.valueOf(row.getString("problem")),
        row.getString("summary"),
        row.getString("detail"));
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
