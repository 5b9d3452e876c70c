package vn.lachan.playbooks;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import vn.lachan.incidents.Transactions;

/** What moving a run on needs, whether it acts or only looks ahead. */
record WorkParts(RunStore store, Clock clock, EngineSettings settings, Counters counters) {

  /** Figures since the start of the process. */
  static final class Counters {
    final AtomicLong started = new AtomicLong();
    final AtomicLong steps = new AtomicLong();
    final AtomicLong calls = new AtomicLong();
    final AtomicLong unknown = new AtomicLong();
    final AtomicLong lostLeases = new AtomicLong();
  }

  Instant now() {
    return Transactions.stored(clock.instant());
  }

  void stepEnded() {
    counters.steps.incrementAndGet();
  }
}
