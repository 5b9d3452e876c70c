package vn.lachan.collector.forward;

import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A forwarder and its one connection: a new one ends the one before it, which may only look alive.
 * What changes its positions holds {@link #turn}. Safe for use by several threads.
 */
final class KnownForwarder {
  private static final Logger log = LoggerFactory.getLogger(KnownForwarder.class);

  final ForwardInputSettings.Forwarder settings;
  final ReentrantLock turn = new ReentrantLock();
  final LongAdder received = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder gaps = new LongAdder();
  final LongAdder foreign = new LongAdder();
  private final Clock clock;
  private volatile @Nullable Socket current;
  private long connection;
  private volatile long urgentBacklog;
  private volatile long ordinaryBacklog;
  private volatile long refused;
  private volatile long lastMillis;

  KnownForwarder(ForwardInputSettings.Forwarder settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  String name() {
    return settings.name();
  }

  /** Takes {@code socket} for the connection and gives it a number; ends the one before. */
  long connected(Socket socket) {
    Socket before;
    long number;
    synchronized (this) {
      before = current;
      current = socket;
      number = ++connection;
    }
    heard();
    if (before != null) {
      try {
        // Without this, closing says good-bye first and waits for a write that a dead line never
        // ends.
        before.setSoLinger(true, 0);
        before.close();
      } catch (IOException e) {
        log.debug("closing the line before of {}: {}", name(), e.toString());
      }
    }
    return number;
  }

  synchronized void disconnected(long number) {
    if (isCurrent(number)) {
      current = null;
    }
  }

  synchronized boolean isCurrent(long number) {
    return connection == number;
  }

  void heard() {
    lastMillis = clock.millis();
  }

  void status(long urgent, long ordinary, long notTaken) {
    urgentBacklog = urgent;
    ordinaryBacklog = ordinary;
    refused = notTaken;
    heard();
  }

  ForwarderHealth health() {
    long last = lastMillis;
    return new ForwarderHealth(
        name(),
        current != null,
        received.sum(),
        duplicates.sum(),
        gaps.sum(),
        foreign.sum(),
        urgentBacklog,
        ordinaryBacklog,
        refused,
        last == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(last)));
  }
}
