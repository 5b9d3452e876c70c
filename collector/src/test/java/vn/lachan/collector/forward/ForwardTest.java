package vn.lachan.collector.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.input.Certificates;
import vn.lachan.collector.input.DurableInputContract;
import vn.lachan.collector.input.MemoryIntake;
import vn.lachan.collector.journal.JournalSettings;

class ForwardTest implements DurableInputContract {
  private static Certificates province;
  private static Certificates commune;
  private static Certificates stranger;

  @TempDir Path folder;

  @BeforeAll
  static void certificates(@TempDir Path keys) throws Exception {
    province = Certificates.make(keys, "province");
    commune = Certificates.make(keys, "commune", Province.COMMUNE);
    stranger = Certificates.make(keys, "stranger", "xa-la");
  }

  private Lanes lanes() {
    return lanes(Province.LIMITS);
  }

  private Lanes lanes(JournalSettings limits) {
    return Lanes.open(
        folder.resolve("commune"), limits, limits, log -> log.source().equals("tuong-lua"));
  }

  private static ForwardSettings settings(int port, Certificates own) throws Exception {
    return ForwardSettings.of("localhost", port, own.context(province))
        .withBatch(16 << 10, 100)
        .withDelays(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMillis(20),
            Duration.ofMillis(100));
  }

  private Province province(int port) throws Exception {
    return new Province(folder.resolve("province"), port, province.context(commune));
  }

  @Override
  public Line open(MemoryIntake intake) throws Exception {
    Province there =
        new Province(
            folder.resolve("province"),
            0,
            province.context(commune),
            Province.LIMITS,
            journal -> intake);
    Lanes lanes = lanes();
    ForwardSender sender = new ForwardSender(settings(there.input.port(), commune), lanes);
    sender.start();
    return new Line() {
      @Override
      public boolean send(List<String> records) throws Exception {
        take(lanes, records.stream().map(one -> TestLogs.raw("motcua", "", one)).toList());
        awaitThat(() -> sender.stats().acknowledged() == records.size());
        return true;
      }

      @Override
      public InputHealth health() {
        return there.input.health();
      }

      @Override
      public void close() {
        sender.close();
        lanes.close();
        there.close();
      }
    };
  }

  private static void take(Lanes lanes, List<RawLog> logs) throws Exception {
    if (lanes.take(logs, Intake.FOREVER) instanceof Receipt.Taken(var durable)) {
      durable.get();
    }
  }

