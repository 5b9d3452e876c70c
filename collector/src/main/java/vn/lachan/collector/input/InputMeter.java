package vn.lachan.collector.input;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import vn.lachan.collector.InputHealth;

/** Counts what happens to one input. Safe for use by several threads. */
public final class InputMeter {
  private final String name;
  private final String kind;
  private final Clock clock;
  public final LongAdder received = new LongAdder();
  public final LongAdder bytes = new LongAdder();
  public final LongAdder dropped = new LongAdder();
  public final LongAdder truncated = new LongAdder();
  public final LongAdder refusedConnections = new LongAdder();
  public final LongAdder failedHandshakes = new LongAdder();
  public final LongAdder overdue = new LongAdder();
  final LongAdder idleConnections = new LongAdder();
  final LongAdder damaged = new LongAdder();
  final LongAdder incomplete = new LongAdder();
  final LongAdder recognised = new LongAdder();
  final AtomicInteger remembered = new AtomicInteger();
  public final AtomicInteger connections = new AtomicInteger();
  private volatile String address;
  private volatile InputHealth.State state = InputHealth.State.NEW;
  private volatile String problem = "";
  private volatile long lastMillis;

  public InputMeter(String name, String kind, String address, Clock clock) {
    this.name = name;
    this.kind = kind;
    this.address = address;
    this.clock = clock;
  }

  public void received(int messages, long size) {
    received.add(messages);
    bytes.add(size);
    lastMillis = clock.millis();
  }

  public void running(String where) {
    address = where;
    state = InputHealth.State.RUNNING;
  }

  public void failing(String why) {
    problem = why;
    state = InputHealth.State.FAILING;
  }

  public void stopped() {
    state = InputHealth.State.STOPPED;
  }

  public void problem(String why) {
    problem = why;
  }

  public InputHealth.State state() {
    return state;
  }

  public InputHealth health(long kernelDropped) {
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
        damaged.sum(),
        incomplete.sum(),
        connections.get(),
        refusedConnections.sum(),
        failedHandshakes.sum(),
        idleConnections.sum(),
        overdue.sum(),
        recognised.sum(),
        remembered.get(),
        last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last)));
  }
}
