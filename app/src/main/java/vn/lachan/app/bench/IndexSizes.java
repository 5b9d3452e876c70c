package vn.lachan.app.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.events.Event;
import vn.lachan.events.EventJson;
import vn.lachan.events.EventStore;
import vn.lachan.events.IndexBench;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;
import vn.lachan.registry.Registry;

/**
 * How large the index of three mixes of events is beside the bytes that came in, fresh and after
 * merging, what it is spent on, and the processor time it takes: one-stop lines; a day of the
 * province; and events of 22 fields that came as JSON of about 800 bytes, the condition of the
 * goals.
 */
final class IndexSizes {
  private static final String SOURCE = "bench";
  private static final int BATCH = 1_000;
  private static final int FLUSH_EVERY = 10;
  private static final int UNITS = 124;
  private static final Instant MORNING = Instant.parse("2026-11-20T01:00:00Z");

  private final Path folder;
  private final int events;
  private final Registry registry;
  private final Clock clock;
  private final PrintStream progress;

  IndexSizes(Path folder, int events, Registry registry, Clock clock, PrintStream progress) {
    this.folder = folder;
    this.events = events;
    this.registry = registry;
    this.clock = clock;
    this.progress = progress;
  }

  /** Events and the bytes they came as. */
  private record Mix(List<Event> events, long rawBytes) {}

  /** The figures of all mixes, under the name of each. */
  Map<String, Object> run() throws IOException {
    Map<String, Object> figures = new LinkedHashMap<>();
    measure("warm_up", normalized(BenchLines.oneStop("khoi", events / 4, clock)));
    measure("one_stop", normalized(BenchLines.oneStop("co", events, clock)), figures);
    measure("day", normalized(BenchLines.day(events, registry, clock)), figures);
    measure("json_22_fields", json(), figures);
    return figures;
  }

  private void measure(String name, Mix mix, Map<String, Object> figures) throws IOException {
    measure(name, mix).forEach((figure, value) -> figures.put(name + "_" + figure, value));
  }

  private Map<String, Object> measure(String name, Mix mix) throws IOException {
    progress.println("bench: " + name + ", " + mix.events().size() + " events");
    Map<String, Object> figures = new LinkedHashMap<>();
    Path own = folder.resolve(name);
    double count = mix.events().size();
    double raw = mix.rawBytes() / count;
    try (LuceneEventStore store = LuceneEventStore.open(own, LuceneSettings.DEFAULT)) {
      IndexBench.Result result = new IndexBench(store, FLUSH_EVERY).run(batches(mix.events()));
      figures.put("raw_bytes", Math.round(raw));
      figures.put("cpu_microseconds", micros(result.cpu().toNanos(), count));
      put("hot", result.bytesPerEvent(), raw, IndexBench.parts(own), count, figures);
      long before = IndexBench.cpuNanos();
      store.compactIngestedBefore(clock.instant().plus(Duration.ofDays(2)));
      figures.put("merge_cpu_microseconds", micros(IndexBench.cpuNanos() - before, count));
      long bytes = store.partitions().stream().mapToLong(EventStore.Partition::bytes).sum();
      put("merged", bytes / count, raw, IndexBench.parts(own), count, figures);
    }
    return figures;
  }

  private static void put(
      String state,
      double bytes,
      double raw,
      Map<String, Long> parts,
      double count,
      Map<String, Object> figures) {
    figures.put(state + "_bytes", Math.round(bytes));
    figures.put(state + "_to_raw", Math.round(1000 * bytes / raw) / 1000.0);
    parts.forEach(
        (part, size) -> figures.put(state + "_" + part, Math.round(10 * size / count) / 10.0));
  }

  private static double micros(long nanos, double count) {
    return Math.round(nanos / 100.0 / count) / 10.0;
  }

  private static List<List<Event>> batches(List<Event> events) {
    List<List<Event>> batches = new ArrayList<>();
    for (int from = 0; from < events.size(); from += BATCH) {
      batches.add(events.subList(from, Math.min(events.size(), from + BATCH)));
    }
    return batches;
  }

  private Mix normalized(List<String> lines) {
    LogSources sources = new LogSources(List.of(LogSource.of(SOURCE, LogSource.AUTO, "")));
    Normalizer normalizer =
        new Normalizer(
            sources,
            new SourceStatistics(sources, clock),
            () -> registry,
            new Pseudonymizer(PseudonymKey.ephemeral()));
    List<Event> events = new ArrayList<>(lines.size());
    long raw = 0;
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      raw += bytes.length;
      events.add(
          normalizer.normalize(
              new RawLog(SOURCE, clock.instant(), "10.60.75.14", "b:" + events.size(), bytes)));
    }
    return new Mix(events, raw);
  }

  /** Look-ups of dossiers by 992 officials of 124 units, always the same. */
  private Mix json() {
    Random random = new Random(7);
    List<Event> made = new ArrayList<>(events);
    long raw = 0;
    for (int i = 0; i < events; i++) {
      Event event = lookUp(MORNING.plusMillis(i), random);
      made.add(event);
      raw += EventJson.toBytes(event).length;
    }
    return new Mix(made, raw);
  }

  private static Event lookUp(Instant at, Random random) {
    byte[] id = new byte[20];
    random.nextBytes(id);
    int unit = random.nextInt(UNITS);
    String user = "can_bo_%04d".formatted(unit * 8 + random.nextInt(8));
    String address = "10.60.%d.%d".formatted(unit, random.nextInt(40));
    String dossier = "H60.99.%03d-261120-%04d".formatted(unit, random.nextInt(9_999));
    boolean failed = random.nextInt(20) == 0;
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    return Event.builder(text, at, at.plusMillis(40 + random.nextInt(200)))
        .set("event.kind", "event")
        .set("event.dataset", "dvc.motcua")
        .set("event.category", List.of("database"))
        .set("event.type", List.of("access"))
        .set("event.action", "xem_ho_so")
        .set("event.outcome", failed ? "failure" : "success")
        .set("event.duration", random.nextInt(900) * 1_000_000L)
        .set("user.name", user)
        .set("organization.id", "H60.x.%05d".formatted(unit))
        .set("organization.name", "UBND xã số " + unit)
        .set("source.ip", address)
        .set("source.port", 1_024L + random.nextInt(60_000))
        .set("user_agent.original", browser(random.nextInt(40)))
        .set("url.path", "/api/ho-so/" + dossier + "/xem")
        .set("http.request.method", "GET")
        .set("http.response.status_code", failed ? 403L : 200L)
        .set("http.response.bytes", (long) random.nextInt(90_000))
        .set("host.name", "motcua-app-0" + random.nextInt(4))
        .set("message", "Xem hồ sơ " + dossier + " bởi " + user + " từ " + address)
        .build();
  }

  private static String browser(int version) {
    return "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
        + (100 + version)
        + ".0.0.0 Safari/537.36";
  }
}
