package vn.lachan.detection;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import vn.lachan.events.Event;

/**
 * Measures how fast events are evaluated by one thread, without reading, parsing or storing them.
 */
public final class DetectionBench {
  private static final double NANOS = 1e9;

  /**
   * What was measured.
   *
   * @param events how many were evaluated in the measured passes
   * @param seconds wall clock time of the measured passes
   * @param cpuSeconds processor time of the evaluating thread
   * @param bestPerSecond events per second of processor time, of the best pass
   * @param candidatesPerEvent rules that were tried on an event, on average
   */
  public record Result(
      long events,
      double seconds,
      double cpuSeconds,
      double bestPerSecond,
      double candidatesPerEvent,
      long alerts) {

    /** Events per second over all measured passes. */
    public double perSecond() {
      return events / seconds;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d events in %.2f s: %.0f events/s; %.0f per processor second, best pass %.0f;"
              + " %.2f rules tried per event, %d alerts",
          events,
          seconds,
          perSecond(),
          events / cpuSeconds,
          bestPerSecond,
          candidatesPerEvent,
          alerts);
    }
  }

  /**
   * Evaluates {@code events} once to warm up and then {@code passes} times, each time with a new
   * detector whose rules are already compiled for these events.
   */
  public static Result run(RuleSet rules, List<Event> events, int passes) {
    Supplier<Detector> fresh = () -> new Detector(rules, Clock.systemUTC(), Limits.DEFAULT);
    Detector warm = fresh.get();
    events.forEach(warm::evaluate);
    double best = 0;
    long nanos = 0;
    long cpuNanos = 0;
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long alerts = 0;
    byte[] empty = fresh.get().saveState();
    long candidatesBefore = warm.stats().candidates();
    for (int pass = 0; pass < passes; pass++) {
      warm.restoreState(empty);
      long start = System.nanoTime();
      long cpuStart = threads.getCurrentThreadCpuTime();
      for (Event event : events) {
        alerts += warm.evaluate(event).size();
      }
      long cpu = threads.getCurrentThreadCpuTime() - cpuStart;
      nanos += System.nanoTime() - start;
      cpuNanos += cpu;
      best = Math.max(best, events.size() / (cpu / NANOS));
    }
    long total = (long) events.size() * passes;
    double candidates =
        (warm.stats().candidates() - candidatesBefore) / (double) Math.max(1, total);
    return new Result(total, nanos / NANOS, cpuNanos / NANOS, best, candidates, alerts);
  }

  private DetectionBench() {}
}
