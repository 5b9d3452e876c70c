package vn.lachan.playbooks;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a database that is away, so that what was done outside is not forgotten. */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Duration longest;

  Patience(Duration longest) {
    this.longest = longest;
  }

  /**
   * Does {@code work}, and does it again while the database cannot be reached.
   *
   * @throws RuntimeException what {@code work} threw last, when the database is away for too long,
   *     the thread is interrupted, or it was another failure
   */
  void whileAway(Runnable work) {
    long start = System.nanoTime();
    while (true) {
      try {
        work.run();
        return;
      } catch (org.jdbi.v3.core.JdbiException away) {
        boolean late = System.nanoTime() - start > longest.toNanos();
        if (late || !isAway(away) || Thread.currentThread().isInterrupted()) {
          throw away;
        }
        LOG.warn("the database is away; what a call brought is kept and tried again: {}", away);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Whether the connection was lost or could not be had: class 08, and PostgreSQL's shutdowns. */
  static boolean isAway(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof SQLRecoverableException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
      }
    }
    return false;
  }
}
