package vn.lachan.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps events and finds them again.
 *
 * <p>Events are kept in partitions by the day they were ingested (UTC). An event whose id is
 * already stored in its partition, or in that of the day before or after, is left as it is, so that
 * a batch may be sent twice after a crash.
 *
 * <p>No event is refused for what it holds: a value that does not fit the type of its field, or is
 * too long to be indexed whole, is kept and read back as it was. Times are kept to the nanosecond
 * and compared to the millisecond. {@link OrganizationScope} is applied to every question in one
 * place, whatever the text of the query says.
 *
 * <p>Safe for use by several threads. The query language and the layout of both stores are
 * described in {@code docs/formats/event-store.md}.
 */
public interface EventStore extends AutoCloseable {

  /**
   * Field by which queries find events of which a value was too long to be indexed whole, a field's
   * name has a space, or that could not be indexed at all; its values are the names of the fields.
   */
  String PARTLY = "_partly_";

  /**
   * Adds {@code events}. They can be found within the store's refresh interval (1 s by default) and
   * survive a crash only after the next {@link #flush()}.
   *
   * @throws EventStoreException when the store could not take them; the caller may send them again
   */
  void append(Collection<Event> events);

  /**
   * Returns only after every event appended before would survive a crash of the machine.
   *
   * @throws EventStoreException when some would not; everything appended since the last flush that
   *     returned has to be appended again
   */
  void flush();

  /** Makes every event appended before visible to searches; for tests and drills. */
  void refresh();

  /**
   * Returns at most {@code limit} events that fit, newest first, after {@code after}; fewer when
   * the store's own limit of a page is smaller.
   *
   * @throws QuerySyntaxException when the query's text or the cursor cannot be read
   */
  EventPage search(EventQuery query, Optional<EventPage.Cursor> after, int limit);

  /**
   * The event with this id, if the scope allows it to be seen. What this store appended is found
   * from the moment {@link #append} returned, before a search finds it: an alert may be opened at
   * once.
   */
  Optional<Event> find(String id, OrganizationScope scope);

  /** How many events fit. */
  long count(EventQuery query);

  /**
   * Counts by {@code @timestamp}; one bucket per {@code interval}, empty ones included. The first
   * starts where the query's range starts. Where the range has the start or the end of {@link
   * TimeRange#ALL}, the buckets reach only as far as there are events that fit.
   *
   * @throws QuerySyntaxException when there would be too many buckets
   */
  List<Bucket> histogram(EventQuery query, Duration interval);

  /**
   * The {@code limit} most frequent values of {@code field}, most frequent first, equal counts in
   * the order of their text. An event counts once for each of its values.
   *
   * @throws QuerySyntaxException when {@code field} holds sentences or ids, whose values are not
   *     counted
   */
  List<ValueCount> topValues(EventQuery query, String field, int limit);

  /**
   * Drops whole partitions that end before {@code limit} and that {@code mayGo} lets go, and
   * returns those. One that cannot be dropped is logged and stays for the next call. What {@code
   * mayGo} throws is thrown on; nothing is dropped then.
   *
   * @throws EventStoreException when some should go and none of them could be dropped
   */
  List<Partition> deleteIngestedBefore(Instant limit, Predicate<Partition> mayGo);

  /**
   * Rewrites partitions that end before {@code limit} so that they take less room, where the store
   * does that and its engine does not do it by itself. May take minutes for a large day; appending
   * and searching go on. Left alone is what was rewritten before, what the disk has no room to
   * rewrite, and everything while another call is at work.
   *
   * @return the partitions rewritten
   * @throws EventStoreException when one of them could not be rewritten; the others were tried
   */
  default List<Partition> compactIngestedBefore(Instant limit) {
    return List.of();
  }

  /** The partitions, oldest first. */
  List<Partition> partitions();

  @Override
  void close();

  /** How many events fell into the interval that starts at {@code start}. */
  record Bucket(Instant start, long count) {}

  /** How many events carry {@code value}. */
  record ValueCount(String value, long count) {}

  /**
   * What was ingested on one day.
   *
   * @param name for example {@code 2026-11-21}
   * @param from start of the day, UTC
   * @param events how many events it holds
   * @param bytes size on disk, 0 when kept in memory
   */
  record Partition(String name, Instant from, long events, long bytes) {}
}
