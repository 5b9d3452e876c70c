package vn.lachan.app.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.Platform;
import vn.lachan.app.pipeline.Pipeline;
import vn.lachan.collector.Collector;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.kafka.KafkaSettings;
import vn.lachan.detection.Detector;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.registry.Registry;
import vn.lachan.simulator.LoadRun;
import vn.lachan.simulator.send.Sender;
import vn.lachan.simulator.send.SyslogTcpSender;

/**
 * Measures the whole way of one-stop events through an isolated platform with its own rules: syslog
 * TCP, journal, parsers, detection, Lucene, search. The senders run on the same machine.
 *
 * <p>First the events are sent as fast as the platform takes them, which gives its capacity; then
 * at four fifths of that, or at the rate and for the time asked for, during which probes tell how
 * long an event takes from the socket to the search. At last each stage is measured alone.
 */
public final class PipelineBench {
  private static final int CONNECTIONS = 4;
  private static final int WARM_UP = 40_000;
  private static final int INTAKE = 200_000;
  private static final double OFFERED = 0.8;
  private static final Duration SEARCHABLE_WITHIN = Duration.ofSeconds(2);
  private static final Duration TOMORROW = Duration.ofDays(2);
  private static final int PARSED = 60_000;
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** All that was sent, without the probes. */
  private static final EventQuery LOAD =
      new EventQuery("user.name:tai-*", TimeRange.ALL, OrganizationScope.PROVINCE);

  private final Path folder;
  private final Load load;
  private final Optional<KafkaSettings> kafka;
  private final Clock clock;
  private final PrintStream out;
  private final PrintStream progress;
  private double measuredCapacity;
  private double measuredSustained;

  /**
   * What is sent.
   *
   * @param events of each of the two parts, or of the first when {@code minutes} are given
   * @param rate events a second of the second part; 0 for four fifths of the capacity
   * @param minutes how long the second part lasts; 0 for as many events as the first
   * @param json prints figures for programs
   */
  public record Load(int events, int rate, int minutes, boolean json) {
    public Load {
      if (events < CONNECTIONS || rate < 0 || minutes < 0) {
        throw new IllegalArgumentException("at least " + CONNECTIONS + " events, not " + events);
      }
    }

    int rate(double capacity) {
      return Math.max(CONNECTIONS, rate > 0 ? rate : (int) (capacity * OFFERED));
    }

    int sustained(int rate) {
      return minutes == 0 ? events : Math.multiplyExact(rate, minutes * 60);
    }
  }

  /**
   * A part of the load that was sent and found.
   *
   * @param offered events a second that were sent
   * @param seconds how long they were sent
   * @param cpuMicros processor time of the whole process for each event, senders and searches among
   *     it
   */
  private record Leg(
      double perSecond, double offered, double seconds, double cpuMicros, Latencies latencies) {}

  /**
   * Prepares a run.
   *
   * @param folder empty folder for everything the platform writes
   * @param load what is sent
   * @param kafka stands between inputs and detection when it is there, else the journal
   * @param out results
   * @param progress what is being done
   */
  public PipelineBench(
      Path folder,
      Load load,
      Optional<KafkaSettings> kafka,
      Clock clock,
      PrintStream out,
      PrintStream progress) {
    this.folder = folder;
    this.load = load;
    this.kafka = kafka;
    this.clock = clock;
    this.out = out;
    this.progress = progress;
  }

  /** Events a second that {@link #run} measured, as fast as they were taken. */
  double capacity() {
    return measuredCapacity;
  }

  /** Events a second at which {@link #run} measured how soon they can be found. */
  double sustained() {
    return measuredSustained;
  }

  /** Runs it; returns whether events were searchable in time at the sustained rate. */
  public boolean run() throws InterruptedException {
    Leg capacity;
    Leg sustained;
    Normalizer normalizer;
    RuleSet rules;
    Supplier<Registry> registry;
    double hotBytes;
    double mergedBytes;
    Map<String, String> settings = new HashMap<>();
    kafka.ifPresent(shared -> {
      settings.put("lachan.hand-over.kind", "KAFKA");
      settings.put(
          "lachan.hand-over.kafka.servers", String.join(",", shared.connection().servers()));
      settings.put("lachan.hand-over.kafka.prefix", shared.prefix());
    });
    settings.put("server.port", "0");
    settings.put("lachan.inputs.syslog-tcp.enabled", "true");
    settings.put("lachan.journal.free-space", "64MB");
    settings.put("logging.level.root", "WARN");
    try (Platform.Running platform =
        Platform.start(folder.resolve("platform"), settings, List.of())) {
      normalizer = platform.get(Normalizer.class);
      rules = platform.get(Detector.class).rules();
      Registry known = platform.get(Registry.class);
      registry = () -> known;
      progress.println("bench: warming up with " + WARM_UP + " events");
      send(platform, "khoi", WARM_UP, 0);
      progress.println("bench: " + load.events() + " events as fast as they are taken");
      capacity = send(platform, "day", load.events(), 0);
      int rate = load.rate(capacity.perSecond());
      int count = load.sustained(rate);
      progress.println("bench: " + count + " events at " + rate + " a second");
      sustained = send(platform, "deu", count, rate);
      hotBytes = bytesPerEvent(platform.get(EventStore.class));
      progress.println("bench: merging the index as at the end of a day");
      if (platform.get(EventStore.class) instanceof LuceneEventStore lucene) {
        lucene.compactIngestedBefore(clock.instant().plus(TOMORROW));
      }
      mergedBytes = bytesPerEvent(platform.get(EventStore.class));
    }
    measuredCapacity = capacity.perSecond();
    measuredSustained = sustained.perSecond();
    progress.println("bench: each stage alone");
    Ceilings ceilings = Ceilings.measure(folder, normalizer, rules, clock);
    progress.println("bench: inputs alone");
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("cores", Runtime.getRuntime().availableProcessors());
    figures.put("rules", rules.rules().size());
    ceilings.put(figures);
    put(capacity, sustained, ceilings, figures);
    figures.put("raw_bytes_per_event", Math.round(ceilings.rawBytes()));
    figures.put("index_bytes_per_event_hot", Math.round(hotBytes));
    figures.put("index_bytes_per_event_merged", Math.round(mergedBytes));
    figures.put("index_bytes_to_raw_hot", ratio(hotBytes, ceilings));
    figures.put("index_bytes_to_raw_merged", ratio(mergedBytes, ceilings));
    Optional<KafkaSettings> alone =
        kafka.map(
            shared -> KafkaSettings.of(shared.connection(), shared.prefix() + "-intake", "bench"));
    figures.putAll(new IntakeRates(folder, INTAKE, alone, clock).run());
    progress.println("bench: parsers by processor time");
    figures.putAll(new ParseRates(PARSED, registry, clock).run());
    boolean inTime = sustained.latencies().percentile(95).compareTo(SEARCHABLE_WITHIN) <= 0;
    figures.put("searchable_p95_within_2_s", inTime);
    print(figures, PipelineGoals.of(figures, inTime), sustained);
    return inTime;
  }

