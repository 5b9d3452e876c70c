package vn.lachan.backup.archive;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The thread that walks through folders, and some that help it. A folder is given to a helper that
 * has nothing to do; when there is none, who found it walks it at once, so that as many folders are
 * open as there are threads, times the depth of the tree.
 */
final class Walkers implements AutoCloseable {

  private final ExecutorService helpers;
  private final int most;
  private final Semaphore idle;

  /**
   * @param threads with the one that walks
   */
  Walkers(int threads) {
    this.most = threads - 1;
    this.idle = new Semaphore(most);
    this.helpers =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("walk-", 1).factory());
  }

  /** Has {@code task} done by a helper, or does it now; what it throws now comes out of here. */
  <T> CompletableFuture<T> fork(Supplier<T> task) {
    if (!idle.tryAcquire()) {
      return CompletableFuture.completedFuture(task.get());
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return task.get();
          } finally {
            idle.release();
          }
        },
        helpers);
  }

  /**
   * Waits until no helper walks any more. For the thread that walks, at its end: what is still to
   * be walked, which is everything when there is one folder at the top, gets a helper more for it.
   */
  void await() {
    idle.release();
    idle.acquireUninterruptibly(most + 1);
    idle.release(most);
  }

  /** Waits for helpers; those of a thread that was interrupted are interrupted. */
  @Override
  public void close() {
    helpers.close();
  }
}
