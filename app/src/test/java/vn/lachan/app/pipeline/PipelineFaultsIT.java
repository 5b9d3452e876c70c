package vn.lachan.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.journal.JournalStats;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;

/** What goes wrong behind the inputs costs time, never a line. */
class PipelineFaultsIT {
  private static final Instant START = Instant.parse("2026-11-22T23:30:00Z");
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  /** Lines of an hour at ten a second. */
  private static final int HOUR = 36_000;

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Clock clock = InstantSource.system().withZone(ZONE);

  private Clock settable() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZONE;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.get();
      }
    };
  }

  private LuceneEventStore lucene(Path at) {
    return LuceneEventStore.open(at, LuceneSettings.DEFAULT);
  }

  private static void send(int port, String name, int from, int to, Instant at) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream()) {
      StringBuilder text = new StringBuilder();
      for (int number = from; number < to; number++) {
        text.append(SmallPlatform.line(name + "-" + number, at.plusMillis(number * 100L)));
        text.append('\n');
        if (text.length() > 100_000 || number + 1 == to) {
          out.write(text.toString().getBytes(StandardCharsets.UTF_8));
          text.setLength(0);
        }
      }
    }
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      Thread.sleep(10);
    }
  }

  private static void hasEachOnce(Map<String, Integer> marks, String name, int count) {
    assertThat(marks.values()).containsOnly(1);
    for (int number = 0; number < count; number++) {
      assertThat(marks).containsKey(name + "-" + number);
    }
  }

  @Test
  void anHourWithoutTheStoreWaitsInTheJournalAndIsStoredOnce() throws Exception {
    LuceneEventStore lucene = lucene(folder.resolve("events"));
    UnavailableStore store = new UnavailableStore(lucene);
    try (SmallPlatform platform =
        new SmallPlatform(folder, store, SmallPlatform.wholeDisk(), settable(), 0, 0)) {
      send(platform.tcpPort(), "gio", 0, 100, START);
      platform.awaitCheckpoint(100);
      store.available(false);
      for (int minute = 0; minute < 60; minute++) {
        int from = 100 + minute * (HOUR / 60);
        now.set(START.plusSeconds(60L * minute));
        send(platform.tcpPort(), "gio", from, from + HOUR / 60, START);
      }
      await("the store to be missed", () -> platform.stats().problem().isPresent());
      assertThat(platform.stats().problem().orElseThrow()).contains("event store");
      assertThat(platform.journal().state()).isEqualTo(JournalStats.State.OPEN);
      assertThat(platform.journal().bytes()).isGreaterThan(100L * HOUR);

      store.available(true);
      platform.awaitCheckpoint(HOUR + 100);
      assertThat(store.refused()).isPositive();
      hasEachOnce(SmallPlatform.marks(lucene), "gio", HOUR + 100);
      assertThat(platform.stats().problem()).isEmpty();
    }
  }

  @Test
  void whatCouldNotBeFlushedIsDoneAgainThoughNothingElseComes() throws Exception {
    LuceneEventStore lucene = lucene(folder.resolve("events"));
    UnavailableStore store = new UnavailableStore(lucene);
    store.flushes(false);
    try (SmallPlatform platform =
        new SmallPlatform(folder, store, SmallPlatform.wholeDisk(), clock, 0, 0)) {
      send(platform.tcpPort(), "cuoi", 0, 1, Instant.now());
      await("a flush that failed", () -> store.refused() > 0);
      store.flushes(true);

      platform.awaitCheckpoint(1);
      hasEachOnce(SmallPlatform.marks(lucene), "cuoi", 1);
    }
  }

  @Test
  void aClockThatGoesBackAnHourLosesNothingAndRepeatsNothing() throws Exception {
    now.set(Instant.parse("2026-11-23T00:10:00Z"));
    LuceneEventStore lucene = lucene(folder.resolve("events"));
    try (SmallPlatform platform =
        new SmallPlatform(folder, lucene, SmallPlatform.wholeDisk(), settable(), 0, 0)) {
      RelpLoad relp = new RelpLoad(platform.relpPort(), "relp", 2_000);
      send(platform.tcpPort(), "gio", 0, 1_000, now.get());
      await("the first half", () -> platform.journal().records() >= 1_000);
      now.set(now.get().minus(Duration.ofHours(1))); // into the day before
      send(platform.tcpPort(), "gio", 1_000, 2_000, now.get());
      await("what came since", () -> platform.stats().stored() > 2_000);
      int acknowledged = relp.end().size();
      platform.awaitCheckpoint(2_000L + acknowledged);

      Map<String, Integer> marks = SmallPlatform.marks(lucene);
      hasEachOnce(marks, "gio", 2_000);
      hasEachOnce(marks, "relp", acknowledged);
      assertThat(lucene.partitions()).hasSize(2);
    }
    LuceneEventStore store = lucene(folder.resolve("events"));
    try (SmallPlatform again =
        new SmallPlatform(folder, store, SmallPlatform.wholeDisk(), clock, 0, 0)) {
      send(again.tcpPort(), "sau", 0, 100, Instant.now());
      again.awaitCheckpoint(100);
      assertThat(SmallPlatform.marks(store)).containsEntry("sau-99", 1);
    }
  }

  @Test
  void aRealFullDiskBelowTheIndexIsWaitedOutAndNothingIsLost() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk.toString()),
        "skipped: only root can mount a small disk");
    try {
      Path filler = Files.write(disk.resolve("filler"), new byte[38 << 20]);
      LuceneEventStore lucene = lucene(disk.resolve("events"));
      try (SmallPlatform platform =
          new SmallPlatform(folder, lucene, SmallPlatform.wholeDisk(), clock, 0, 0)) {
        send(platform.tcpPort(), "day", 0, 20_000, Instant.now());
        await("the disk to be full", () -> spaceOf(disk) < 300_000 || failing(platform));
        await("the failure to be seen", () -> failing(platform));
        send(platform.tcpPort(), "day", 20_000, 22_000, Instant.now());

        Files.delete(filler);
        platform.awaitCheckpoint(22_000);
        hasEachOnce(SmallPlatform.marks(lucene), "day", 22_000);
      }
    } finally {
      assertThat(run("umount", "-l", disk.toString())).isTrue();
    }
  }

  /** Either the store says so, or it took the lines and could not flush them. */
  private static boolean failing(SmallPlatform platform) {
    return platform.stats().problem().isPresent() || platform.stats().stored() > 20_000;
  }

  private static long spaceOf(Path disk) {
    return disk.toFile().getUsableSpace();
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