  private static double ratio(double bytes, Ceilings ceilings) {
    return Math.round(1000 * bytes / ceilings.rawBytes()) / 1000.0;
  }

  private static double bytesPerEvent(EventStore store) {
    store.flush();
    long events = 0;
    long bytes = 0;
    for (EventStore.Partition partition : store.partitions()) {
      events += partition.events();
      bytes += partition.bytes();
    }
    return events == 0 ? 0 : (double) bytes / events;
  }

  private Leg send(Platform.Running platform, String name, int count, int rate)
      throws InterruptedException {
    EventStore store = platform.get(EventStore.class);
    int port = port(platform);
    long before = store.count(LOAD);
    long stored = platform.get(Pipeline.class).stats().stored();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    Latencies latencies;
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new);
        Probes probes = new Probes(store, connect(port), clock)) {
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      int each = count / CONNECTIONS;
      for (int i = 0; i < CONNECTIONS; i++) {
        LoadRun.Settings load = new LoadRun.Settings(name + i, rate / CONNECTIONS, each);
        senders.add(CompletableFuture.runAsync(() -> send(port, load), threads));
      }
      senders.forEach(CompletableFuture::join);
      long sending = System.nanoTime() - start;
      long all = (long) each * CONNECTIONS;
      awaitFound(platform, stored + all, before + all);
      long took = System.nanoTime() - start;
      double micros = (cpuNanos() - cpu) / 1e3 / all;
      latencies = probes.end();
      return new Leg(all * 1e9 / took, all * 1e9 / sending, sending / 1e9, micros, latencies);
    }
  }

  /** Asks the pipeline first, which costs nothing, and the store only when it should have all. */
  private static void awaitFound(Platform.Running platform, long stored, long count)
      throws InterruptedException {
    EventStore store = platform.get(EventStore.class);
    Pipeline pipeline = platform.get(Pipeline.class);
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (pipeline.stats().stored() < stored || store.count(LOAD) < count) {
      if (System.nanoTime() > limit) {
        throw new IllegalStateException(
            "only " + store.count(LOAD) + " of " + count + " events can be found");
      }
      Thread.sleep(POLL);
    }
  }

  private static Sender connect(int port) {
    return new SyslogTcpSender("localhost", port, Optional.empty());
  }

  private void send(int port, LoadRun.Settings load) {
    try (Sender sender = connect(port);
        PrintStream nowhere =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      LoadRun.run(load, sender, clock, nowhere);
    }
  }

  private static int port(Platform.Running platform) {
    return platform.get(Collector.class).health().stream()
        .filter(input -> input.name().equals("syslog-tcp"))
        .map(input -> input.address().substring(input.address().lastIndexOf(':') + 1))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static void put(
      Leg capacity, Leg sustained, Ceilings ceilings, Map<String, Object> figures) {
    int cores = Runtime.getRuntime().availableProcessors();
    figures.put("all_stages_shared_per_second", Math.round(ceilings.shared(cores)));
    figures.put("capacity_per_second", Math.round(capacity.perSecond()));
    figures.put("offered_per_second", Math.round(sustained.offered()));
    figures.put("sustained_per_second", Math.round(sustained.perSecond()));
    figures.put("sustained_seconds", Math.round(sustained.seconds()));
    figures.put(
        "sustained_to_all_stages_shared",
        Math.round(1000 * sustained.perSecond() / ceilings.shared(cores)) / 1000.0);
    figures.put("cpu_microseconds_per_event", Math.round(sustained.cpuMicros()));
    Latencies latencies = sustained.latencies();
    figures.put("searchable_p50_ms", latencies.percentile(50).toMillis());
    figures.put("searchable_p95_ms", latencies.percentile(95).toMillis());
    figures.put("searchable_p99_ms", latencies.percentile(99).toMillis());
    figures.put("searchable_max_ms", latencies.percentile(100).toMillis());
  }

  private void print(Map<String, Object> figures, Goals goals, Leg sustained) {
    if (load.json()) {
      figures.put("goals", goals.figures());
      out.println(JsonMapper.shared().writeValueAsString(figures));
      return;
    }
    figures.forEach((name, value) -> out.printf("%-36s %12s%n", name, value));
    out.printf("latency        %s%n", sustained.latencies());
    goals.print(out);
  }
}
