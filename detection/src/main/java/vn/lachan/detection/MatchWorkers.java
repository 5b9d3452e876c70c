package vn.lachan.detection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vn.lachan.detection.match.RuleMatcher;

/**
 * Reads units of events and finds their rules on several threads, and gives the results in the
 * order in which the units came: the same on every run and for any number of threads. The thread
 * that hands over units is the one that gets results. At most a few units for each thread are kept.
 */
final class MatchWorkers implements AutoCloseable {
  private static final int UNITS_PER_THREAD = 3;
  private static final int[] NOTHING = {};

  /** What a unit came to. */
  sealed interface Result {}

  /** An event, counted from the beginning of its unit, and the rules it fits. */
  record Judged(JsonEvents.Item item, MatchedSource source) implements Result {}

  /** A place that cannot be read. */
  record Damaged(String line) implements Result {}

  /**
   * All of a unit.
   *
   * @param file number of the file that it is of
   * @param events how many numbers its events take
   * @param nanos what finding the rules took
   */
  record Batch(int file, List<Result> results, int events, long nanos) {}

  private final int threads;
  private final ExecutorService executor;

  /** The one put back last is taken first, so that few are used while there is little to do. */
  private final BlockingDeque<RuleMatcher> matchers = new LinkedBlockingDeque<>();

  private final Deque<Future<Batch>> pending = new ArrayDeque<>();

  MatchWorkers(int threads, Supplier<RuleMatcher> matchers) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive: " + threads);
    }
    this.threads = threads;
    this.executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("match-", 0).daemon().factory());
    for (int i = 0; i < threads; i++) {
      this.matchers.add(matchers.get());
    }
  }

  /** Hands over a unit; gives finished ones, waiting for the oldest when there are too many. */
  void accept(int file, EventUnit unit, Consumer<Batch> batches) throws InterruptedException {
    pending.add(executor.submit(() -> judge(file, unit)));
    while (!pending.isEmpty()
        && (pending.size() > threads * UNITS_PER_THREAD || pending.element().isDone())) {
      batches.accept(result(pending.remove()));
    }
  }

  /** Waits for all units that were handed over. */
  void finish(Consumer<Batch> batches) throws InterruptedException {
    while (!pending.isEmpty()) {
      batches.accept(result(pending.remove()));
    }
  }

  private static Batch result(Future<Batch> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException | CancellationException e) {
      throw new IllegalStateException("a unit of events could not be judged", e);
    }
  }

  private Batch judge(int file, EventUnit unit) throws InterruptedException {
    RuleMatcher matcher = matchers.takeFirst();
    try {
      List<Result> results = new ArrayList<>();
      int[] events = {0};
      long[] nanos = {0};
      unit.read(
          item -> {
            events[0]++;
            MapSource source = new MapSource(item.fields());
            long start = System.nanoTime();
            int[] found = item.problem().isEmpty() ? matcher.match(source) : NOTHING;
            nanos[0] += System.nanoTime() - start;
            results.add(new Judged(item, new MatchedSource(source, found)));
          },
          damage -> results.add(new Damaged(damage)));
      return new Batch(file, results, events[0], nanos[0]);
    } finally {
      matchers.putFirst(matcher);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
