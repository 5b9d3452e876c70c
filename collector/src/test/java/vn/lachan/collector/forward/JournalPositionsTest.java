package vn.lachan.collector.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.journal.ForwardPositions;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalBatch;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.collector.journal.JournalReader;

class JournalPositionsTest {
  private static final ForwardPositions.Key KEY =
      new ForwardPositions.Key("xa", UUID.fromString("00000000-0000-0000-0000-000000000007"));

  @TempDir Path folder;

  private Journal journal() {
    return Journal.open(folder.resolve("journal"), Province.LIMITS.withSegmentBytes(4_096));
  }

  private static void take(Journal journal, int from, int to) throws Exception {
    List<RawLog> logs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      logs.add(
          TestLogs.raw("motcua", "", "dòng " + i).over(KEY.hop(new JournalPosition(1, 64 + i))));
    }
    if (journal.take(logs, Intake.FOREVER) instanceof Receipt.Taken(var durable)) {
      durable.get();
    }
  }

  @Test
  void areFoundInTheRecordsWhenTheFileIsBehind() throws Exception {
    try (Journal journal = journal()) {
      ForwardPositions positions = JournalPositions.open(journal, folder);
      take(journal, 0, 500);
      assertThat(positions.of(KEY)).isEqualTo(new JournalPosition(0, 0));
      // a crash: nothing is written
    }
    try (Journal journal = journal();
        ForwardPositions positions = JournalPositions.open(journal, folder)) {
      assertThat(positions.of(KEY)).isEqualTo(new JournalPosition(1, 563));
    }
  }

  @Test
  void recordsOfTheLastCheckpointAreKeptUntilTheFileHasThem() throws Exception {
    try (Journal journal = journal();
        ForwardPositions positions = JournalPositions.open(journal, folder)) {
      ForwardPositions.Flight flight = positions.begin();
      take(journal, 0, 500);
      readAndForget(journal);
      positions.checkpoint();
      assertThat(journal.stats().segments()).isGreaterThan(5);

      flight.landed(KEY, new JournalPosition(1, 563));
      positions.checkpoint();
      assertThat(journal.stats().segments()).isEqualTo(1);
      assertThat(Files.readString(folder.resolve("forwarders.position"))).contains("1:563");
    }
    try (Journal journal = journal();
        ForwardPositions positions = JournalPositions.open(journal, folder)) {
      assertThat(positions.of(KEY)).isEqualTo(new JournalPosition(1, 563));
    }
  }

  @Test
  void retiringKeepsThePositionsAndFreesTheJournal() throws Exception {
    try (Journal journal = journal()) {
      journal.reader("detect").close();
      JournalPositions.open(journal, folder).close();
      take(journal, 0, 500);
      JournalPositions.retire(journal, folder);
      readAndForget(journal);
      assertThat(journal.stats().segments()).isEqualTo(1);
      try (ForwardPositions positions = JournalPositions.open(journal, folder)) {
        assertThat(positions.of(KEY)).isEqualTo(new JournalPosition(1, 563));
      }
    }
  }

  @Test
  void aForwarderWithEverNewLanesMakesNobodysBeForgotten() throws Exception {
    try (Journal journal = journal()) {
      try (ForwardPositions positions = JournalPositions.open(journal, folder)) {
        positions.begin().landed(KEY, new JournalPosition(3, 64));
        for (int i = 0; i < 12_000; i++) {
          ForwardPositions.Key other = new ForwardPositions.Key("an", new UUID(7, i));
          positions.begin().landed(other, new JournalPosition(1, 64));
        }
        assertThat(positions.of(KEY)).isEqualTo(new JournalPosition(3, 64));
      }
      assertThat(Files.readAllLines(folder.resolve("forwarders.position"))).hasSizeLessThan(20);
      try (ForwardPositions positions = JournalPositions.open(journal, folder)) {
        assertThat(positions.of(KEY)).isEqualTo(new JournalPosition(3, 64));
        assertThat(positions.of(new ForwardPositions.Key("an", new UUID(7, 11_999))))
            .isEqualTo(new JournalPosition(1, 64));
      }
    }
  }

  @Test
  void aPositionThatOnlyLooksLikeAHopKeepsNobodyFromStarting() throws Exception {
    try (Journal journal = journal()) {
      JournalPositions.open(journal, folder).close();
      RawLog log = TestLogs.raw("motcua", "a\u001fxa/" + "-".repeat(36) + "/1:1", "x");
      if (journal.take(List.of(log), Intake.FOREVER) instanceof Receipt.Taken(var durable)) {
        durable.get();
      }
    }
    try (Journal journal = journal();
        ForwardPositions positions = JournalPositions.open(journal, folder)) {
      assertThat(positions.of(KEY)).isEqualTo(new JournalPosition(0, 0));
    }
  }

  private static void readAndForget(Journal journal) throws InterruptedException {
    try (JournalReader reader = journal.reader("detect")) {
      JournalBatch batch = reader.read(1_000, Duration.ZERO);
      assertThat(batch.logs()).hasSize(500);
      reader.commit(batch.next());
    }
  }
}
