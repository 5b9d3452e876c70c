package vn.lachan.app.schedule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.impl.jdbcjobstore.NoRecordFoundException;

/**
 * Reads a bell while it may ring. Quartz reads it from two tables, one after the other and without
 * a lock, so that one which rings or goes in between is half there; it is then read again.
 */
final class BellReading {
  private static final int MOST = 5;

  /** Reads it from the store; null when there is none. */
  interface Reading {
    @Nullable Trigger read() throws SchedulerException;
  }

  private BellReading() {}

  static Optional<Trigger> of(Reading reading) throws SchedulerException {
    for (int times = 1; ; times++) {
      try {
        return Optional.ofNullable(reading.read());
      } catch (SchedulerException e) {
        if (times == MOST || !wasHalfThere(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean wasHalfThere(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoRecordFoundException) {
        return true;
      }
    }
    return false;
  }
}
