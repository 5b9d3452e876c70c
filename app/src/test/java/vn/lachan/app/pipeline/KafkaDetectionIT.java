package vn.lachan.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.kafka.KafkaBatch;
import vn.lachan.collector.kafka.KafkaBroker;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaHandOverReader;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.events.Event;
import vn.lachan.events.EventPage;
import vn.lachan.events.EventQuery;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.TestDatabase;

/**
 * Detectors in processes of their own share the work over a real broker; one is killed under load
 * and another one joins. What they find together is compared with one detector that is given the
 * same topic in the order of ingest and that nobody disturbs.
 *
 * <p>{@code -Dlachan.kafka.events=500000 -Dlachan.kafka.kills=10} is the long form.
 */
class KafkaDetectionIT {
  private static final int EVENTS = Integer.getInteger("lachan.kafka.events", 12_000);
  private static final int KILLS = Integer.getInteger("lachan.kafka.kills", 1);
  private static final int BATCH = 100;
  private static final String RULES =
      """
      title: Đăng nhập thất bại
      id: base-failed
      name: failed
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: dang_nhap, event.outcome: failure}
        condition: sel
      ---
      title: Xem hồ sơ
      id: base-view
      name: view
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: xem_ho_so}
        condition: sel
      ---
      title: Một địa chỉ thử nhiều tài khoản
      id: spray
      correlation: {type: value_count, rules: [failed], group-by: [source.ip], timespan: 2m, condition: {field: user.name, gte: 5}}
      level: high
      ---
      title: Toàn tỉnh
      id: all
      correlation: {type: event_count, rules: [failed], timespan: 1m, condition: {gte: 12}}
      level: high
      ---
      title: Xem nhiều hồ sơ
      id: views
      name: views
      correlation: {type: event_count, rules: [view], group-by: [user.name, source.ip], timespan: 1m, condition: {gte: 3}}
      level: low
      ---
      title: Nhiều người cùng địa chỉ xem nhiều hồ sơ
      id: views-of-address
      correlation: {type: value_count, generate: true, rules: [views], group-by: [source.ip], timespan: 5m, condition: {field: user.name, gte: 2}}
      level: medium
      ---
      title: Tệp tròn trăm
      id: single
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {dvc.attachment.id|endswith: '00'}
        condition: sel
      level: low
      """;

  @TempDir Path folder;

  private final KafkaBroker broker = KafkaBroker.shared();
  private DataSource database;
  private DetectorProcess.Place place;

  @BeforeEach
  void prepare() throws Exception {
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules/rules.yml"), RULES);
    DetectorProcess.normalizer(folder);
    TestDatabase.Postgres postgres = TestDatabase.namedPostgres();
    database = postgres.source();
    place = new DetectorProcess.Place(broker.address(), KafkaBroker.name(), postgres.url(), folder);
  }

  private static String line(int number, Instant start) {
    Instant at = start.plusMillis(number * 40L);
    boolean attack = number % 50 < 2;
    int officer = number % 300;
    return attack
        ? """
        {"thoi_gian":"%s","ma_su_kien":"k-%d","hanh_dong":"dang_nhap","ket_qua":"that_bai",\
        "tai_khoan":"nan.nhan.%d","loai_chu_the":"can_bo","ma_don_vi":"02215","cap":"xa",\
        "tep_id":"k-%d","ip":"203.0.113.%d"}\
        """
            .formatted(at, number, number, number, 1 + number / 50 % 7)
        : """
        {"thoi_gian":"%s","ma_su_kien":"k-%d","hanh_dong":"xem_ho_so","ket_qua":"thanh_cong",\
        "tai_khoan":"can.bo.%d","loai_chu_the":"can_bo","ma_don_vi":"02215","cap":"xa",\
        "phien":"p-%d","tep_id":"k-%d","ip":"10.60.75.%d","ma_ho_so":"H60.99.2.215-261102-0001"}\
        """
            .formatted(at, number, officer, officer, number, 1 + officer % 90);
  }

  /** Sends numbered events from several senders; each batch is acknowledged before it counts. */
  private static int send(KafkaHandOver handOver, int from, int until, Instant start)
      throws Exception {
    List<CompletableFuture<Void>> durable = new ArrayList<>();
    for (int batch = from; batch < until; batch += BATCH) {
      List<RawLog> logs = new ArrayList<>();
      for (int number = batch; number < Math.min(until, batch + BATCH); number++) {
        logs.add(
            new RawLog(
                "mot-cua",
                DetectorProcess.CLOCK.instant(),
                "10.1.1." + number % 11 + ":5000",
                "",
                line(number, start).getBytes(StandardCharsets.UTF_8)));
      }
      durable.add(((Receipt.Taken) handOver.take(logs, Duration.ofSeconds(60))).durable());
      durable.getLast().get(60, TimeUnit.SECONDS);
    }
    return until - from;
  }

