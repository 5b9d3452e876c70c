package vn.lachan.backup.archive;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few threads and a bound on what waits for them. After the first failure nothing new is begun;
 * {@link #join} then throws that failure.
 */
final class Workers implements AutoCloseable {

  private final ExecutorService threads;
  private final Semaphore inFlight;
  private final int mostInFlight;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  Workers(ArchiveSettings settings, String name) {
    this.threads =
        Executors.newFixedThreadPool(
            settings.threads(), Thread.ofPlatform().daemon().name(name + "-", 0).factory());
    this.mostInFlight = settings.filesInFlight();
    this.inFlight = new Semaphore(mostInFlight);
  }

  /** Waits for room, then has {@code task} done by a thread. */
  <T> CompletableFuture<T> submit(Supplier<T> task) {
    return submit(task, 1);
  }

  /** The same for a task that takes the room of several. */
  <T> CompletableFuture<T> submit(Supplier<T> task, int room) {
    int taken = Math.min(room, mostInFlight);
    try {
      inFlight.acquire(taken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new ArchiveInterruptedException("interrupted while waiting for a worker");
      failure.compareAndSet(null, interrupted);
      throw interrupted;
    }
    return CompletableFuture.supplyAsync(() -> guarded(task), threads)
        .whenComplete((result, problem) -> inFlight.release(taken));
  }

  /** Has {@code task} done by a thread, without waiting for room: for the end of things begun. */
  <T> CompletableFuture<T> after(CompletableFuture<?> before, Supplier<T> task) {
    return before.thenApplyAsync(ignored -> guarded(task), threads);
  }

  private <T> T guarded(Supplier<T> task) {
    RuntimeException earlier = failure.get();
    if (earlier != null) {
      throw earlier;
    }
    try {
      return task.get();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  boolean isStopped() {
    return failure.get() != null;
  }

  /** Waits for the result and throws the first failure itself where there was one. */
  <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      RuntimeException first = failure.get();
      throw first == null ? e : first;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
