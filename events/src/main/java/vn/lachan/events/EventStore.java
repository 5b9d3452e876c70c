package vn.lachan.events;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps events and finds them again.
 *
 * <p>Events are kept in partitions by the day they were ingested (UTC). An event whose id is
 * already stored in its partition is left as it is, so that a batch may be sent twice after a
 * crash.
 *
 * <p>Safe for use by several threads.
 */
public interface EventStore extends AutoCloseable {

  /**
   * Adds {@code events}. They can be found within the store's refresh interval (1 s by default) and
   * survive a crash only after the next {@link #flush()}.
   *
   * @throws EventStoreException when the store could not take them; the caller may send them again
   */
  void append(Collection<Event> events);

  /** Returns only after every event appended before would survive a crash of the machine. */
  void flush();

  /** Makes every event appended before visible to searches; for tests and drills. */
  void refresh();

  /**
   * Returns at most {@code limit} events that fit, newest first, after {@code after}.
   *
   * @throws QuerySyntaxException when the query's text cannot be read
   */
  EventPage search(EventQuery query, Optional<EventPage.Cursor> after, int limit);

  /** The event with this id, if the scope allows it to be seen. */
  Optional<Event> find(String id, OrganizationScope scope);

  /** How many events fit. */
  long count(EventQuery query);

  /** Counts by {@code @timestamp}; one bucket per {@code interval}, empty ones included. */
  List<Bucket> histogram(EventQuery query, Duration interval);

  /** The {@code limit} most frequent values of {@code field}, most frequent first. */
  List<ValueCount> topValues(EventQuery query, String field, int limit);

  /** Drops whole partitions that end before {@code limit}; returns what was dropped. */
  List<Partition> deleteIngestedBefore(Instant limit);

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
