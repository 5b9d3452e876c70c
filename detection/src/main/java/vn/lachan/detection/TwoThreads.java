package vn.lachan.detection;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.RuleMatcher;

/**
 * Compares two threads that match events with one, and with what two threads of this machine reach
 * at all: a loop that touches no memory but its own is run in the same way right before. Two
 * processors may be two threads of one core.
 */
final class TwoThreads {
  private static final double NANOS = 1e9;
  private static final int ROUNDS = 7;
  private static final int CHUNK = 250;
  private static final int EVENTS_A_ROUND = 60_000;
  private static final int COMPUTE_PIECES = 200;
  private static final int STEPS_A_PIECE = 500_000;

  private final List<RuleMatcher> matchers;
  private final List<FieldSource> events;
  private final int chunks;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** How long a round took, on the wall and of all processors, and what came out. */
  private record Round(double wall, double cpu, long result) {}

  /** Does one of the pieces into which a round is cut. */
  private interface Piece {
    long run(int worker, int piece);
  }

  TwoThreads(Supplier<RuleMatcher> matchers, List<FieldSource> events) {
    this.matchers = List.of(matchers.get(), matchers.get());
    this.events = events;
    this.chunks = Math.max(1, EVENTS_A_ROUND / CHUNK);
  }

  /** Medians of several rounds, in each of which all four are measured one after the other. */
  Map<String, Object> measure() throws InterruptedException {
    List<double[]> ratios = new ArrayList<>();
    for (int round = 0; round <= ROUNDS; round++) {
      Round computeOne = round(1, COMPUTE_PIECES, (_, piece) -> compute(piece));
      Round computeTwo = round(2, COMPUTE_PIECES, (_, piece) -> compute(piece));
      Round one = round(1, chunks, this::match);
      Round two = round(2, chunks, this::match);
      if (one.result() != two.result() || computeOne.result() != computeTwo.result()) {
        throw new IllegalStateException("two threads find something else than one");
      }
      if (round > 0) { // the first warms up
        ratios.add(
            new double[] {
              one.wall() / two.wall(),
              computeOne.wall() / computeTwo.wall(),
              2 * one.cpu() / two.cpu(),
              2 * computeOne.cpu() / computeTwo.cpu()
            });
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("two_threads_against_one", median(ratios, 0));
    figures.put("two_threads_against_one_of_a_pure_loop", median(ratios, 1));
    figures.put("two_threads_against_one_by_cpu_time", median(ratios, 2));
    figures.put("two_threads_against_one_of_a_pure_loop_by_cpu_time", median(ratios, 3));
    return figures;
  }

  private static double median(List<double[]> ratios, int column) {
    double[] values = ratios.stream().mapToDouble(row -> row[column]).sorted().toArray();
    return Math.round(values[values.length / 2] * 100) / 100.0;
  }

  private long match(int worker, int chunk) {
    int from = (int) ((long) chunk * CHUNK % events.size());
    List<FieldSource> part = events.subList(from, Math.min(events.size(), from + CHUNK));
    RuleMatcher matcher = matchers.get(worker);
    long matches = 0;
    for (int done = 0; done < CHUNK; done += part.size()) {
      matches += MatchBench.pass(matcher, part);
    }
    return matches;
  }

  private static long compute(int piece) {
    long value = piece + 1L;
    for (int i = 0; i < STEPS_A_PIECE; i++) {
      value ^= value << 13;
      value ^= value >>> 7;
      value ^= value << 17;
    }
    return value;
  }

  /** All pieces once, taken by the workers as they come. */
  private Round round(int workers, int pieces, Piece piece) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    long[] cpu = new long[workers];
    long[] results = new long[workers];
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        int worker = i;
        running.add(
            executor.submit(() -> {
              long begin = threads.getCurrentThreadCpuTime();
              for (int at = next.getAndIncrement(); at < pieces; at = next.getAndIncrement()) {
                results[worker] += piece.run(worker, at);
              }
              cpu[worker] = threads.getCurrentThreadCpuTime() - begin;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a matcher failed", e);
    }
    return new Round(
        (System.nanoTime() - start) / NANOS,
        Arrays.stream(cpu).sum() / NANOS,
        Arrays.stream(results).sum());
  }
}
