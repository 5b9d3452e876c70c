package vn.lachan.playbooks;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import vn.lachan.incidents.store.Transactions;

/** What moving a run on needs, whether it acts or only looks ahead. */
record WorkParts(
    RunStore store,
    Clock clock,
    EngineSettings settings,
    Counters counters,
    Plans plans,
    WorkGate gate) {

  WorkParts(RunStore store, Clock clock, EngineSettings settings, Plans plans) {
    this(store, clock, settings, new Counters(), plans, new WorkGate(settings));
  }

  /** Figures since the start of the process. */
  static final class Counters {
    final AtomicLong started = new AtomicLong();
    final AtomicLong steps = new AtomicLong();
    final AtomicLong calls = new AtomicLong();
    final AtomicLong unknown = new AtomicLong();
    final AtomicLong lostLeases = new AtomicLong();
    final TransitionTimes transitions = new TransitionTimes();
  }

  Instant now() {
    return Transactions.stored(clock.instant());
  }

  /** How long what a call brought is kept when the database is away. */
  Patience patience() {
    return new Patience(settings.lease().dividedBy(2));
  }

  void stepEnded() {
    counters.steps.incrementAndGet();
  }
}