  private Set<String> alerts() {
    Set<String> ids = new TreeSet<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select i.rule_id, a.id from alert a join alert_item i on i.id = a.item_id")) {
      while (rows.next()) {
        assertThat(ids.add(rows.getString(1) + " " + rows.getString(2))).isTrue();
      }
      return ids;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** What one detector finds in the same topic, in the order of ingest. */
  private Set<String> undisturbed(KafkaHandOver handOver) throws Exception {
    record Read(KafkaBatch.Place place, RawLog log) {}
    List<Read> read = new ArrayList<>();
    try (KafkaHandOverReader reader = handOver.reader("undisturbed")) {
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (read.size() < EVENTS && System.nanoTime() < limit) {
        KafkaBatch batch = reader.read(1_000, Duration.ofMillis(100));
        for (int i = 0; i < batch.logs().size(); i++) {
          read.add(new Read(batch.places().get(i), batch.logs().get(i)));
        }
      }
    }
    assertThat(read).hasSize(EVENTS);
    read.sort(Comparator.comparing(Read::place));
    Detector detector =
        new Detector(DetectorProcess.rules(folder), DetectorProcess.CLOCK, DetectorProcess.LIMITS);
    var normalizer = DetectorProcess.normalizer(folder);
    Set<String> ids = new TreeSet<>();
    for (Read one : read) {
      for (Alert alert : detector.evaluate(normalizer.normalize(one.log()))) {
        ids.add(alert.ruleId() + " " + alert.id());
      }
    }
    return ids;
  }

  private static void await(String what, Duration longest, BooleanSupplier done)
      throws InterruptedException {
    long limit = System.nanoTime() + longest.toNanos();
    while (!done.getAsBoolean() && System.nanoTime() < limit) {
      Thread.sleep(50);
    }
    assertThat(done.getAsBoolean()).as(what).isTrue();
  }

  /** Numbers of the events that stand in one of the stores. */
  private Set<String> stored(List<String> nodes) throws Exception {
    Set<String> marks = new HashSet<>();
    for (String node : nodes) {
      try (LuceneEventStore store =
          LuceneEventStore.open(place.store(node), LuceneSettings.DEFAULT)) {
        store.refresh();
        EventQuery query =
            new EventQuery("dvc.attachment.id:k-*", TimeRange.ALL, OrganizationScope.PROVINCE);
        Set<String> own = new HashSet<>();
        Optional<EventPage.Cursor> next = Optional.empty();
        do {
          EventPage page = store.search(query, next, 1_000);
          for (Event event : page.events()) {
            assertThat(own.add(event.id())).as("stored once in %s", node).isTrue();
            marks.add(event.text("dvc.attachment.id"));
          }
          next = page.next();
        } while (next.isPresent());
      }
    }
    return marks;
  }

  @Test
  void losesAndRepeatsNothingWhenADetectorIsKilledAndAnotherJoins() throws Exception {
    Instant start = DetectorProcess.CLOCK.instant().minus(Duration.ofMinutes(8));
    List<String> nodes = new ArrayList<>(List.of("node-0", "node-1"));
    List<DetectorProcess> running = new ArrayList<>();
    try (KafkaHandOver handOver = KafkaHandOver.open(place.settings("sender", 4))) {
      handOver.awaitOpen();
      for (String node : nodes) {
        running.add(DetectorProcess.start(place, node));
      }
      int sent = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        int until = EVENTS * (kill + 1) / (KILLS + 1);
        int before = alerts().size();
        sent += send(handOver, sent, (sent + until) / 2, start);
        await("both work", Duration.ofMinutes(3), () -> alerts().size() > before);
        CompletableFuture<Void> killing =
            CompletableFuture.runAsync(() -> running.removeFirst().kill());
        sent += send(handOver, sent, until, start);
        killing.get();
        nodes.add("node-" + (kill + 2));
        running.add(DetectorProcess.start(place, nodes.getLast()));
      }
      send(handOver, sent, EVENTS, start);

      Set<String> expected = undisturbed(handOver);
      long limit = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (alerts().size() < expected.size() && System.nanoTime() < limit) {
        Thread.sleep(100);
      }
      for (DetectorProcess process : running) {
        assertThat(process.isAlive()).as(process.log()).isTrue();
      }
      assertThat(alerts()).isEqualTo(expected);
      assertThat(expected.stream().map(id -> id.substring(0, id.indexOf(' '))))
          .contains("spray", "all", "views", "views-of-address", "single");
      assertThat(expected).hasSizeGreaterThan(200);
      // What is stored is committed with its offsets a moment later; killed stores have it on disk.
      await("commits", Duration.ofSeconds(30), () -> quiet(running));
    } finally {
      running.forEach(DetectorProcess::close);
    }
    Set<String> marks = stored(nodes);
    assertThat(marks).hasSize(EVENTS);
  }

  private static boolean quiet(List<DetectorProcess> running) {
    return running.stream()
        .allMatch(process -> {
          try {
            List<String> lines = process.log().lines().filter(l -> l.startsWith("Stats[")).toList();
            return !lines.isEmpty() && lines.getLast().contains("waiting=0,");
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
