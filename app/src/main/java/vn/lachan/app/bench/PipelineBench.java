package vn.lachan.app.bench;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import vn.lachan.app.Platform;
import vn.lachan.app.pipeline.Pipeline;
import vn.lachan.collector.Collector;
import vn.lachan.collector.Normalizer;
import vn.lachan.detection.Detector;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.simulator.LoadRun;
import vn.lachan.simulator.send.Sender;
import vn.lachan.simulator.send.SyslogTcpSender;

/**
 * Measures the whole way of one-stop events through an isolated platform with its own rules: syslog
 * TCP, journal, parsers, detection, Lucene, search. The senders run on the same machine.
 *
 * <p>First the events are sent as fast as the platform takes them, which gives its capacity; then
 * as many at four fifths of that, during which probes tell how long an event takes from the socket
 * to the search. At last each stage is measured alone.
 */
public final class PipelineBench {
  private static final int CONNECTIONS = 4;
  private static final int WARM_UP = 40_000;
  private static final double OFFERED = 0.8;
  private static final Duration SEARCHABLE_WITHIN = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** All that was sent, without the probes. */
  private static final EventQuery LOAD =
      new EventQuery("user.name:tai-*", TimeRange.ALL, OrganizationScope.PROVINCE);

  private final Path folder;
  private final int events;
  private final Map<String, String> handOver;
  private final Clock clock;
  private final PrintStream out;
  private final PrintStream progress;
  private double measuredCapacity;
  private double measuredSustained;

  /** A part of the load that was sent and found. */
  private record Leg(double perSecond, Latencies latencies) {}

  /**
   * Prepares a run.
   *
   * @param folder empty folder for everything the platform writes
   * @param events events of each of the two parts
   * @param handOver settings beside those of the run: what stands between inputs and detection
   * @param out results
   * @param progress what is being done
   */
  public PipelineBench(
      Path folder,
      int events,
      Map<String, String> handOver,
      Clock clock,
      PrintStream out,
      PrintStream progress) {
    if (events < CONNECTIONS) {
      throw new IllegalArgumentException("at least " + CONNECTIONS + " events, not " + events);
    }
    this.folder = folder;
    this.events = events;
    this.handOver = Map.copyOf(handOver);
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
    Map<String, String> settings = new HashMap<>(handOver);
    settings.put("server.port", "0");
    settings.put("lachan.inputs.syslog-tcp.enabled", "true");
    settings.put("lachan.journal.free-space", "64MB");
    settings.put("logging.level.root", "WARN");
    try (Platform.Running platform =
        Platform.start(folder.resolve("platform"), settings, List.of())) {
      normalizer = platform.get(Normalizer.class);
      rules = platform.get(Detector.class).rules();
      progress.println("bench: warming up with " + WARM_UP + " events");
      send(platform, "khoi", WARM_UP, 0);
      progress.println("bench: " + events + " events as fast as they are taken");
      capacity = send(platform, "day", events, 0);
      int rate = Math.max(CONNECTIONS, (int) (capacity.perSecond() * OFFERED));
      progress.println("bench: " + events + " events at " + rate + " a second");
      sustained = send(platform, "deu", events, rate);
    }
    measuredCapacity = capacity.perSecond();
    measuredSustained = sustained.perSecond();
    progress.println("bench: each stage alone");
    Ceilings ceilings = Ceilings.measure(folder, normalizer, rules, clock);
    return print(capacity, sustained, ceilings, rules.rules().size());
  }

  private Leg send(Platform.Running platform, String name, int count, int rate)
      throws InterruptedException {
    EventStore store = platform.get(EventStore.class);
    int port = port(platform);
    long before = store.count(LOAD);
    long stored = platform.get(Pipeline.class).stats().stored();
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
      long all = (long) each * CONNECTIONS;
      awaitFound(platform, stored + all, before + all);
      long took = System.nanoTime() - start;
      latencies = probes.end();
      return new Leg(all * 1e9 / took, latencies);
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

  private boolean print(Leg capacity, Leg sustained, Ceilings ceilings, int rules) {
    int cores = Runtime.getRuntime().availableProcessors();
    boolean inTime = sustained.latencies().percentile(99).compareTo(SEARCHABLE_WITHIN) <= 0;
    ceilings.print(out);
    out.printf(
        Locale.ROOT,
        "all stages     %9.0f events/s if they shared %d cores without loss%n",
        ceilings.shared(cores),
        cores);
    out.printf(Locale.ROOT, "capacity       %9.0f events/s, all at once%n", capacity.perSecond());
    out.printf("latency        %s%n", sustained.latencies());
    Map.Entry<String, Double> slowest = ceilings.slowest();
    out.printf(
        Locale.ROOT,
        "sustained      %9.0f events/s on %d cores with %d rules, syslog TCP to search, p99 %s 2 s;"
            + " %.0f %% of %s, %.0f %% of all stages shared%n",
        sustained.perSecond(),
        cores,
        rules,
        inTime ? "within" : "NOT within",
        100 * sustained.perSecond() / slowest.getValue(),
        slowest.getKey(),
        100 * sustained.perSecond() / ceilings.shared(cores));
    return inTime;
  }
}
