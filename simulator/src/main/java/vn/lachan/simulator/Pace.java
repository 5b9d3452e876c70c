package vn.lachan.simulator;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a sender to a number of lines a second. */
final class Pace {
  private final int linesPerSecond;
  private final long start = System.nanoTime();
  private long lines;

  /** 0 for no limit. */
  Pace(int linesPerSecond) {
    this.linesPerSecond = linesPerSecond;
  }

  /** Counts a line; says whether the sender is ahead of its time and should flush and wait. */
  boolean isAhead() {
    lines++;
    return linesPerSecond > 0 && ahead() > TimeUnit.MILLISECONDS.toNanos(5);
  }

  private long ahead() {
    long due = (long) (lines * (1e9 / linesPerSecond));
    return due - (System.nanoTime() - start);
  }

  /** Waits until the lines counted so far are due, or the thread is interrupted. */
  void await() {
    while (linesPerSecond > 0 && ahead() > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(ahead());
    }
  }
}
