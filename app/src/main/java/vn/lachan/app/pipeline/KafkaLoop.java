package vn.lachan.app.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaTopics;
import vn.lachan.collector.kafka.KafkaUnusableException;

/**
 * Works through a topic on a thread of its own: one session, a member of the group, after the
 * other. A session ends when anything goes wrong; the next one goes on at what is committed.
 */
final class KafkaLoop {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaLoop.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String what;
  private final KafkaHandOver handOver;
  private final Opening opening;
  private final LongAdder failures = new LongAdder();
  private final Thread thread;
  private volatile boolean stopping;

  /** One life of a member of the group. */
  interface Session extends AutoCloseable {

    /** Reads once, and does what that gives to do. */
    void turn() throws InterruptedException;

    /** Commits what is done, before it ends in good order. */
    void finish();

    @Override
    void close();
  }

  /** Begins a session. */
  interface Opening {
    Session open(KafkaTopics.Counts counts);
  }

  /**
   * @param name of the thread
   * @param what is done, as the log calls it
   */
  KafkaLoop(String name, String what, KafkaHandOver handOver, Opening opening) {
    this.what = what;
    this.handOver = handOver;
    this.opening = opening;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!stopping) {
      try {
        KafkaTopics.Counts counts = handOver.awaitOpen();
        try (Session session = opening.open(counts)) {
          while (!stopping) {
            session.turn();
          }
          session.finish();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        failures.increment();
        if (!stopping) {
          LOG.error("{} goes back to what is committed", what, e);
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
  }

  boolean stopping() {
    return stopping;
  }

  /** How often it went back to what is committed. */
  long failures() {
    return failures.sum();
  }

  void stop() {
    stopping = true;
  }

  /** A thread that was never started has ended. */
  void join(Duration patience) throws InterruptedException {
    if (thread.getState() != Thread.State.NEW && !thread.join(patience)) {
      throw new KafkaUnusableException(what + " does not end");
    }
  }
}
