package vn.lachan.backup.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl-C stops a drill and does not kill it: the thread that drills is interrupted, and the process
 * waits a moment until the minutes of the stop are written.
 */
final class DrillStop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DrillStop.class);
  private static final long WAIT_SECONDS = 30;

  private final Thread drilling = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop-drill");

  private DrillStop() {}

  /** For the drill of this thread. */
  static DrillStop onSignal() {
    DrillStop stop = new DrillStop();
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  private void stop() {
    drilling.interrupt();
    try {
      if (!done.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the drill did not stop within {} s", WAIT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the process ends already: {}", e.toString());
    }
  }
}
