package vn.lachan.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.TestLogs;

class JournalTest {
  static final JournalSettings SMALL =
      JournalSettings.DEFAULT
          .withSegmentBytes(4_096)
          .withMaxBytes(1L << 30)
          .withMinFreeBytes(0)
          .withRetryInterval(Duration.ofMillis(20));
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path folder;

  static RawLog log(int number) {
    return TestLogs.raw("nguon", "p:" + number, "dòng số " + number);
  }

  static List<RawLog> logs(int from, int to) {
    List<RawLog> logs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      logs.add(log(i));
    }
    return logs;
  }

  static void append(Journal journal, List<RawLog> logs) throws Exception {
    Receipt receipt = journal.take(logs, Intake.FOREVER);
    assertThat(receipt).isInstanceOf(Receipt.Taken.class);
    ((Receipt.Taken) receipt).durable().get(20, TimeUnit.SECONDS);
  }

  static List<RawLog> readAll(JournalReader reader) throws InterruptedException {
    List<RawLog> all = new ArrayList<>();
    JournalBatch batch = reader.read(100, Duration.ZERO);
    while (!batch.isEmpty()) {
      all.addAll(batch.logs());
      batch = reader.read(100, Duration.ZERO);
    }
    return all;
  }

  @Test
  void keepsTheOrderOfArrival() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, logs(0, 3));
      append(journal, logs(3, 500));

      assertThat(readAll(journal.reader("detect"))).isEqualTo(logs(0, 500));
      assertThat(journal.stats().segments()).isGreaterThan(5);
      assertThat(journal.stats().records()).isEqualTo(500);
    }
  }

  @Test
  void aReaderSeesAgainWhatItDidNotCommit() throws Exception {
    JournalPosition position;
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, logs(0, 100));
      JournalReader reader = journal.reader("detect");
      JournalBatch batch = reader.read(40, SECOND);
      assertThat(batch.logs()).isEqualTo(logs(0, 40));
      position = batch.next();
      reader.commit(position);
      assertThat(reader.read(40, SECOND).logs()).isEqualTo(logs(40, 80));
    }
    try (Journal journal = Journal.open(folder, SMALL)) {
      JournalReader reader = journal.reader("detect");
      assertThat(reader.committed()).isEqualTo(position);
      append(journal, logs(100, 110));
      assertThat(readAll(reader)).isEqualTo(logs(40, 110));
    }
  }

  @Test
  void deletesSegmentsOnlyAfterEveryReaderPassedThem() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader fast = journal.reader("fast");
        JournalReader slow = journal.reader("slow")) {
      append(journal, logs(0, 1_000));
      int segments = journal.stats().segments();

      readAll(fast);
      fast.commit(fast.read(1, Duration.ZERO).next());
      assertThat(journal.stats().segments()).isEqualTo(segments);

      assertThat(readAll(slow)).hasSize(1_000);
      slow.commit(slow.read(1, Duration.ZERO).next());
      assertThat(journal.stats().segments()).isEqualTo(1);
      assertThat(journal.stats().readers()).allMatch(reader -> reader.lagBytes() == 0);

      append(journal, logs(1_000, 1_001));
      assertThat(readAll(fast)).isEqualTo(logs(1_000, 1_001));
    }
  }

  @Test
  void aReaderThatIsGoneForGoodKeepsNothing() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader reader = journal.reader("here")) {
      journal.reader("gone").close();
      append(journal, logs(0, 1_000));
      readAll(reader);
      reader.commit(reader.read(1, Duration.ZERO).next());
      assertThat(journal.stats().segments()).isGreaterThan(1);

      journal.removeReader("gone");

      assertThat(journal.stats().segments()).isEqualTo(1);
    }
  }

  @Test
  void aReaderWaitsForWhatComes() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader reader = journal.reader("detect")) {
      CompletableFuture<List<RawLog>> waiting = new CompletableFuture<>();
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  waiting.complete(reader.read(10, Duration.ofSeconds(20)).logs());
                } catch (InterruptedException e) {
                  waiting.completeExceptionally(e);
                }
              });
      append(journal, logs(0, 1));

      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(logs(0, 1));
      thread.join();
    }
  }

  @Test
  void makesTheSenderWaitWhenItIsFullAndGoesOnByItself() throws Exception {
    JournalSettings tiny = SMALL.withMaxBytes(4 * 4_096).withPendingBytes(4_096);
    try (Journal journal = Journal.open(folder, tiny);
        JournalReader reader = journal.reader("detect")) {
      int taken = 0;
      Receipt receipt = journal.take(logs(taken, taken + 10), Duration.ofMillis(200));
      while (receipt instanceof Receipt.Taken) {
        taken += 10;
        receipt = journal.take(logs(taken, taken + 10), Duration.ofMillis(200));
      }
      assertThat(receipt).isEqualTo(new Receipt.Refused(Receipt.Reason.FULL));
      assertThat(journal.stats().state()).isEqualTo(JournalStats.State.FULL);
      assertThat(journal.stats().bytes()).isLessThanOrEqualTo(tiny.maxBytes());
      assertThat(journal.stats().refused()).isEqualTo(10);

      List<RawLog> read = new ArrayList<>();
      while (read.size() < taken) {
        JournalBatch batch = reader.read(50, Duration.ofSeconds(5));
        read.addAll(batch.logs());
        reader.commit(batch.next());
      }
      append(journal, logs(taken, taken + 10));

      assertThat(read).isEqualTo(logs(0, taken));
      assertThat(journal.stats().state()).isEqualTo(JournalStats.State.OPEN);
      assertThat(readAll(reader)).isEqualTo(logs(taken, taken + 10));
    }
  }

  @Test
  void canBeOpenedAgainAfterItCouldNotBe() throws Exception {
    Path inTheWay = Files.writeString(folder.resolve("readers"), "a file");
    assertThatExceptionOfType(JournalException.class).isThrownBy(() -> Journal.open(folder, SMALL));
    Files.delete(inTheWay);
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, List.of(log(1)));
    }
  }

  @Test
  void openingDoesNotReadTheBacklog() throws Exception {
    JournalSettings settings = SMALL.withSegmentBytes(1 << 20);
    byte[] bytes = new byte[60_000];
    try (Journal journal = Journal.open(folder, settings)) {
      for (int i = 0; i < 1_000; i++) {
        Receipt receipt =
            journal.take(
                List.of(new RawLog("s", TestLogs.NOW, "", "p:" + i, bytes)), Intake.FOREVER);
        if (i == 999) {
          ((Receipt.Taken) receipt).durable().get(60, TimeUnit.SECONDS);
        }
      }
    }
    long start = System.nanoTime();
    try (Journal journal = Journal.open(folder, settings);
        JournalReader reader = journal.reader("detect")) {
      assertThat(reader.read(1, SECOND).logs()).hasSize(1);
      assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
      assertThat(journal.stats().bytes()).isGreaterThan(50_000_000L);
    }
  }

  @Test
  void oneProcessAtATime() {
    try (Journal journal = Journal.open(folder, SMALL)) {
      assertThat(journal.stats().state()).isEqualTo(JournalStats.State.OPEN);
      assertThatExceptionOfType(JournalException.class)
          .isThrownBy(() -> Journal.open(folder, SMALL))
          .withMessageContaining("in use");
    }
    Journal.open(folder, SMALL).close();
  }

  @Test
  void aNameOfAReaderIsUsedOnce() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL)) {
      JournalReader reader = journal.reader("detect");
      assertThatThrownBy(() -> journal.reader("detect")).isInstanceOf(JournalException.class);
      assertThatThrownBy(() -> journal.reader("../x")).isInstanceOf(JournalException.class);
      reader.close();
      journal.reader("detect").close();
    }
  }

  @Test
  void aBrokenPositionMeansTheOldestLog() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      reader.commit(reader.read(5, SECOND).next());
    }
    Files.writeString(folder.resolve("readers/detect.position"), "garbage");
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader reader = journal.reader("detect")) {
      assertThat(readAll(reader)).isEqualTo(logs(0, 10));
    }
  }

  @Test
  void takesNothingAfterItWasClosed() throws Exception {
    Journal journal = Journal.open(folder, SMALL);
    journal.close();

    assertThat(journal.take(logs(0, 1), Intake.FOREVER))
        .isEqualTo(new Receipt.Refused(Receipt.Reason.CLOSED));
  }

  @Test
  void writesWhatWasTakenBeforeItCloses() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL)) {
      for (int i = 0; i < 50; i++) {
        assertThat(journal.take(logs(i, i + 1), Intake.FOREVER)).isInstanceOf(Receipt.Taken.class);
      }
    }
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader reader = journal.reader("detect")) {
      assertThat(readAll(reader)).isEqualTo(logs(0, 50));
    }
  }

  @Test
  void manySendersShareOneSync() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL.withSegmentBytes(1 << 20))) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        all.add(((Receipt.Taken) journal.take(logs(i, i + 1), Intake.FOREVER)).durable());
      }
      CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).get(30, TimeUnit.SECONDS);
      assertThat(journal.stats().syncs()).isLessThan(1_000);
    }
  }

  @Test
  void keepsEveryPartOfARawLog() throws Exception {
    RawLog whole = new RawLog("nguồn", TestLogs.NOW.plusNanos(7), "[::1]:5", "", new byte[0], 99);
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader reader = journal.reader("r")) {
      append(journal, List.of(whole, new RawLog("b", TestLogs.NOW, "", "x", new byte[100_000])));

      List<RawLog> read = readAll(reader);
      assertThat(read.getFirst()).isEqualTo(whole);
      assertThat(read.getFirst().truncated()).isTrue();
      assertThat(read.get(1).bytes()).hasSize(100_000);
    }
  }
}
