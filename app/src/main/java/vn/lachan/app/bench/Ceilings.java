package vn.lachan.app.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.ParseBench;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.journal.JournalBench;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.detection.DetectionBench;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.Event;
import vn.lachan.events.IndexBench;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;

/**
 * How fast each stage is alone on this machine, in events a second.
 *
 * @param parse parsing and enriching, one thread
 * @param journal taking into the journal until durable
 * @param detect the rules, one thread
 * @param index storing until durable, all processors
 * @param rawBytes bytes of a line
 */
record Ceilings(double parse, double journal, double detect, double index, double rawBytes) {
  private static final int EVENTS = 60_000;
  private static final int BATCH = 1_000;
  private static final String SOURCE = "syslog-khac";

  /** Measures all of them with the same events; writes below {@code folder}. */
  static Ceilings measure(Path folder, Normalizer normalizer, RuleSet rules, Clock clock)
      throws InterruptedException {
    List<String> lines = BenchLines.oneStop("tran", EVENTS, clock);
    ParseBench.run(normalizer, SOURCE, lines, EVENTS / 3, clock);
    double parse = ParseBench.run(normalizer, SOURCE, lines, EVENTS, clock).perSecond();
    double journal =
        JournalBench.run(
                folder.resolve("journal-only"),
                JournalSettings.DEFAULT.withMinFreeBytes(0),
                lines,
                EVENTS,
                clock)
            .appendedPerSecond();
    List<Event> events = new ArrayList<>(EVENTS);
    for (int i = 0; i < lines.size(); i++) {
      byte[] bytes = lines.get(i).getBytes(StandardCharsets.UTF_8);
      events.add(normalizer.normalize(new RawLog(SOURCE, clock.instant(), "", "b:" + i, bytes)));
    }
    double detect = DetectionBench.run(rules, events, 2).perSecond();
    List<List<Event>> batches = new ArrayList<>();
    for (int from = 0; from < events.size(); from += BATCH) {
      batches.add(events.subList(from, Math.min(events.size(), from + BATCH)));
    }
    try (LuceneEventStore store =
        LuceneEventStore.open(folder.resolve("index-only"), LuceneSettings.DEFAULT)) {
      return new Ceilings(
          parse,
          journal,
          detect,
          new IndexBench(store, 15).run(batches).perSecond(),
          lines.stream()
              .mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length)
              .average()
              .orElse(1));
    }
  }

  private Map<String, Double> byName() {
    return new TreeMap<>(
        Map.of(
            "parse-only", parse,
            "journal-only", journal,
            "detect-only", detect,
            "index-only", index));
  }

  /** What {@code cores} could do if all stages shared them without any loss. */
  double shared(int cores) {
    double oneThread = 1 / parse + 1 / journal + 1 / detect;
    return 1 / (1 / index + oneThread / cores);
  }

  /** Puts each under its name. */
  void put(Map<String, Object> figures) {
    byName()
        .forEach(
            (name, rate) -> figures.put(name.replace('-', '_') + "_per_second", Math.round(rate)));
  }
}
