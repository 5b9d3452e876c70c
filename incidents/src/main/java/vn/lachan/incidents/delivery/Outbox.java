package vn.lachan.incidents.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.store.Transactions;

/** Rows of notice_delivery. Safe for several threads and processes: one attempt has one owner. */
final class Outbox {
  private static final String SELECT =
      "select d.id as delivery_id, d.channel, d.recipient, d.attempts, n.* from notice_delivery d"
          + " join notice n on n.id = d.notice_id ";

  private final Transactions transactions;

  Outbox(DataSource dataSource) {
    this.transactions = new Transactions(dataSource);
  }

  /** Whom a notice is to be sent to. */
  record Wanted(Delivery.Channel channel, String recipient) {}

  /** A notice nobody has looked at for sending, and whom it is for. */
  record Unplanned(Notice notice, Notice.Recipient recipient) {}

  List<Unplanned> unplanned(int limit) {
    return transactions.read(handle ->
        handle
            .createQuery(
                "select n.* from notice n where n.planned_at is null order by n.id limit " + limit)
            .map((row, _) -> new Unplanned(notice(row), recipient(row)))
            .list());
  }

  /** Writes the rows of a notice, unless another process did. */
  void plan(Notice notice, Set<Wanted> wanted, Instant now) {
    transactions.write(handle -> {
      int mine =
          handle
              .createUpdate(
                  "update notice set planned_at = :now where id = :id and planned_at is null")
              .bind("now", now)
              .bind("id", notice.id())
              .execute();
      if (mine == 1) {
        wanted.forEach(one -> insert(handle, notice.id(), one, now));
      }
      return mine;
    });
  }

  private static void insert(Handle handle, long notice, Wanted wanted, Instant now) {
    handle
        .createUpdate(
            """
            insert into notice_delivery (id, notice_id, channel, recipient, state, attempts, next_at,
              created_at, detail)
            values (:id, :notice, :channel, :recipient, 'WAITING', 0, :now, :now, '')
            """)
        .bind("id", UUID.randomUUID().toString())
        .bind("notice", notice)
        .bind("channel", wanted.channel().name())
        .bind("recipient", wanted.recipient())
        .bind("now", now)
        .execute();
  }

  /** Ids of what is due: new ones, those to be tried again, and attempts that were lost. */
  List<String> due(Instant now, int limit) {
    return transactions.read(handle ->
        handle
            .createQuery(
                "select id from notice_delivery where state in ('WAITING', 'SENDING')"
                    + " and next_at <= :now order by next_at, id limit "
                    + limit)
            .bind("now", now)
            .mapTo(String.class)
            .list());
  }

  /** Takes one for an attempt, durable before it is made; empty when another process did. */
  Optional<Delivery> claim(String id, Instant now, Duration lease) {
    return transactions.write(handle -> {
      int taken =
          handle
              .createUpdate(
                  "update notice_delivery set state = 'SENDING', attempts = attempts + 1,"
                      + " next_at = :until where id = :id and state in ('WAITING', 'SENDING')"
                      + " and next_at <= :now")
              .bind("until", now.plus(lease))
              .bind("now", now)
              .bind("id", id)
              .execute();
      return taken == 0
          ? Optional.<Delivery>empty()
          : handle
              .createQuery(SELECT + "where d.id = :id")
              .bind("id", id)
              .map((row, _) -> delivery(row))
              .findOne();
    });
  }

  void again(Delivery delivery, Instant at, String detail) {
    settle(delivery, Delivery.State.WAITING, at, false, detail);
  }

  void done(Delivery delivery, Delivery.State state, Instant now, String detail) {
    settle(delivery, state, now, true, detail);
  }

  /** An attempt that was lost meanwhile and taken by another process is not touched. */
  private void settle(
      Delivery delivery, Delivery.State state, Instant at, boolean done, String detail) {
    transactions.write(handle ->
        handle
            .createUpdate(
                "update notice_delivery set state = :state, next_at = :at, done_at = :done,"
                    + " detail = :detail where id = :id and state = 'SENDING'"
                    + " and attempts = :attempts")
            .bind("state", state.name())
            .bind("at", at)
            .bindByType("done", done ? at : null, Instant.class)
            .bind("detail", detail)
            .bind("id", delivery.id())
            .bind("attempts", delivery.attempts())
            .execute());
  }

  DeliveryStats stats() {
    return transactions.read(handle ->
        handle
            .createQuery(
                """
                select
                  count(case when state in ('WAITING', 'SENDING') then 1 end) as waiting,
                  count(case when state = 'SENT' then 1 end) as sent,
                  count(case when state = 'REFUSED' then 1 end) as refused,
                  count(case when state = 'GIVEN_UP' then 1 end) as given_up
                from notice_delivery
                """)
            .map((row, _) ->
                new DeliveryStats(
                    row.getLong("waiting"),
                    row.getLong("sent"),
                    row.getLong("refused"),
                    row.getLong("given_up")))
            .one());
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getString("delivery_id"),
        Delivery.Channel.valueOf(row.getString("channel")),
        row.getString("recipient"),
        row.getInt("attempts"),
        notice(row),
        row.getString("about"));
  }

  private static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        row.getLong("id"),
        row.getObject("told_at", OffsetDateTime.class).toInstant(),
        Notice.Kind.valueOf(row.getString("kind")),
        row.getString("subject"),
        row.getString("link"),
        row.getString("incident_id"),
        null);
  }

  private static Notice.Recipient recipient(ResultSet row) throws SQLException {
    return new Notice.Recipient(
        row.getString("person"), row.getString("role"), row.getString("unit"));
  }
}
