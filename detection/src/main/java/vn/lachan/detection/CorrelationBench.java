package vn.lachan.detection;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.detection.correlation.CorrelationRule;
import vn.lachan.detection.correlation.CorrelationStats;
import vn.lachan.detection.correlation.Correlator;
import vn.lachan.detection.correlation.Match;
import vn.lachan.detection.sigma.Comparison;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.detection.sigma.SigmaHeader;

/**
 * Measures correlation rules alone, by one thread: a thousand rules of all types over as many event
 * rules, each event fitting one of these, users so many that a million groups live at once.
 */
public final class CorrelationBench {
  private static final double NANOS = 1e9;
  private static final double MILLION = 1e6;
  private static final int SAVED_EVERY = 100_000;
  private static final long MEBIBYTE = 1L << 20;
  private static final long MOST_BYTES = 1L << 30;
  private static final long START = 1_800_000_000_000L;
  private static final Duration TIMESPAN = Duration.ofHours(1);
  private static final SigmaCorrelation.Type[] TYPES = SigmaCorrelation.Type.values();

  private final int rules;
  private final int groups;
  private final int events;
  private final Correlator correlator;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long hits;
  private long next;
  private int saves;
  private long worstSave;
  private long largestSave;

  /**
   * What was measured.
   *
   * @param groups groups that lived at the end
   * @param heapBytes memory in use after a garbage collection, less what was in use before
   * @param events matched events in the measured part
   * @param perCpuSecond matched events per second of processor time, saving included
   * @param worstEventMillis processor time of the most expensive event
   * @param saves pages of state that were saved meanwhile, one for each 100,000 events
   * @param worstSaveMillis processor time of the most expensive page but the first
   * @param restoreSeconds processor time to put the whole state back
   */
  public record Result(
      int rules,
      long groups,
      long entries,
      long heapBytes,
      long events,
      double perSecond,
      double perCpuSecond,
      double worstEventMillis,
      int saves,
      double worstSaveMillis,
      long largestSaveBytes,
      double restoreSeconds,
      long hits) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d rules, %d live groups, %d matches kept: %d MiB heap after GC, %d bytes a group%n"
              + "%d matched events: %.0f a second, %.0f per processor second, %d hits%n"
              + "worst event %.2f ms; %d saves, worst %.2f ms and %d KiB; all put back in %.1f s of processor time",
          rules,
          groups,
          entries,
          heapBytes / MEBIBYTE,
          heapBytes / Math.max(1, groups),
          events,
          perSecond,
          perCpuSecond,
          hits,
          worstEventMillis,
          saves,
          worstSaveMillis,
          largestSaveBytes / 1024,
          restoreSeconds);
    }
  }

  private CorrelationBench(int rules, int groups, int events) {
    this.rules = rules;
    this.groups = groups;
    this.events = events;
    this.correlator = correlator();
  }

  /** Fills {@code groups} groups of {@code rules} rules and then measures {@code events} events. */
  public static Result run(int rules, int groups, int events) {
    return new CorrelationBench(rules, groups, events).run();
  }

  private Correlator correlator() {
    List<CorrelationRule> made = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      List<Integer> sources = i % 4 == 0 ? List.of(i, (i + 1) % rules) : List.of(i);
      made.add(rule(i, sources));
    }
    CorrelationLimits limits =
        new CorrelationLimits(groups, groups, 10_000, MOST_BYTES, Duration.ofMinutes(10));
    return new Correlator(made, rules, limits);
  }

  private static CorrelationRule rule(int i, List<Integer> sources) {
    SigmaCorrelation.Type type = TYPES[i % TYPES.length];
    String id = "bench-" + i;
    SigmaCorrelation rule =
        new SigmaCorrelation(
            SigmaHeader.named(id),
            type,
            sources.stream().map(String::valueOf).toList(),
            i % 3 == 0 ? List.of("user.name", "source.ip") : List.of("user.name"),
            TIMESPAN,
            Map.of(),
            type.isTemporal()
                ? List.of()
                : List.of(new SigmaCorrelation.Limit(Comparison.GTE, BigDecimal.valueOf(20))),
            type.needsField() ? List.of("size") : List.of(),
            Optional.of(SigmaCorrelation.MEDIAN),
            false);
    List<Map<String, String>> aliases =
        sources.stream().map(_ -> Map.<String, String>of()).toList();
    return new CorrelationRule(id + "@1", rule, sources, aliases);
  }

  /** One event in ten comes a few places late; one user in a hundred is busy. */
  private Match event() {
    long n = next++;
    long mixed = n * 0x9e3779b97f4a7c15L;
    long user = mixed >>> 40;
    String name = (mixed & 127) == 0 ? "busy-" + user % 50 : "user-" + user % (groups / 100 * 60L);
    long arrived = START + n / 1000;
    long time = n % 10 == 0 ? arrived - (user & 15) : arrived;
    String size = String.valueOf(mixed >>> 54);
    return new Match(
        Long.toHexString(mixed) + Long.toHexString(~mixed),
        time,
        arrived,
        List.of((int) (user % rules)),
        field ->
            switch (field) {
              case "user.name" -> name;
              case "source.ip" -> "10.1." + (user & 255) + ".7";
              default -> size;
            });
  }

  private Result run() {
    long before = heap();
    while (correlator.stats().groups() < groups && next < 20L * groups) {
      for (int i = 0; i < 10_000; i++) {
        hits += correlator.accept(event()).size();
      }
    }
    long used = heap() - before;
    CorrelationStats filled = correlator.stats();
    correlator.changes();
    hits = 0;
    long cpu = threads.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    for (int i = 1; i <= events; i++) {
      hits += correlator.accept(event()).size();
      if (i % SAVED_EVERY == 0) {
        save();
      }
    }
    double seconds = (System.nanoTime() - wall) / NANOS;
    double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpu) / NANOS;
    return new Result(
        rules,
        filled.groups(),
        filled.entries(),
        used,
        events,
        events / seconds,
        events / cpuSeconds,
        worstEvent() / MILLION,
        saves,
        worstSave / MILLION,
        largestSave,
        restoreSeconds(),
        hits);
  }

  private void save() {
    long start = threads.getCurrentThreadCpuTime();
    int length = correlator.changes().bytes().length;
    worstSave = Math.max(worstSave, threads.getCurrentThreadCpuTime() - start);
    largestSave = Math.max(largestSave, length);
    saves++;
  }

  /** Measured apart, because asking for the time of each event takes longer than the event. */
  private long worstEvent() {
    long worst = 0;
    for (int i = 0; i < events / 4; i++) {
      Match event = event();
      long start = threads.getCurrentThreadCpuTime();
      hits += correlator.accept(event).size();
      worst = Math.max(worst, threads.getCurrentThreadCpuTime() - start);
    }
    return worst;
  }

  private double restoreSeconds() {
    byte[] state = correlator.save();
    long start = threads.getCurrentThreadCpuTime();
    correlator.restore(List.of(state));
    return (threads.getCurrentThreadCpuTime() - start) / NANOS;
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
