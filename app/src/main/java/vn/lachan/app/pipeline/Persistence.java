package vn.lachan.app.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something until it succeeds, waiting longer each time up to ten seconds. What goes wrong can
 * be seen meanwhile; nothing is skipped.
 */
final class Persistence {
  private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private volatile Optional<String> problem = Optional.empty();
  private volatile boolean stopped;

  /** The pipeline is stopping and what it was doing is left for the next start. */
  static final class StoppedException extends RuntimeException {
    StoppedException(String what, Throwable cause) {
      super("stopped while waiting for " + what, cause);
    }
  }

  Optional<String> problem() {
    return problem;
  }

  /** Gives up whatever is being tried. */
  void stop() {
    stopped = true;
  }

  void untilDone(String what, Runnable action) throws InterruptedException {
    untilDoneUninterrupted(what, action);
    if (Thread.interrupted()) {
      throw new InterruptedException("stopped after " + what);
    }
  }

  void untilDoneUninterrupted(String what, Runnable action) {
    Duration wait = FIRST;
    while (true) {
      try {
        action.run();
        problem = Optional.empty();
        return;
      } catch (RuntimeException e) {
        if (stopped) {
          throw new StoppedException(what, e);
        }
        problem = Optional.of(what + ": " + e.getMessage());
        LOG.warn("{} failed, tried again in {} ms", what, wait.toMillis(), e);
      }
      LockSupport.parkNanos(wait.toNanos());
      wait = wait.multipliedBy(2).compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
    }
  }
}
