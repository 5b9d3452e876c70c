package vn.lachan.events;

import java.util.List;
import java.util.Optional;

/**
 * One page of events, newest first.
 *
 * @param events the events of this page
 * @param next where the next page starts; empty on the last page
 */
public record EventPage(List<Event> events, Optional<Cursor> next) {
  public EventPage {
    events = List.copyOf(events);
  }

  /**
   * A place between two events in the order newest first (by {@code @timestamp}, then id). Stays
   * right while events arrive.
   *
   * @param token opaque text that can be put into a link
   */
  public record Cursor(String token) {}
}
