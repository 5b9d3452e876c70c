package vn.lachan.backup.archive;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A few threads and a bound on what waits for them. After the first failure nothing new is begun;
 * {@link #join} then throws that failure.
 */
final class Workers implements AutoCloseable {

  private final ExecutorService threads;
  private final Semaphore inFlight;
  private volatile boolean stopped;

  Workers(ArchiveSettings settings, String name) {
    this.threads =
        Executors.newFixedThreadPool(
            settings.threads(), Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    this.inFlight = new Semaphore(settings.filesInFlight());
  }

  /** Waits for room, then has {@code task} done by a thread. */
  <T> CompletableFuture<T> submit(Supplier<T> task) {
    try {
      inFlight.acquire();
    } catch (InterruptedException e) {
      stopped = true;
      Thread.currentThread().interrupt();
      throw new ArchiveInterruptedException("interrupted while waiting for a worker");
    }
    return CompletableFuture.supplyAsync(() -> guarded(task), threads)
        .whenComplete((result, failure) -> inFlight.release());
  }

  /** Has {@code task} done by a thread, without waiting for room: for the end of things begun. */
  <T> CompletableFuture<T> after(CompletableFuture<?> before, Supplier<T> task) {
    return before.thenApplyAsync(ignored -> guarded(task), threads);
  }

  private <T> T guarded(Supplier<T> task) {
    if (stopped) {
      throw new ArchiveInterruptedException("stopped after an earlier failure");
    }
    try {
      return task.get();
    } catch (RuntimeException e) {
      stopped = true;
      throw e;
    }
  }

  boolean isStopped() {
    return stopped;
  }

  /** Waits for the result and throws the failure itself where there was one. */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
