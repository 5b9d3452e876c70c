package vn.lachan.detection;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.RuleMatcher;

/**
 * Measures how long it takes until rules are ready: read from their files, checked, and compiled
 * for the kinds of events at hand. By the clock on the wall, because it is done on all processors;
 * the processor time beside it has the just-in-time compiler and the garbage collector in it.
 */
public final class StartBench {
  private static final double NANOS = 1e9;
  private static final int PASSES = 6;

  /**
   * Times of one start.
   *
   * @param load seconds until the rules are read and checked
   * @param compile seconds until they are compiled for all kinds of events
   * @param cpu processor seconds of the whole process for both
   */
  private record Start(double load, double compile, double cpu) {
    double ready() {
      return load + compile;
    }
  }

  /**
   * Starts several times in this process.
   *
   * @param rules files and folders
   * @param events files whose events tell for which log sources to compile; may be empty
   * @param again whether to start again after the first time
   * @return figures by name, in the order to print them
   * @throws IOException when a file of events cannot be read
   */
  public static Map<String, Object> run(List<Path> rules, List<Path> events, boolean again)
      throws IOException {
    LogSources logSources = LogSources.standard();
    List<LogSources.Sources> kinds =
        MatchBench.sources(MatchBench.lines(events, Integer.MAX_VALUE)).stream()
            .map(logSources::of)
            .distinct()
            .toList();
    Map<String, Object> figures = new LinkedHashMap<>();
    Start first = start(rules, kinds);
    RuleSet set = RuleSet.load(rules);
    figures.put("rules", set.rules().size());
    figures.put("refused", set.rejected().size());
    figures.put("kinds_of_events", kinds.size());
    figures.put("first_load_seconds", rounded(first.load()));
    figures.put("first_ready_seconds", rounded(first.ready()));
    figures.put("first_ready_cpu_seconds", rounded(first.cpu()));
    if (again) {
      Start best = first;
      for (int pass = 0; pass < PASSES; pass++) {
        Start next = start(rules, kinds);
        best = next.ready() < best.ready() ? next : best;
      }
      figures.put("warm_load_seconds", rounded(best.load()));
      figures.put("warm_ready_seconds", rounded(best.ready()));
      figures.put("warm_ready_cpu_seconds", rounded(best.cpu()));
    }
    return figures;
  }

  private static Start start(List<Path> rules, List<LogSources.Sources> kinds) {
    long cpu = cpuNanos();
    long begin = System.nanoTime();
    RuleSet set = RuleSet.load(rules);
    long loaded = System.nanoTime();
    RuleMatcher matcher = new RuleMatcher(set.eventRules(), LogSources.standard(), true);
    matcher.prepare(kinds);
    return new Start(
        (loaded - begin) / NANOS, (System.nanoTime() - loaded) / NANOS, (cpuNanos() - cpu) / NANOS);
  }

  /** Processor time of the process so far; 0 where the platform does not tell. */
  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? Math.max(0, system.getProcessCpuTime())
        : 0;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private StartBench() {}
}
