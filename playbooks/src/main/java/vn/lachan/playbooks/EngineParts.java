package vn.lachan.playbooks;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import vn.lachan.incidents.Incidents;
import vn.lachan.incidents.Tasks;
import vn.lachan.incidents.Transactions;

/** What the workers of one engine share. */
record EngineParts(
    JdbcRunStore store,
    Incidents incidents,
    Tasks tasks,
    RoleDirectory roles,
    HttpSender http,
    Clock clock,
    EngineSettings settings,
    Counters counters) {

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
