package vn.lachan.app.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import vn.lachan.events.Event;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.EventStoreException;
import vn.lachan.events.OrganizationScope;

/** A store that can be away, as a cluster behind a broken line is. */
final class UnavailableStore implements EventStore {
  private final EventStore real;
  private final LongAdder refused = new LongAdder();
  private volatile boolean available = true;
  private volatile boolean flushes = true;

  UnavailableStore(EventStore real) {
    this.real = real;
  }

  void available(boolean there) {
    available = there;
  }

  /** What was taken can be made durable, or not; that fails as on a full disk. */
  void flushes(boolean can) {
    flushes = can;
  }

  /** How often something was asked of it while it was away, or could not be made durable. */
  long refused() {
    return refused.sum();
  }

  private EventStore real() {
    if (!available) {
      refused.increment();
      throw new EventStoreException("the event store does not answer");
    }
    return real;
  }

  @Override
  public void append(Collection<Event> events) {
    real().append(events);
  }

  @Override
  public void flush() {
    if (!flushes) {
      refused.increment();
      throw new EventStoreException("what was appended is lost and has to be sent again");
    }
    real().flush();
  }

  @Override
  public void refresh() {
    real().refresh();
  }

  @Override
  public EventPage search(EventQuery query, Optional<EventPage.Cursor> after, int limit) {
    return real().search(query, after, limit);
  }

  @Override
  public Optional<Event> find(String id, OrganizationScope scope) {
    return real().find(id, scope);
  }

  @Override
  public long count(EventQuery query) {
    return real().count(query);
  }

  @Override
  public List<Bucket> histogram(EventQuery query, Duration interval) {
    return real().histogram(query, interval);
  }

  @Override
  public List<ValueCount> topValues(EventQuery query, String field, int limit) {
    return real().topValues(query, field, limit);
  }

  @Override
  public List<Partition> deleteIngestedBefore(Instant limit, Predicate<Partition> mayGo) {
    return real().deleteIngestedBefore(limit, mayGo);
  }

  @Override
  public List<Partition> partitions() {
    return real().partitions();
  }

  @Override
  public void close() {
    real.close();
  }
}
