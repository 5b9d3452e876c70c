package vn.lachan.app.plans;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;

/**
 * One thing at a time is done for a plan, over all nodes that share the database. A lease is
 * renewed while its holder lives and ends {@code lachan.backup.lease} after it died.
 */
@Component
public class PlanLeases {

  /** Ends when closed. */
  public final class Lease implements AutoCloseable {
    private final String plan;

    private Lease(String plan) {
      this.plan = plan;
    }

    @Override
    public void close() {
      held.remove(plan);
      db.sql("delete from backup_lease where plan = ? and holder = ?")
          .param(plan)
          .param(node)
          .update();
    }
  }

  private final JdbcClient db;
  private final Clock clock;
  private final Duration length;
  private final String node = UUID.randomUUID().toString();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private Instant renewedAt = Instant.EPOCH;

  PlanLeases(JdbcClient db, Clock clock, Settings settings) {
    this.db = db;
    this.clock = clock;
    this.length = settings.backup().lease();
  }

  /** Takes the lease of a plan; empty when somebody has it. */
  public Optional<Lease> take(String plan, String duty) {
    OffsetDateTime now = at(clock.instant());
    OffsetDateTime until = at(clock.instant().plus(length));
    int taken =
        db.sql(
                "update backup_lease set holder = :node, duty = :duty, taken_at = :now,"
                    + " held_until = :until where plan = :plan and held_until < :now")
            .param("node", node)
            .param("duty", duty)
            .param("now", now)
            .param("until", until)
            .param("plan", plan)
            .update();
    if (taken == 0 && !insert(plan, duty, now, until)) {
      return Optional.empty();
    }
    held.add(plan);
    return Optional.of(new Lease(plan));
  }

  private boolean insert(String plan, String duty, OffsetDateTime now, OffsetDateTime until) {
    try {
      return db.sql("insert into backup_lease values (:plan, :node, :duty, :now, :until)")
              .param("plan", plan)
              .param("node", node)
              .param("duty", duty)
              .param("now", now)
              .param("until", until)
              .update()
          == 1;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  /** Whether something is done for the plan now, on whatever node. */
  public boolean isTaken(String plan) {
    return db.sql("select count(*) from backup_lease where plan = ? and held_until >= ?")
            .param(plan)
            .param(at(clock.instant()))
            .query(Long.class)
            .single()
        > 0;
  }

  /** Four times before it would end. */
  @Scheduled(fixedRate = 1_000)
  void renew() {
    Instant now = clock.instant();
    if (Duration.between(renewedAt, now).compareTo(length.dividedBy(4)) < 0) {
      return;
    }
    renewedAt = now;
    for (String plan : held) {
      db.sql("update backup_lease set held_until = ? where plan = ? and holder = ?")
          .param(at(clock.instant().plus(length)))
          .param(plan)
          .param(node)
          .update();
    }
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
