package vn.lachan.detection.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.lachan.events.Event;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.QuerySyntaxException;
import vn.lachan.events.TimeRange;

/**
 * Reads the events that some of several queries find, oldest first, piece by piece so that memory
 * stays bounded: a stretch of time with too many is halved again and again, one without any costs
 * one count. Events of one stretch are put in order by their full time; equal times by the other
 * time, then by id.
 *
 * <p>An event that arrives meanwhile may or may not be seen. For one thread.
 */
public final class HistoryWalk {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final int PARTS = 8;
  private static final int PAGE = 1_000;

  /** Which time the walk goes by. */
  public enum Order {
    HAPPENED,
    RECEIVED
  }

  /** Sees the events. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes the events of the next stretch, in order; there may be none.
     *
     * @param until the stretch ends here (excluded)
     * @return whether to go on
     */
    boolean visit(List<Event> events, Instant until);
  }

  private final EventStore store;
  private final OrganizationScope scope;
  private final Order order;
  private final int most;

  /**
   * @param most events of one stretch, if it is longer than a millisecond
   */
  public HistoryWalk(EventStore store, OrganizationScope scope, Order order, int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a stretch holds at least one event, not " + most);
    }
    this.store = store;
    this.scope = scope;
    this.order = order;
    this.most = most;
  }

  /** Walks from {@code from} to {@code to} (excluded); returns whether it came to the end. */
  public boolean walk(List<String> queries, Instant from, Instant to, Visitor visitor) {
    if (!from.isBefore(to)) {
      return true;
    }
    long count = 0;
    for (String query : queries) {
      count += count(query, from, to);
    }
    Duration length = Duration.between(from, to);
    if (count == 0) {
      return visitor.visit(List.of(), to);
    }
    if (count <= most || length.compareTo(SHORTEST) <= 0) {
      return visitor.visit(read(queries, from, to), to);
    }
    long step = Math.max(1, Math.ceilDiv(length.toMillis(), PARTS));
    Instant start = from;
    while (start.isBefore(to)) {
      Instant end = start.plusMillis(step);
      end = end.isAfter(to) ? to : end;
      if (!walk(queries, start, end, visitor)) {
        return false;
      }
      start = end;
    }
    return true;
  }

  /** How many events of the scope there are in the time. */
  public long count(String query, Instant from, Instant to) {
    try {
      return store.count(query(query, from, to));
    } catch (QuerySyntaxException e) {
      // Too complex for this store; the engine decides alone.
      return store.count(query("*", from, to));
    }
  }

  private List<Event> read(List<String> queries, Instant from, Instant to) {
    Map<String, Event> found = new LinkedHashMap<>();
    for (String query : queries) {
      try {
        read(query(query, from, to), found);
      } catch (QuerySyntaxException e) {
        read(query("*", from, to), found);
      }
    }
    List<Event> events = new ArrayList<>(found.values());
    Comparator<Event> happened = Comparator.comparing(Event::timestamp);
    Comparator<Event> received = Comparator.comparing(Event::ingested);
    events.sort(
        switch (order) {
          case HAPPENED -> happened.thenComparing(received).thenComparing(Event::id);
          case RECEIVED -> received.thenComparing(happened).thenComparing(Event::id);
        });
    return events;
  }

  private void read(EventQuery query, Map<String, Event> found) {
    Optional<EventPage.Cursor> after = Optional.empty();
    do {
      EventPage page = store.search(query, after, PAGE);
      page.events().forEach(event -> found.putIfAbsent(event.id(), event));
      after = page.next();
    } while (after.isPresent());
  }

  private EventQuery query(String text, Instant from, Instant to) {
    return switch (order) {
      case HAPPENED -> new EventQuery(text, new TimeRange(from, to), scope);
      case RECEIVED ->
          new EventQuery(
              "(" + text + ") AND event.ingested:[\"" + from + "\" TO \"" + to + "\"}",
              TimeRange.ALL,
              scope);
    };
  }
}
