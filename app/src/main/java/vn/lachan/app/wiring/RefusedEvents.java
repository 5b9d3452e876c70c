package vn.lachan.app.wiring;

import java.util.Optional;
import vn.lachan.events.DeadLetters;
import vn.lachan.events.EventStore;

/** Events that the store refused for good, where it can refuse any. */
public record RefusedEvents(Optional<DeadLetters> letters) implements AutoCloseable {

  /** How many there are. */
  public long count() {
    return letters.map(kept -> kept.stats().letters()).orElse(0L);
  }

  /** Bytes they take on disk. */
  public long bytes() {
    return letters.map(kept -> kept.stats().bytes()).orElse(0L);
  }

  /** Offers all of them to {@code store} again; returns how many were offered. */
  public int offerAgain(EventStore store) {
    return count() == 0 ? 0 : letters.map(kept -> kept.offerAgain(store)).orElse(0);
  }

  @Override
  public void close() {
    letters.ifPresent(DeadLetters::close);
  }
}
