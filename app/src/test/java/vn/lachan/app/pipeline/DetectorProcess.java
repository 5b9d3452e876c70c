package vn.lachan.app.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.kafka.KafkaConnection;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaSettings;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Limits;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.Event;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;
import vn.lachan.incidents.MemoryAuditTrail;
import vn.lachan.incidents.queue.JdbcAlertQueue;
import vn.lachan.incidents.queue.QueueSettings;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.registry.RegistryLoad;

/** A detector on Kafka in a process of its own, which can be killed; and what it is made of. */
final class DetectorProcess implements AutoCloseable {
  static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  static final Clock CLOCK = Clock.system(ZONE);
  static final Limits LIMITS = new Limits(1_000_000, Limits.DEFAULT.correlation(), false);

  private final Process process;
  private final Path log;

  private DetectorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Where a detector finds everything. */
  record Place(String kafka, String prefix, String database, Path folder) {
    KafkaSettings settings(String node, int partitions) {
      return KafkaSettings.of(KafkaConnection.plain(kafka), prefix, node)
          .withPartitions(partitions)
          .withTimes(
              Duration.ofSeconds(3),
              Duration.ofSeconds(4),
              Duration.ofMillis(200),
              Duration.ofMillis(200));
    }

    Path store(String node) {
      return folder.resolve("events-" + node);
    }
  }

  static DetectorProcess start(Place place, String node) throws IOException {
    Path log = place.folder().resolve(node + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DetectorProcess.class.getName(),
                place.kafka(),
                place.prefix(),
                place.database(),
                place.folder().toString(),
                node));
    return new DetectorProcess(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** As {@code kill -9}: nothing in it gets to do anything any more. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("process " + process.pid() + " cannot be killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }

  static Normalizer normalizer(Path folder) {
    Registry registry =
        switch (RegistryFiles.sample()) {
          case RegistryLoad.Loaded(Registry loaded) -> loaded;
          case RegistryLoad.Rejected rejected -> throw new AssertionError(rejected.problems());
        };
    LogSources sources = new LogSources(List.of(LogSource.of("mot-cua", "dvc.motcua", "")));
    return new Normalizer(
        sources,
        new SourceStatistics(sources, CLOCK),
        () -> registry,
        new Pseudonymizer(PseudonymKey.openOrCreate(folder.resolve("pseudonym.key"))));
  }

  static RuleSet rules(Path folder) {
    RuleSet rules = RuleSet.load(List.of(folder.resolve("rules")));
    if (!rules.rejected().isEmpty()) {
      throw new AssertionError(rules.rejected());
    }
    return rules;
  }

  private static final class NobodyWatches implements StreamWatcher {
    @Override
    public void flooded(
        java.util.Set<String> rules, java.time.Instant first, java.time.Instant last) {}

    @Override
    public void passed(List<Event> batch) {}

    @Override
    public void failed(Event event) {}

    @Override
    public void checkpointed(Instant received) {}

    @Override
    public List<Alert> forPeople(List<Alert> alerts) {
      return alerts;
    }
  }

  /** Works until it is killed. */
  public static void main(String[] arguments) throws Exception {
    Place place = new Place(arguments[0], arguments[1], arguments[2], Path.of(arguments[3]));
    String node = arguments[4];
    PGConnectionPoolDataSource database = new PGConnectionPoolDataSource();
    database.setUrl(place.database());
    database.setUser("postgres");
    ExecutorService workers = Executors.newCachedThreadPool();
    LuceneEventStore store = LuceneEventStore.open(place.store(node), LuceneSettings.DEFAULT);
    Detector detector = new Detector(rules(place.folder()), CLOCK, LIMITS);
    Pipeline pipeline =
        new Pipeline(
            normalizer(place.folder()),
            store,
            detector,
            new JdbcAlertQueue(
                JdbcConnectionPool.create(database),
                new MemoryAuditTrail(),
                CLOCK,
                QueueSettings.DEFAULT),
            _ -> {},
            new NobodyWatches(),
            workers,
            2,
            CLOCK);
    KafkaHandOver handOver = KafkaHandOver.open(place.settings(node, 4));
    KafkaDetection detection =
        new KafkaDetection(handOver, pipeline, store, detector, LIMITS, CLOCK, () -> {});
    detection.start();
    System.out.println("started");
    while (true) {
      Thread.sleep(500);
      System.out.println(detection.stats());
    }
  }
}
