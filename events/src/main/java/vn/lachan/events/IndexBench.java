package vn.lachan.events;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measures how fast a store takes events and what its bytes are spent on, for {@code lachan bench}.
 */
public final class IndexBench {

  /**
   * What was measured.
   *
   * @param events events appended
   * @param wall time until all were durable
   * @param cpu time of all processors spent by this process meanwhile: indexing, merging,
   *     collecting garbage, compiling
   * @param bytes size of the store on disk afterwards; 0 in memory
   */
  public record Result(long events, Duration wall, Duration cpu, long bytes) {

    /** Events a second of time. */
    public double perSecond() {
      return events / seconds(wall);
    }

    /** Events a second of one processor. */
    public double perCpuSecond() {
      return events / seconds(cpu);
    }

    /** Bytes on disk for each event. */
    public double bytesPerEvent() {
      return events == 0 ? 0 : (double) bytes / events;
    }

    private static double seconds(Duration duration) {
      return Math.max(duration.toNanos(), 1) / 1e9;
    }
  }

  private final EventStore store;
  private final int flushEvery;

  /**
   * Prepares a run.
   *
   * @param store an empty store
   * @param flushEvery batches between two flushes
   */
  public IndexBench(EventStore store, int flushEvery) {
    if (flushEvery < 1) {
      throw new IllegalArgumentException("at least one batch between flushes, not " + flushEvery);
    }
    this.store = store;
    this.flushEvery = flushEvery;
  }

  /** Appends {@code batches} one after the other and flushes; making them counts as well. */
  public Result run(Iterable<List<Event>> batches) {
    long startCpu = cpuNanos();
    long start = System.nanoTime();
    long events = 0;
    int number = 0;
    for (List<Event> batch : batches) {
      store.append(batch);
      events += batch.size();
      number++;
      if (number % flushEvery == 0) {
        store.flush();
      }
    }
    store.flush();
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    Duration cpu = Duration.ofNanos(cpuNanos() - startCpu);
    long bytes = store.partitions().stream().mapToLong(EventStore.Partition::bytes).sum();
    return new Result(events, wall, cpu, bytes);
  }

  /**
   * Bytes of a Lucene store's last commits by what they hold: {@code stored} events, {@code values}
   * to count and order by, {@code terms}, {@code lists} of the events of a term, {@code positions}
   * of words, {@code points} of numbers, and the {@code rest}.
   *
   * @param folder of the store, which may be open
   */
  public static Map<String, Long> parts(Path folder) throws IOException {
    return LuceneParts.of(folder);
  }

  /** Processor time this process has taken so far. */
  public static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
