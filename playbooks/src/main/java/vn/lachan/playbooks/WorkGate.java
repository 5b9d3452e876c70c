package vn.lachan.playbooks;

import java.util.concurrent.Semaphore;

/**
 * Bounds how many runs are in hand at once, and how many of them work on the database: a run that
 * waits for the answer of a call leaves its place to another. Safe for use by several threads.
 */
final class WorkGate {
  private final Semaphore inHand;
  private final Semaphore working;

  /** Something done while no place is held. */
  interface Outside<T> {
    T run() throws InterruptedException;
  }

  WorkGate(EngineSettings settings) {
    this.inHand = new Semaphore(settings.inHand(), true);
    this.working = new Semaphore(settings.workers(), true);
  }

  /** Takes a run in hand. */
  void enter() throws InterruptedException {
    inHand.acquire();
  }

  /** Puts it out of hand again. */
  void leave() {
    inHand.release();
  }

  /** Begins to work on the run in hand. */
  void begin() throws InterruptedException {
    working.acquire();
  }

  void end() {
    working.release();
  }

  /** As {@link #outside}, for what cannot be interrupted. */
  void aside(Runnable act) {
    working.release();
    try {
      act.run();
    } finally {
      working.acquireUninterruptibly();
    }
  }

  /** Does something that takes long; only between {@link #begin} and {@link #end}. */
  <T> T outside(Outside<T> act) throws InterruptedException {
    working.release();
    try {
      return act.run();
    } finally {
      working.acquireUninterruptibly();
    }
  }
}
