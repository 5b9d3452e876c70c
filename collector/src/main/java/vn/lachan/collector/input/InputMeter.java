package vn.lachan.collector.input;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import vn.lachan.collector.InputHealth;

/** Counts what happens to one input. Safe for use by several threads. */
final class InputMeter {
  private final String name;
  private final String kind;
  private final Clock clock;
  final LongAdder received = new LongAdder();
  final LongAdder bytes = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder truncated = new LongAdder();
  final LongAdder refusedConnections = new LongAdder();
  final LongAdder failedHandshakes = new LongAdder();
  final LongAdder recognised = new LongAdder();
  final AtomicInteger remembered = new AtomicInteger();
  final AtomicInteger connections = new AtomicInteger();
  private volatile String address;
  private volatile InputHealth.State state = InputHealth.State.NEW;
  private volatile String problem = "";
  private volatile long lastMillis;

  InputMeter(String name, String kind, String address, Clock clock) {
    this.name = name;
    this.kind = kind;
    this.address = address;
    this.clock = clock;
  }

  void received(int messages, long size) {
    received.add(messages);
    bytes.add(size);
    lastMillis = clock.millis();
  }

  void running(String where) {
    address = where;
    state = InputHealth.State.RUNNING;
  }

  void failing(String why) {
    problem = why;
    state = InputHealth.State.FAILING;
  }

  void stopped() {
    state = InputHealth.State.STOPPED;
  }

  void problem(String why) {
    problem = why;
  }

  InputHealth.State state() {
    return state;
  }

  InputHealth health(long kernelDropped) {
    long last = lastMillis;
    return new InputHealth(
        name,
        kind,
        address,
        state,
        problem,
        received.sum(),
        bytes.sum(),
        dropped.sum(),
        kernelDropped,
        truncated.sum(),
        connections.get(),
        refusedConnections.sum(),
        failedHandshakes.sum(),
        recognised.sum(),
        remembered.get(),
        last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last)));
  }
}
