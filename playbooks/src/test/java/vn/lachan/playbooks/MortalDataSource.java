package vn.lachan.playbooks;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A database whose user dies or stands still at one of its commits, or that is gone for a while.
 */
final class MortalDataSource implements DataSource {
  /** Stands for the death of the process; nothing of ours catches it. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final DataSource real;
  private final int lastCommit;
  private final boolean afterIt;
  private final Runnable atDeath;
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger untilAway = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger untilAsleep = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean dead;
  private volatile Runnable meanwhile = () -> {};
  volatile boolean away;

  /**
   * @param lastCommit the how manieth commit is the last thing that is tried
   * @param afterIt whether it still reaches the database
   */
  MortalDataSource(DataSource real, int lastCommit, boolean afterIt) {
    this(real, lastCommit, afterIt, () -> {});
  }

  /**
   * @param atDeath is run in place of everything that would come after
   */
  MortalDataSource(DataSource real, int lastCommit, boolean afterIt, Runnable atDeath) {
    this.atDeath = atDeath;
    this.real = real;
    this.lastCommit = lastCommit;
    this.afterIt = afterIt;
  }

  /** After so many commits more it is gone, until {@link #away} says otherwise. */
  void awayAfterCommits(int more) {
    untilAway.set(more);
  }

  /** After so many commits more its user stands still until {@code others} have ended. */
  void asleepAfterCommits(int more, Runnable others) {
    meanwhile = others;
    untilAsleep.set(more);
  }

  /** Whether it came to that. */
  boolean hasSlept() {
    return untilAsleep.get() <= 0;
  }

  /** How often a connection was wanted while it was gone. */
  int refused() {
    return refused.get();
  }

  boolean isDead() {
    return dead;
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (away) {
      refused.incrementAndGet();
      throw new SQLException("the database is gone", "08001");
    }
    Connection connection = real.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              boolean commits = method.getName().equals("commit");
              if (dead && (commits || method.getName().startsWith("prepare"))) {
                throw new Death();
              }
              if (commits) {
                beforeCommit();
              }
              try {
                Object result = method.invoke(connection, arguments);
                if (commits && untilAway.decrementAndGet() == 0) {
                  away = true;
                }
                if (commits && untilAsleep.decrementAndGet() == 0) {
                  meanwhile.run();
                }
                if (commits && dead) {
                  atDeath.run();
                  throw new Death();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void beforeCommit() {
    if (commits.incrementAndGet() == lastCommit) {
      dead = true;
      if (!afterIt) {
        atDeath.run();
        throw new Death();
      }
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return real.isWrapperFor(type);
  }
}
