package vn.lachan.collector.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.input.Certificates;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalPosition;

/** Peers that are hostile, half dead or set up anew, on either side of the line. */
class ForwardHostileTest {
  private static final JournalPosition START = new JournalPosition(0, 0);
  private static final int HELLO = 37;

  private static Certificates province;
  private static Certificates commune;
  private static Certificates neighbour;

  @TempDir Path folder;

  /** What a forwarder of ours would not send. */
  private interface Words {
    void say(DataOutputStream out) throws IOException;
  }

  @BeforeAll
  static void certificates(@TempDir Path keys) throws Exception {
    province = Certificates.make(keys, "province");
    commune = Certificates.make(keys, "commune", Province.COMMUNE);
    neighbour = Certificates.make(keys, "neighbour", Province.NEIGHBOUR);
  }

  private Province there() throws Exception {
    return new Province(folder.resolve("province"), 0, province.context(commune, neighbour));
  }

  private static SSLContext commune() throws Exception {
    return commune.context(province);
  }

  private Lanes lanes() {
    return Lanes.open(
        folder.resolve("commune"),
        Province.LIMITS,
        Province.LIMITS,
        log -> log.source().equals("tuong-lua"));
  }

  private static ForwardSettings settings(int port, Duration patience) throws Exception {
    return ForwardSettings.of("localhost", port, commune())
        .withDelays(Duration.ofSeconds(5), patience, Duration.ofMillis(20), Duration.ofMillis(100));
  }

  private static ForwardSettings settings(int port) throws Exception {
    return settings(port, Duration.ofSeconds(20));
  }

  private static void take(Lanes lanes, List<RawLog> logs) throws Exception {
    if (lanes.take(logs, Intake.FOREVER) instanceof Receipt.Taken(var durable)) {
      durable.get();
    }
  }

