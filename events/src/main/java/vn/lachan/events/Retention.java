package vn.lachan.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.events.EventStore.Partition;

/** Which partitions go, and what is said when some of them do not. */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** Drops one partition. */
  interface Drop {
    /** Returns what was dropped; empty when it was gone already. */
    Optional<Partition> drop(Partition partition);
  }

  /** Whether the day that starts at {@code from} ends before {@code limit}. */
  static boolean isOver(Instant from, Instant limit) {
    return !from.plus(Duration.ofDays(1)).isAfter(limit);
  }

  /**
   * As {@link EventStore#deleteIngestedBefore}: a partition that cannot be dropped keeps no other
   * one, and hides from nobody what is gone.
   */
  static List<Partition> drop(
      List<Partition> all, Instant limit, Predicate<Partition> mayGo, Drop drop) {
    List<Partition> dropped = new ArrayList<>();
    EventStoreException failure = null;
    for (Partition partition :
        all.stream().filter(day -> isOver(day.from(), limit)).filter(mayGo).toList()) {
      try {
        drop.drop(partition).ifPresent(dropped::add);
      } catch (EventStoreException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null && dropped.isEmpty()) {
      throw failure;
    } else if (failure != null) {
      LOG.error("some of the days to be dropped are still there, tried again later", failure);
    }
    return dropped;
  }

  private Retention() {}
}
