package vn.lachan.app.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.ParseBench;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.registry.Registry;
import vn.lachan.simulator.LoadRun;
import vn.lachan.simulator.send.LogLine;
import vn.lachan.simulator.send.Sender;

/**
 * How many lines become events in one second of processor time, which other work on the machine
 * does not change much: syslog of RFC 5424, and JSON of the one-stop portal with citizen numbers
 * replaced; the latter once more with thousands of assets, procedures and things to look out for,
 * which hit nothing. One thread.
 */
final class ParseRates {
  private static final String SOURCE = "bench";
  private static final int SAMPLES = 5_000;
  private static final int ROUNDS = 4;

  private final int lines;
  private final Supplier<Registry> registry;
  private final Registry full;
  private final Clock clock;

  ParseRates(int lines, Supplier<Registry> registry, Clock clock) {
    this.lines = lines;
    this.registry = registry;
    this.full = FullTables.of(registry.get());
    this.clock = clock;
  }

  /** Lines a second of processor time, by kind. */
  Map<String, Object> run() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("lines", lines);
    figures.put("syslog_5424_per_cpu_second", best("syslog", syslog(), registry));
    List<String> oneStop = oneStop(SAMPLES, clock);
    long plain = best("dvc.motcua", oneStop, registry);
    long enriched = best("dvc.motcua", oneStop, () -> full);
    figures.put("one_stop_json_per_cpu_second", plain);
    figures.put("one_stop_json_with_tables_per_cpu_second", enriched);
    figures.put("tables_on_to_off", Math.round(enriched * 1000.0 / plain) / 1000.0);
    return figures;
  }

  private long best(String dataset, List<String> samples, Supplier<Registry> known) {
    LogSources sources = new LogSources(List.of(LogSource.of(SOURCE, dataset, "")));
    Normalizer normalizer =
        new Normalizer(
            sources,
            new SourceStatistics(sources, clock),
            known,
            new Pseudonymizer(PseudonymKey.ephemeral()));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = threads.getCurrentThreadCpuTime();
      ParseBench.run(normalizer, SOURCE, samples, lines, clock);
      best = Math.max(best, lines * 1e9 / (threads.getCurrentThreadCpuTime() - start));
    }
    return Math.round(best);
  }

  private List<String> syslog() {
    List<String> samples = new ArrayList<>(SAMPLES);
    for (int i = 0; i < SAMPLES; i++) {
      samples.add(
          String.format(
              Locale.ROOT,
              "<134>1 %s may-%d.example.vn ung-dung %d ID%d [meta@32473 seq=\"%d\"] phiên %d đã mở",
              clock.instant(),
              i % 200,
              1_000 + i % 500,
              i % 40,
              i,
              i));
    }
    return samples;
  }

  /** Lines of a one-stop portal, each another. */
  static List<String> oneStop(int count, Clock clock) {
    List<String> samples = new ArrayList<>(count);
    Sender collecting =
        new Sender() {
          @Override
          public void send(LogLine line) {
            samples.add(line.text());
          }

          @Override
          public void flush() {
            // kept in memory
          }

          @Override
          public void close() {
            // nothing is open
          }
        };
    LoadRun.run(
        new LoadRun.Settings("do", 0, count),
        collecting,
        clock,
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    return samples;
  }
}