  private static List<RawLog> logs(int from, int to) {
    List<RawLog> logs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      logs.add(TestLogs.raw("motcua", "vt:" + i, "dòng số " + i));
    }
    return logs;
  }

  /** Text that does not get smaller. */
  private static List<RawLog> noise(int count) {
    Random random = new Random(7);
    List<RawLog> logs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] noise = new byte[2_000];
      random.nextBytes(noise);
      logs.add(TestLogs.raw("motcua", "n:" + i, HexFormat.of().formatHex(noise)));
    }
    return logs;
  }

  private static List<String> origins(List<RawLog> logs) {
    return logs.stream().map(RawLog::origin).toList();
  }

  private static void awaitThat(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void aLineThatOnlyLooksAliveIsLeft() throws Exception {
    try (Province there = there();
        ThinLine line = new ThinLine(there.input.port(), 2_048, 0);
        Lanes lanes = lanes()) {
      line.stallOnceAfter(20_000);
      take(lanes, noise(1_000));
      try (ForwardSender sender =
          new ForwardSender(settings(line.port(), Duration.ofSeconds(1)), lanes)) {
        sender.start();
        assertThat(origins(there.await(1_000))).isEqualTo(origins(noise(1_000)));
        assertThat(line.stalled()).isEqualTo(1);
      }
    }
  }

  @Test
  void whoSaysNothingHoldsOneConnection() throws Exception {
    List<HostileForwarder> silent = new ArrayList<>();
    try (Province there = there();
        Lanes lanes = lanes()) {
      for (int i = 0; i < 20; i++) {
        silent.add(new HostileForwarder(there.input.port(), commune()).saying((byte) 'L'));
      }
      awaitThat(() -> there.input.health().connections() == 1);
      try (ForwardSender sender = new ForwardSender(settings(there.input.port()), lanes)) {
        take(lanes, logs(0, 5));
        sender.start();
        assertThat(there.await(5)).hasSize(5);
      }
    } finally {
      for (HostileForwarder one : silent) {
        one.close();
      }
    }
  }

  @Test
  void whatBreaksTheProtocolIsHungUpOnAndLeavesNothing() throws Exception {
    byte[] megabyte = new byte[1 << 20];
    List<Words> words =
        List.of(
            out -> out.writeByte('?'),
            out -> out.write(new byte[] {ForwardProtocol.BATCH, 7}),
            out -> {
              out.writeByte(ForwardProtocol.BATCH);
              out.writeByte(0);
              ForwardBatch.number(out, 100_001);
            },
            out -> {
              out.writeByte(ForwardProtocol.BATCH);
              out.writeByte(0);
              out.write(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1});
            });
    try (Province there = there()) {
      try (HostileForwarder wrong = new HostileForwarder(there.input.port(), commune())) {
        wrong.saying(TestLogs.bytes("GET / HTTP/1.1\r\nHost: tinh\r\n\r\n      "));
        assertThat(wrong.isHungUp()).isTrue();
      }
      for (Words one : words) {
        try (HostileForwarder wrong = HostileForwarder.greeted(there.input.port(), commune())) {
          one.say(wrong.out());
          wrong.out().flush();
          assertThat(wrong.isHungUp()).isTrue();
        }
      }
      try (HostileForwarder garbage = new HostileForwarder(there.input.port(), commune())) {
        var _ = garbage.greet(UUID.randomUUID(), UUID.randomUUID());
        garbage.saying(TestLogs.bytes("this is no stream of Zstandard at all"));
        assertThat(garbage.isHungUp()).isTrue();
      }
      for (long length : new long[] {41L << 20, 1L << 40, Long.MAX_VALUE}) {
        try (HostileForwarder bomb = HostileForwarder.greeted(there.input.port(), commune())) {
          bomb.begin(1, length);
          bomb.out().flush();
          assertThat(bomb.isHungUp()).isTrue();
        }
      }
      try (HostileForwarder bomb = HostileForwarder.greeted(there.input.port(), commune())) {
        bomb.begin(2, 39L << 20);
        for (int i = 0; i < 39; i++) {
          bomb.out().write(megabyte);
        }
        for (long number : new long[] {0, 65, 0, 0, 0, 0, 0, 0, 2L << 20}) {
          ForwardBatch.number(bomb.out(), number);
        }
        bomb.out().flush();
        assertThat(bomb.isHungUp()).isTrue();
      }
      assertThat(there.all()).isEmpty();
      assertThat(there.input.health().problem()).isNotEmpty();
    }
  }

  @Test
  void whatWasSentBeforeIsKeptOnceWhateverItIsCalledNow() throws Exception {
    UUID urgent = UUID.randomUUID();
    UUID ordinary = UUID.randomUUID();
    JournalPosition first = new JournalPosition(1, 100);
    JournalPosition second = new JournalPosition(1, 200);
    try (Province there = there()) {
      try (HostileForwarder back = new HostileForwarder(there.input.port(), commune())) {
        assertThat(back.greet(urgent, ordinary).get(Lane.ORDINARY)).isEqualTo(START);
        back.send(START, first, "motcua", "một");
        assertThat(back.acknowledged()).isEqualTo(first);
        back.send(first, second, "motcua", "hai");
        assertThat(back.acknowledged()).isEqualTo(second);
        back.send(START, first, "motcua", "một khác");
        assertThat(back.acknowledged()).isEqualTo(first);
        assertThat(there.commune().duplicates()).isEqualTo(1);
        back.send(new JournalPosition(5, 64), new JournalPosition(5, 164), "motcua", "ba");
        assertThat(back.acknowledged()).isEqualTo(new JournalPosition(5, 164));
        assertThat(there.commune().gaps()).isEqualTo(1);
      }
      assertThat(origins(there.await(3))).containsExactly("vt:một", "vt:hai", "vt:ba");
    }
    try (Province there = there();
        HostileForwarder again = new HostileForwarder(there.input.port(), commune())) {
      assertThat(again.greet(urgent, ordinary).get(Lane.ORDINARY))
          .isEqualTo(new JournalPosition(5, 164));
    }
  }

  @Test
  void theCertificateOfAnotherCommuneSpeaksForItselfOnly() throws Exception {
    UUID urgent = UUID.randomUUID();
    UUID ordinary = UUID.randomUUID();
    JournalPosition end = new JournalPosition(9, 900);
    try (Province there = there()) {
      try (HostileForwarder other =
          new HostileForwarder(there.input.port(), neighbour.context(province))) {
        var _ = other.greet(urgent, ordinary);
        other.send(START, end, "motcua", "giả");
        assertThat(other.acknowledged()).isEqualTo(end);
      }
      assertThat(there.await(1).getFirst().source()).isEqualTo(Province.NEIGHBOUR);
      assertThat(there.input.forwarders().getLast().foreign()).isEqualTo(1);
      try (HostileForwarder own = new HostileForwarder(there.input.port(), commune())) {
        assertThat(own.greet(urgent, ordinary).get(Lane.ORDINARY)).isEqualTo(START);
      }
    }
  }

  @Test
  void aForgedWayIsReplacedByTheRealOne() throws Exception {
    try (Province there = there();
        HostileForwarder forger = HostileForwarder.greeted(there.input.port(), commune())) {
      String forged = "x\u001f" + Province.NEIGHBOUR + "/" + UUID.randomUUID() + "/9:9";
      forger.send(START, new JournalPosition(1, 100), "motcua", forged);
      assertThat(forger.acknowledged()).isEqualTo(new JournalPosition(1, 100));
      forger.send(
          new JournalPosition(1, 100), new JournalPosition(1, 200), "motcua", "d".repeat(60_000));
      assertThat(forger.acknowledged()).isEqualTo(new JournalPosition(1, 200));
      assertThat(there.await(2)).allMatch(log -> log.hop().startsWith(Province.COMMUNE + "/"));
      assertThat(there.all().getLast().hop()).endsWith("/1:200");
    }
  }

  @Test
  void aSlowDiskIsSaidAndNothingIsDoubled() throws Exception {
    CompletableFuture<Void> disk = new CompletableFuture<>();
    try (Province there =
            new Province(
                folder.resolve("province"),
                0,
                province.context(commune),
                Province.LIMITS,
                journal -> slow(journal, disk));
        Lanes lanes = lanes();
        ForwardSender sender = new ForwardSender(settings(there.input.port()), lanes)) {
      sender.start();
      take(lanes, logs(0, 50));
      awaitThat(() -> sender.stats().problem().contains("slow"));
      assertThat(sender.stats().acknowledged()).isZero();
      assertThat(lanes.backlog(Lane.ORDINARY)).isPositive();
      disk.complete(null);
      awaitThat(() -> sender.stats().acknowledged() == 50);
      awaitThat(() -> sender.stats().problem().isEmpty());
      assertThat(origins(there.await(50))).isEqualTo(origins(logs(0, 50)));
      assertThat(there.commune().duplicates()).isZero();
    }
  }

  /** Takes as the journal does; says that it is durable when {@code disk} is done, too. */
  private static Intake slow(Journal journal, CompletableFuture<Void> disk) {
    return (logs, patience) ->
        switch (journal.take(logs, patience)) {
          case Receipt.Refused refused -> refused;
          case Receipt.Taken(var durable) ->
              new Receipt.Taken(CompletableFuture.allOf(durable, disk));
        };
  }

  @Test
  void aForwarderRestoredFromAnOlderCopyGoesOn() throws Exception {
    try (Lanes lanes = lanes()) {
      take(lanes, logs(0, 3));
    }
    Path copy = folder.resolve("copy");
    copy(folder.resolve("commune"), copy);
    try (Province there = there()) {
      try (Lanes lanes = lanes();
          ForwardSender sender = new ForwardSender(settings(there.input.port()), lanes)) {
        sender.start();
        take(lanes, logs(3, 500));
        assertThat(there.await(500)).hasSize(500);
        awaitThat(() -> sender.stats().acknowledged() == 500);
      }
      Files.move(folder.resolve("commune"), folder.resolve("lost"));
      copy(copy, folder.resolve("commune"));
      try (Lanes lanes = lanes();
          ForwardSender sender = new ForwardSender(settings(there.input.port()), lanes)) {
        sender.start();
        take(lanes, logs(500, 505));
        List<RawLog> got = there.await(508);
        assertThat(origins(got.subList(500, 508)))
            .containsExactly(
                "vt:0", "vt:1", "vt:2", "vt:500", "vt:501", "vt:502", "vt:503", "vt:504");
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void linesThatBreakAgainAndAgainCostNoMemory() throws Exception {
    try (Province there = there();
        Lanes lanes = lanes()) {
      take(lanes, noise(1));
      connect(there.input.port(), lanes, 20);
      long before = residentKilobytes();
      connect(there.input.port(), lanes, 150);
      assertThat(residentKilobytes() - before).isLessThan(150_000);
    }
  }

  /** Opens so many connections, sends on each, and breaks it. */
  private static void connect(int port, Lanes lanes, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      ForwardSender.Counts counts = new ForwardSender.Counts();
      try (ForwardConnection line =
          ForwardConnection.open(settings(port), lanes, counts, _ -> {})) {
        Thread breaking =
            Thread.ofVirtual()
                .start(() -> {
                  while (line.lineBytes() <= HELLO) {
                    Thread.onSpinWait();
                  }
                  line.breakOff();
                });
        try {
          line.run();
        } catch (IOException _) {
          // broken, as it should be
        }
        assertThat(breaking.join(Duration.ofSeconds(20))).isTrue();
      }
    }
    System.gc();
    TimeUnit.MILLISECONDS.sleep(100);
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
