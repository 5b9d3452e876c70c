package vn.lachan.incidents.notice;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.audit.Actor;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.store.Columns;
import vn.lachan.incidents.store.Transactions;

/**
 * Everybody's inbox. A notice is for a person, or for whoever holds a role in a unit; each reader
 * has a mark of their own for what was read. Safe for several threads and processes.
 */
public final class Notices {

  /** What is for a reader, by account, roles and unit. */
  private static final String MINE =
      "(n.person = :person or (n.person = '' and n.role in (<roles>)"
          + " and (n.unit = '' or n.unit = :unit)))";

  private final Transactions transactions;
  private final Clock clock;

  public Notices(DataSource dataSource, Clock clock) {
    this.transactions = new Transactions(dataSource);
    this.clock = clock;
  }

  /** Gives a notice, durable on return. Telling again with the same key changes nothing. */
  public void tell(NewNotice notice) {
    tell(notice, false);
  }

  /** The same for what never leaves the inbox, for example that something could not be sent. */
  public void tellHere(NewNotice notice) {
    tell(notice, true);
  }

  private void tell(NewNotice notice, boolean here) {
    transactions.write(handle -> {
      boolean told =
          handle
                  .createQuery("select count(*) from notice where origin_key = :key")
                  .bind("key", notice.key())
                  .mapTo(Long.class)
                  .one()
              > 0;
      if (!told) {
        insert(handle, notice, Transactions.stored(clock.instant()), here);
      }
      return told;
    });
  }

  private static void insert(Handle handle, NewNotice notice, Instant now, boolean here) {
    handle
        .createUpdate(
            """
            insert into notice (origin_key, told_at, kind, person, role, unit, subject, link,
              incident_id, about, planned_at)
            values (:key, :now, :kind, :person, :role, :unit, :subject, :link, :incident, :about,
              :planned)
            """)
        .bind("key", notice.key())
        .bind("now", now)
        .bind("kind", notice.kind().name())
        .bind("person", notice.to().person())
        .bind("role", notice.to().role())
        .bind("unit", notice.to().unit())
        .bind("subject", notice.subject())
        .bind("link", notice.link())
        .bind("incident", notice.incidentId())
        .bind("about", notice.about())
        .bindByType("planned", here ? now : null, Instant.class)
        .execute();
  }

  /**
   * What is for {@code reader}, newest first.
   *
   * @param before only those with a smaller id; null for the newest
   * @param limit 1 to 200
   */
  public List<Notice> of(Actor reader, @Nullable Long before, int limit) {
    if (limit < 1 || limit > 200) {
      throw new InvalidRequestException("limit", "Số dòng một trang từ 1 đến 200.");
    }
    return transactions.read(handle ->
        handle
            .createQuery(
                "select n.*, r.read_at from notice n left join notice_read r"
                    + " on r.notice_id = n.id and r.person = :person where "
                    + MINE
                    + " and n.id < :before order by n.id desc limit "
                    + limit)
            .bind("person", reader.id())
            .bind("unit", reader.unit())
            .bindList("roles", roles(reader))
            .bind("before", before == null ? Long.MAX_VALUE : before)
            .map((row, _) -> notice(row))
            .list());
  }

  /** How many of them {@code reader} has not read. */
  public long unread(Actor reader) {
    return transactions.read(handle ->
        handle
            .createQuery(
                "select count(*) from notice n where "
                    + MINE
                    + " and not exists (select 1 from notice_read r where r.notice_id = n.id"
                    + " and r.person = :person)")
            .bind("person", reader.id())
            .bind("unit", reader.unit())
            .bindList("roles", roles(reader))
            .mapTo(Long.class)
            .one());
  }

  /** Marks what is for {@code reader} up to {@code id} as read. */
  public void read(Actor reader, long id) {
    Instant now = Transactions.stored(clock.instant());
    transactions.write(handle ->
        handle
            .createUpdate(
                "insert into notice_read (notice_id, person, read_at)"
                    + " select n.id, :person, :now from notice n where "
                    + MINE
                    + " and n.id <= :id and not exists (select 1 from notice_read r"
                    + " where r.notice_id = n.id and r.person = :person)")
            .bind("person", reader.id())
            .bind("unit", reader.unit())
            .bindList("roles", roles(reader))
            .bind("now", now)
            .bind("id", id)
            .execute());
  }

  /** All notices with an id above {@code after}, oldest first, with whom they are for. */
  public List<Map.Entry<Notice, Notice.Recipient>> since(long after, int limit) {
    return transactions.read(handle ->
        handle
            .createQuery(
                "select n.*, cast(null as timestamp(6) with time zone) as read_at from notice n"
                    + " where n.id > :after order by n.id limit "
                    + limit)
            .bind("after", after)
            .map((row, _) ->
                Map.entry(
                    notice(row),
                    new Notice.Recipient(
                        row.getString("person"), row.getString("role"), row.getString("unit"))))
            .list());
  }

  private static List<String> roles(Actor reader) {
    return reader.roles().isEmpty() ? List.of("-") : reader.roles();
  }

  private static Notice notice(ResultSet row) throws SQLException {
    return new Notice(
        row.getLong("id"),
        Columns.time(row, "told_at"),
        Notice.Kind.valueOf(row.getString("kind")),
        row.getString("subject"),
        row.getString("link"),
        row.getString("incident_id"),
        Columns.timeOrNull(row, "read_at"));
  }
}