  private static List<RawLog> logs(String source, int from, int to) {
    List<RawLog> logs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      logs.add(TestLogs.raw(source, "vt:" + i, "dòng số " + i));
    }
    return logs;
  }

  /** Text that does not get smaller. */
  private static List<RawLog> noise(String source, int count, int bytes) {
    Random random = new Random(7);
    List<RawLog> logs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] noise = new byte[bytes / 2];
      random.nextBytes(noise);
      logs.add(TestLogs.raw(source, "n:" + i, HexFormat.of().formatHex(noise)));
    }
    return logs;
  }

  private static void awaitThat(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static List<String> origins(List<RawLog> logs) {
    return logs.stream().map(RawLog::origin).toList();
  }

  @Test
  void recordsArriveOnceInOrderAsTheyWere() throws Exception {
    try (Province there = province(0);
        Lanes lanes = lanes();
        ForwardSender sender = new ForwardSender(settings(there.input.port(), commune), lanes)) {
      sender.start();
      take(lanes, logs("motcua", 0, 2_500));
      take(lanes, List.of(new RawLog("la", TestLogs.NOW.plusNanos(7), "p", "", new byte[] {1}, 9)));

      List<RawLog> got = there.await(2_501);
      assertThat(origins(got.subList(0, 2_500))).isEqualTo(origins(logs("motcua", 0, 2_500)));
      RawLog first = got.getFirst();
      assertThat(first.withBytes(first.bytes()).hop()).startsWith(Province.COMMUNE + "/");
      assertThat(first.peer()).isEqualTo("10.0.0.5:4711");
      assertThat(first.source()).isEqualTo("motcua");
      assertThat(first.received()).isEqualTo(TestLogs.NOW);
      RawLog foreign = got.getLast();
      assertThat(foreign.source()).isEqualTo(Province.COMMUNE);
      assertThat(foreign.received()).isEqualTo(TestLogs.NOW.plusNanos(7));
      assertThat(foreign.truncated()).isTrue();
      assertThat(foreign.origin()).isEmpty();
      awaitThat(() -> sender.stats().acknowledged() == 2_501);
      assertThat(there.commune().foreign()).isEqualTo(1);
      assertThat(there.commune().received()).isEqualTo(2_501);
      assertThat(there.commune().connected()).isTrue();
      assertThat(there.input.health().received()).isEqualTo(2_501);
      assertThat(sender.stats().lineBytes()).isLessThan(sender.stats().rawBytes());
      awaitThat(() -> sender.stats().ordinaryBacklog() == 0);
    }
  }

  @Test
  void aForwardedRecordIsTheSameEvent() {
    RawLog here = logs("motcua", 3, 4).getFirst();
    RawLog forwarded = here.over("xa/00000000-0000-0000-0000-000000000000/1:64");
    assertThat(forwarded.origin()).isEqualTo(here.position());
    assertThat(TestLogs.normalizer().normalize(forwarded).id())
        .isEqualTo(TestLogs.normalizer().normalize(here).id());
  }

  @Test
  void aThinLineThatBreaksAgainAndAgainLosesAndDoublesNothing() throws Exception {
    try (Province there = province(0);
        ThinLine line =
            new ThinLine(
                there.input.port(), 2_048, 1, 500, 9_000, 20_000, 20_100, 40_000, 55_000, 80_000);
        Lanes lanes = lanes();
        ForwardSender sender = new ForwardSender(settings(line.port(), commune), lanes)) {
      take(lanes, noise("motcua", 800, 200));
      sender.start();
      take(lanes, noise("tuong-lua", 200, 200));
      assertThat(there.await(1_000)).hasSize(1_000);
      awaitThat(() -> sender.stats().ordinaryBacklog() + sender.stats().urgentBacklog() == 0);
      assertThat(line.broken()).isEqualTo(7);
      List<RawLog> got = there.all();
      assertThat(got).hasSize(1_000);
      for (String source : List.of("motcua", "tuong-lua")) {
        assertThat(origins(got.stream().filter(log -> log.source().equals(source)).toList()))
            .isEqualTo(origins(noise(source, source.equals("motcua") ? 800 : 200, 2)));
      }
      assertThat(there.commune().gaps()).isZero();
    }
  }

  @Test
  void whatIsUrgentOvertakesTheBacklog() throws Exception {
    try (Province there = province(0);
        Lanes lanes = lanes()) {
      take(lanes, noise("motcua", 1_500, 800));
      ForwardSettings slow = settings(there.input.port(), commune).withLine(300_000, 1);
      try (ForwardSender sender = new ForwardSender(slow, lanes)) {
        sender.start();
        there.await(1);
        take(lanes, logs("tuong-lua", 0, 1));
        List<RawLog> got = there.await(1_501);
        assertThat(got).hasSize(1_501);
        int urgent = got.stream().map(RawLog::source).toList().indexOf("tuong-lua");
        assertThat(urgent).isBetween(1, 1_200);
      }
    }
  }

  @Test
  void strangersAreRefused() throws Exception {
    try (Province there = province(0);
        Lanes lanes = lanes()) {
      take(lanes, logs("motcua", 0, 10));
      try (ForwardSender sender =
          new ForwardSender(settings(there.input.port(), stranger), lanes)) {
        sender.start();
        awaitThat(() -> there.input.health().failedHandshakes() > 0);
        awaitThat(() -> !sender.stats().problem().isEmpty());
      }
      ForwardSettings mistrusting =
          ForwardSettings.of("localhost", there.input.port(), commune.context(stranger))
              .withDelays(
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(5),
                  Duration.ofMillis(20),
                  Duration.ofMillis(100));
      try (ForwardSender sender = new ForwardSender(mistrusting, lanes)) {
        sender.start();
        awaitThat(() -> sender.stats().problem().contains("certification path"));
      }
      assertThat(there.all()).isEmpty();
    }
    try (Province there = new Province(folder.resolve("province"), 0, province.context(stranger));
        Lanes lanes = lanes();
        ForwardSender sender = new ForwardSender(settings(there.input.port(), stranger), lanes)) {
      sender.start();
      awaitThat(() -> sender.stats().problem().contains("no forwarder is called xa-la"));
      assertThat(there.all()).isEmpty();
      assertThat(lanes.backlog(Lane.ORDINARY)).isPositive();
    }
  }

  @Test
  void aFullLaneRefusesVisiblyAndKeepsTheOtherFree() throws Exception {
    JournalSettings tiny =
        Province.LIMITS.withSegmentBytes(4_096).withMaxBytes(12_288).withPendingBytes(1_000);
    int taken = 0;
    try (Lanes lanes = lanes(tiny)) {
      boolean full = false;
      while (!full) {
        Receipt receipt = lanes.take(logs("motcua", taken, taken + 1), Duration.ofMillis(300));
        full = receipt instanceof Receipt.Refused;
        taken += full ? 0 : 1;
      }
      assertThat(lanes.refused()).isEqualTo(1);
      take(lanes, logs("tuong-lua", 0, 1));
      try (Province there = province(0);
          ForwardSender sender = new ForwardSender(settings(there.input.port(), commune), lanes)) {
        sender.start();
        assertThat(there.await(taken + 1)).hasSize(taken + 1);
        awaitThat(() -> there.commune().refused() == 1);
        take(lanes, logs("motcua", taken, taken + 1));
        assertThat(origins(there.await(taken + 2)).getLast()).isEqualTo("vt:" + taken);
      }
    }
  }

  @Test
  void theProvinceMakesTheCommuneWaitWhenItsOwnJournalIsFull() throws Exception {
    JournalSettings tiny = Province.LIMITS.withSegmentBytes(16 << 10).withMaxBytes(48 << 10);
    try (Province there =
            new Province(folder.resolve("province"), 0, province.context(commune), tiny);
        Lanes lanes = lanes();
        ForwardSender sender = new ForwardSender(settings(there.input.port(), commune), lanes)) {
      sender.start();
      take(lanes, noise("motcua", 400, 400));
      awaitThat(() -> sender.stats().problem().contains("the province waits"));
      assertThat(there.await(400)).hasSize(400);
      awaitThat(() -> sender.stats().problem().isEmpty());
    }
  }

  @Test
  void aRestartOfEitherSideGoesOnWhereItWas() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (Province there = province(0);
          Lanes lanes = lanes();
          ForwardSender sender = new ForwardSender(settings(there.input.port(), commune), lanes)) {
        sender.start();
        take(lanes, logs("motcua", round * 300, round * 300 + 300));
        assertThat(there.await(300)).hasSize(300);
        assertThat(there.commune().duplicates()).isZero();
      }
    }
    try (Province there = province(0)) {
      assertThat(there.all()).isEmpty();
    }
  }

  @Test
  void aNewerConnectionTakesOverFromOneThatOnlyLooksAlive() throws Exception {
    try (Province there = province(0);
        Lanes lanes = lanes()) {
      ForwardSettings settings = settings(there.input.port(), commune);
      ForwardSender.Counts counts = new ForwardSender.Counts();
      ForwardConnection old = ForwardConnection.open(settings, lanes, counts, _ -> {});
      try (ForwardSender sender = new ForwardSender(settings, lanes)) {
        old.close(); // frees the readers; the province may not have noticed yet
        sender.start();
        take(lanes, logs("motcua", 0, 5));
        assertThat(there.await(5)).hasSize(5);
      }
    }
  }
}
