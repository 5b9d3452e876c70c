package vn.lachan.collector.input;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.InputHealth;

/**
 * Looks at a source from time to time, on a thread of its own. While the source cannot be read the
 * input is failing, says why, and is tried again. Safe to close twice and before the start.
 */
final class Puller implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Puller.class);

  private final String name;
  private final String where;
  private final InputMeter meter;
  private final Pace pace;
  private final Source source;
  private @Nullable Thread thread;

  /** What is looked at. For one thread. */
  interface Source {

    /** Takes what is new; whether there is more to take at once. */
    boolean pull() throws IOException, InterruptedException;

    /** Lets go of what {@link #pull} holds open: after a failure and at the end. */
    default void letGo() {}
  }

  /**
   * How often.
   *
   * @param poll pause between two looks
   * @param retry pause after a failure
   * @param end how long closing waits for a look that is under way
   */
  record Pace(Duration poll, Duration retry, Duration end) {}

  /**
   * @param where what is read, for people
   */
  Puller(String name, String where, InputMeter meter, Pace pace, Source source) {
    this.name = name;
    this.where = where;
    this.meter = meter;
    this.pace = pace;
    this.source = source;
  }

  void start() {
    meter.running(where);
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(look());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      source.letGo();
    }
  }

  /** Looks once; how long to wait until the next time. */
  private Duration look() throws InterruptedException {
    try {
      boolean more = source.pull();
      if (meter.state() == InputHealth.State.FAILING) {
        meter.running(where);
      }
      return more ? Duration.ZERO : pace.poll();
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("closed while it looked");
      }
      meter.failing(e.getMessage() == null ? e.toString() : e.getMessage());
      log.warn("input {}: {}", name, e.toString());
      source.letGo();
      return pace.retry();
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(pace.end());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    meter.stopped();
  }
}
