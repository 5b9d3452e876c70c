package vn.lachan.detection;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.RuleByRuleMatcher;
import vn.lachan.detection.match.RuleMatcher;

/**
 * Measures how fast the rules of single events are matched: with the events at hand, with reading
 * their JSON, with two threads, and against trying one rule after the other.
 */
public final class MatchBench {
  private static final double NANOS = 1e9;
  private static final int PASSES = 5;
  private static final long NAIVE_NANOS = 5_000_000_000L;

  private final RuleSet rules;
  private final List<byte[]> lines;
  private final List<FieldSource> events;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** A rate by the processor time of the measured threads and by the clock on the wall. */
  private record Rate(double perCpuSecond, double perSecond) {}

  private MatchBench(RuleSet rules, List<byte[]> lines) {
    this.rules = rules;
    this.lines = lines;
    this.events = sources(lines);
  }

  /** The events that can be read in {@code lines}. */
  static List<FieldSource> sources(List<byte[]> lines) {
    List<FieldSource> events = new ArrayList<>();
    for (byte[] line : lines) {
      JsonEvents.Item item = JsonEvents.line(0, line);
      if (item.problem().isEmpty()) {
        events.add(new MapSource(item.fields()));
      }
    }
    return events;
  }

  /**
   * Measures with the events of {@code files}, JSON lines, gzipped when named so.
   *
   * @param limit most events that are read
   * @return figures by name, in the order to print them
   * @throws IOException when a file cannot be read
   */
  public static Map<String, Object> run(RuleSet rules, List<Path> files, int limit)
      throws IOException, InterruptedException {
    return new MatchBench(rules, lines(files, limit)).measure();
  }

  /** The first lines of {@code files}, at most {@code limit}. */
  static List<byte[]> lines(List<Path> files, int limit) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = open(file)) {
        JsonEvents.lines(
            in,
            line -> {
              if (lines.size() < limit) {
                lines.add(line);
              }
            });
      }
    }
    return lines;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private Map<String, Object> measure() throws InterruptedException {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rules", rules.eventRules().size());
    figures.put("events", events.size());
    figures.put(
        "bytes_per_event", lines.stream().mapToLong(line -> line.length).sum() / lines.size());
    RuleMatcher matcher = matcher();
    long matches = pass(matcher, events);
    figures.put("matches", matches);
    figures.put(
        "rules_in_bucket",
        Math.round(events.stream().mapToInt(matcher::rulesFor).average().orElse(0)));
    long before = matcher.candidates();
    Rate one = best(() -> pass(matcher, events), events.size());
    figures.put(
        "candidates_per_event",
        rounded((matcher.candidates() - before) / (double) ((long) PASSES * events.size())));
    figures.put("match_per_cpu_second", Math.round(one.perCpuSecond()));
    figures.put("match_per_second", Math.round(one.perSecond()));
    figures.put("worst_event_cpu_ms", rounded(worstMillis(matcher)));
    Rate parsed = best(() -> parsedPass(matcher), lines.size());
    figures.put("parse_and_match_per_cpu_second", Math.round(parsed.perCpuSecond()));
    figures.putAll(new TwoThreads(this::matcher, events).measure());
    naive(one, figures);
    return figures;
  }

  private RuleMatcher matcher() {
    return new RuleMatcher(rules.eventRules(), LogSources.standard(), true);
  }

  static long pass(RuleMatcher matcher, List<FieldSource> events) {
    long matches = 0;
    for (FieldSource event : events) {
      matches += matcher.match(event).length;
    }
    return matches;
  }

  private long parsedPass(RuleMatcher matcher) {
    long matches = 0;
    for (byte[] line : lines) {
      matches += matcher.match(new MapSource(JsonEvents.line(0, line).fields())).length;
    }
    return matches;
  }

  private interface Work {
    long run();
  }

  /** The best of several passes after one to warm up; all must do the same. */
  private Rate best(Work work, int events) {
    long expected = work.run();
    Rate best = new Rate(0, 0);
    for (int pass = 0; pass < PASSES; pass++) {
      long start = System.nanoTime();
      long cpuStart = threads.getCurrentThreadCpuTime();
      if (work.run() != expected) {
        throw new IllegalStateException("two passes over the same events differ");
      }
      double cpu = (threads.getCurrentThreadCpuTime() - cpuStart) / NANOS;
      double wall = (System.nanoTime() - start) / NANOS;
      best =
          new Rate(
              Math.max(best.perCpuSecond(), events / cpu),
              Math.max(best.perSecond(), events / wall));
    }
    return best;
  }

  private double worstMillis(RuleMatcher matcher) {
    long worst = 0;
    for (FieldSource event : events) {
      long start = threads.getCurrentThreadCpuTime();
      matcher.match(event);
      worst = Math.max(worst, threads.getCurrentThreadCpuTime() - start);
    }
    return worst / 1e6;
  }

  /** The same on as many events as fit a few seconds; their matches must agree. */
  private void naive(Rate indexed, Map<String, Object> figures) {
    RuleByRuleMatcher naive = new RuleByRuleMatcher(rules.eventRules(), LogSources.standard());
    RuleMatcher matcher = matcher();
    int step = Math.max(1, events.size() / 5_000);
    long end = System.nanoTime() + NAIVE_NANOS;
    long cpu = 0;
    int tried = 0;
    int differences = 0;
    for (int i = 0; i < events.size() && System.nanoTime() < end; i += step) {
      long start = threads.getCurrentThreadCpuTime();
      int[] found = naive.match(events.get(i));
      cpu += threads.getCurrentThreadCpuTime() - start;
      tried++;
      differences += Arrays.equals(found, matcher.match(events.get(i))) ? 0 : 1;
    }
    double rate = tried / (cpu / NANOS);
    figures.put("rule_by_rule_per_cpu_second", Math.round(rate));
    figures.put("compared_events", tried);
    figures.put("differences", differences);
    figures.put("ratio_to_rule_by_rule", rounded(indexed.perCpuSecond() / rate));
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
