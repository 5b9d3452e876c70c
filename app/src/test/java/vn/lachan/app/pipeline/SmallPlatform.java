package vn.lachan.app.pipeline;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.h2.jdbcx.JdbcConnectionPool;
import vn.lachan.collector.Door;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.Way;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.input.StreamInput;
import vn.lachan.collector.input.StreamSettings;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.collector.journal.JournalStats;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Limits;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.Event;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.MemoryAuditTrail;
import vn.lachan.incidents.queue.JdbcAlertQueue;
import vn.lachan.incidents.queue.QueueSettings;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;

/**
 * The way of a log line as the platform has it, without screens and without alerts: RELP and syslog
 * TCP, door, journal, parsers, store, checkpoints. Starts in a second, so that it can be killed
 * often.
 */
final class SmallPlatform implements AutoCloseable {
  private static final String NOBODY =
      """
      title: Không bao giờ
      id: never
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: khong-co-hanh-dong-nay}
        condition: sel
      """;

  private final EventStore store;
  private final Journal journal;
  private final StreamInput relp;
  private final StreamInput tcp;
  private final Pipeline pipeline;
  private final PipelineWorker worker;
  private final ExecutorService workers = Executors.newCachedThreadPool();

  /** Works on {@code folder}; port 0 takes a free one. */
  SmallPlatform(
      Path folder, EventStore store, JournalSettings limits, Clock clock, int relp, int tcp) {
    this.store = store;
    LogSources sources = new LogSources(List.of(LogSource.of("mot-cua", "dvc.motcua", "")));
    SourceStatistics statistics = new SourceStatistics(sources, clock);
    Pseudonymizer pseudonymizer =
        new Pseudonymizer(PseudonymKey.openOrCreate(folder.resolve("pseudonym.key")));
    Registry registry = RegistryFiles.sampleRegistry();
    Detector detector = new Detector(RuleSet.parse("never.yml", NOBODY), clock, Limits.DEFAULT);
    this.journal = Journal.open(folder.resolve("journal"), limits);
    Door door = new Door(journal, pseudonymizer, statistics);
    this.pipeline =
        new Pipeline(
            new Normalizer(sources, statistics, () -> registry, pseudonymizer),
            store,
            detector,
            new JdbcAlertQueue(
                JdbcConnectionPool.create("jdbc:h2:mem:", "sa", ""),
                new MemoryAuditTrail(),
                clock,
                QueueSettings.DEFAULT),
            _ -> {},
            new NobodyWatches(),
            workers,
            2,
            clock);
    this.worker =
        new PipelineWorker(
            "test",
            journal,
            pipeline,
            store,
            detector,
            workers,
            folder.resolve("checkpoint"),
            Duration.ofMillis(300));
    this.relp = StreamInput.relp(settings("relp", relp), sources, door.through(Way.RELP), clock);
    this.relp.recall(journal::recent);
    this.tcp =
        StreamInput.syslog(settings("tcp", tcp), sources, door.through(Way.SYSLOG_TCP), clock);
    worker.start();
    this.relp.start();
    this.tcp.start();
  }

  private static StreamSettings settings(String name, int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return StreamSettings.of(Listener.of(name, address), "mot-cua");
  }

  /** Limits of a journal that may use the whole disk. */
  static JournalSettings wholeDisk() {
    return JournalSettings.DEFAULT.withMinFreeBytes(0).withSegmentBytes(4 << 20);
  }

  int relpPort() {
    return relp.port();
  }

  int tcpPort() {
    return tcp.port();
  }

  JournalStats journal() {
    return journal.stats();
  }

  PipelineStats stats() {
    return pipeline.stats();
  }

  /** A line of the one-stop portal without an id of its own, marked. */
  static String line(String mark, Instant at) {
    return """
    <134>1 %1$s may-1 motcua - - - {"thoi_gian":"%1$s","hanh_dong":"xem_ho_so",\
    "ket_qua":"thanh_cong","tai_khoan":"can.bo.1","ma_don_vi":"02215","cap":"xa","tep_id":"%2$s"}\
    """
        .formatted(at, mark);
  }

  /** How often each mark is stored. */
  static Map<String, Integer> marks(EventStore store) {
    Map<String, Integer> found = new HashMap<>();
    each(store, event -> found.merge(event.text("dvc.attachment.id"), 1, Integer::sum));
    return found;
  }

  private static void each(EventStore store, Consumer<Event> visitor) {
    store.refresh();
    EventQuery query = new EventQuery("", TimeRange.ALL, OrganizationScope.PROVINCE);
    Optional<EventPage.Cursor> next = Optional.empty();
    do {
      EventPage page = store.search(query, next, 1_000);
      page.events().forEach(visitor);
      next = page.next();
    } while (next.isPresent());
  }

  /** Waits until so many lines were taken since the start and all are behind a checkpoint. */
  void awaitCheckpoint(long records) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (journal.stats().records() < records
        || !worker.caughtUp()
        || journal.stats().pendingBytes() > 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not done: " + journal.stats() + ", " + pipeline.stats());
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void close() {
    relp.close();
    tcp.close();
    worker.close();
    journal.close();
    store.close();
    workers.shutdown();
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

  /** Receives on the ports of the arguments until it is killed. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    try (SmallPlatform platform =
        new SmallPlatform(
            folder,
            LuceneEventStore.open(folder.resolve("events"), LuceneSettings.DEFAULT),
            wholeDisk(),
            Clock.system(ZoneId.of("Asia/Ho_Chi_Minh")),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]))) {
      System.out.println("ready");
      while (true) {
        Thread.sleep(1_000);
        System.out.println(platform.stats());
      }
    }
  }
}
