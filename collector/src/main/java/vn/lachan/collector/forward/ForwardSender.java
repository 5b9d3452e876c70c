package vn.lachan.collector.forward;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.journal.JournalException;

/**
 * Sends what gathers in the {@link Lanes} of a forwarder to the province, on a thread of its own.
 *
 * <p>The urgent lane goes first; an ordinary batch that is under way is not taken back. A record
 * leaves its lane when the province has acknowledged it, so neither a crash here nor one there nor
 * a broken line loses it; what the province already has is not sent again, because it says at each
 * connection how far it has come. While the line is broken, tries again for ever, with growing
 * pauses.
 */
public final class ForwardSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ForwardSender.class);

  private final ForwardSettings settings;
  private final Lanes lanes;
  private final LongAdder connections = new LongAdder();
  private final Counts counts = new Counts();
  private volatile boolean connected;
  private volatile String problem = "";
  private volatile @Nullable ForwardConnection connection;
  private volatile boolean closed;
  private @Nullable Thread thread;

  /** What was sent and heard over all connections. */
  static final class Counts {
    final LongAdder acknowledged = new LongAdder();
    final LongAdder rawBytes = new LongAdder();
    final LongAdder lineBytes = new LongAdder();
  }

  public ForwardSender(ForwardSettings settings, Lanes lanes) {
    this.settings = settings;
    this.lanes = lanes;
  }

  /** Begins to send; returns at once. */
  public synchronized void start() {
    thread = Thread.ofPlatform().daemon().name("forward").start(this::run);
  }

  private void run() {
    Duration pause = settings.minRetry();
    while (!closed && !Thread.currentThread().isInterrupted()) {
      try {
        if (talk()) {
          pause = settings.minRetry();
        }
        Thread.sleep(jittered(pause));
        pause = min(pause.multipliedBy(2), settings.maxRetry());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Talks until the line breaks; whether the province said welcome. */
  private boolean talk() throws InterruptedException {
    boolean welcome = false;
    try (ForwardConnection line = ForwardConnection.open(settings, lanes, counts, this::heard)) {
      connection = line;
      connections.increment();
      connected = true;
      problem = "";
      welcome = true;
      log.info("forwards to {}:{}", settings.host(), settings.port());
      if (!closed) {
        line.run();
      }
    } catch (IOException | JournalException e) {
      if (!closed) {
        problem = String.valueOf(e.getMessage() == null ? e.toString() : e.getMessage());
        log.warn("cannot forward to {}:{}: {}", settings.host(), settings.port(), e.toString());
      }
    } catch (RuntimeException e) {
      // A fault of ours on one connection must not end the forwarding for good.
      problem = e.toString();
      log.error("cannot forward to {}:{}", settings.host(), settings.port(), e);
    } finally {
      connection = null;
      connected = false;
    }
    return welcome;
  }

  /** What the province said about itself; empty when it goes on. */
  private void heard(String reason) {
    problem = reason;
  }

  private static Duration jittered(Duration pause) {
    return pause.multipliedBy(ThreadLocalRandom.current().nextLong(50, 101)).dividedBy(100);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** How it is doing. */
  public ForwardStats stats() {
    ForwardConnection line = connection;
    return new ForwardStats(
        connected,
        problem,
        counts.acknowledged.sum(),
        counts.rawBytes.sum(),
        counts.lineBytes.sum() + (line == null ? 0 : line.lineBytes()),
        lanes.backlog(Lane.URGENT),
        lanes.backlog(Lane.ORDINARY),
        lanes.refused(),
        connections.sum());
  }

  /** Stops sending; what was not acknowledged stays in the lanes. Safe to call twice. */
  @Override
  public synchronized void close() {
    closed = true;
    Thread running = thread;
    ForwardConnection line = connection;
    if (line != null) {
      line.breakOff();
    }
    if (running != null) {
      running.interrupt();
      try {
        running.join(Duration.ofSeconds(10));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
