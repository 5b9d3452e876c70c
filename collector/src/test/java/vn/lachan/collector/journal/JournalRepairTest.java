package vn.lachan.collector.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.collector.journal.JournalTest.SMALL;
import static vn.lachan.collector.journal.JournalTest.append;
import static vn.lachan.collector.journal.JournalTest.logs;
import static vn.lachan.collector.journal.JournalTest.readAll;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.RawLog;

/** {@code lachan journal repair} as a command, and what {@code check} and readers say after it. */
class JournalRepairTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private JournalPosition committed = new JournalPosition(0, 0);

  @BeforeEach
  void twoSegments() throws Exception {
    JournalSettings settings = SMALL.withSegmentBytes(1 << 20);
    try (Journal journal = Journal.open(folder, settings);
        JournalReader reader = journal.reader("detect")) {
      append(journal, logs(0, 10));
      committed = reader.read(2, Duration.ofSeconds(1)).next();
      reader.commit(committed);
    }
    try (Journal journal = Journal.open(folder, settings)) {
      append(journal, logs(10, 20));
    }
  }

  private int lachan(String word) {
    out.reset();
    err.reset();
    return new JournalCommand(new PrintStream(out, true), new PrintStream(err, true))
        .run(List.of(word, folder.toString()));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void flip(long segment, long at) throws Exception {
    Path file = SegmentFormat.file(folder, segment);
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 1;
    Files.write(file, bytes);
  }

  private List<RawLog> read() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader reader = journal.reader("detect")) {
      List<RawLog> all = readAll(reader);
      assertThat(journal.stats().damages()).as("damages met while reading").isZero();
      return all;
    }
  }

  @Test
  void aWholeJournalIsLeftAlone() throws Exception {
    byte[] before = Files.readAllBytes(SegmentFormat.file(folder, 1));
    assertThat(lachan("repair")).isZero();
    assertThat(printed()).contains("nothing to repair");
    assertThat(Files.readAllBytes(SegmentFormat.file(folder, 1))).isEqualTo(before);
    assertThat(read()).isEqualTo(logs(2, 20));
  }

  @Test
  void damageBecomesAGapThatNobodyTripsOver() throws Exception {
    flip(1, committed.offset() + 30);
    assertThat(lachan("check")).isEqualTo(1);

    assertThat(lachan("repair")).isZero();
    assertThat(printed()).contains("segment 1: bytes " + committed.offset()).contains("1 repairs");
    assertThat(lachan("check")).isZero();
    assertThat(printed()).contains("19 records, nothing damaged");
    try (var kept = Files.list(folder.resolve("quarantine"))) {
      assertThat(kept).hasSize(1);
    }
    assertThat(lachan("repair")).isZero();
    assertThat(printed()).contains("nothing to repair");
    assertThat(read()).as("positions keep their meaning").isEqualTo(logs(3, 20));
  }

  @Test
  void tornEndsAreCutInEverySegment() throws Exception {
    for (long segment : List.of(1L, 2L)) {
      Files.write(
          SegmentFormat.file(folder, segment),
          "LCJR rest of a record".getBytes(StandardCharsets.US_ASCII),
          StandardOpenOption.APPEND);
    }
    assertThat(lachan("check")).isEqualTo(1);
    assertThat(lachan("repair")).isZero();
    assertThat(printed()).contains("segment 1: torn end cut off, 21 bytes", "2 repairs");
    assertThat(lachan("check")).isZero();
    assertThat(read()).isEqualTo(logs(2, 20));
  }

  @Test
  void aHeaderIsMendedFromItsOtherCopy() throws Exception {
    flip(1, 5);
    assertThat(lachan("repair")).isZero();
    assertThat(printed()).contains("segment 1: header written again");
    flip(1, 40);
    assertThat(read()).isEqualTo(logs(2, 20));
  }

  @Test
  void aSegmentWithoutHeaderGoesAsideAndItsNumberIsNotUsedAgain() throws Exception {
    flip(2, 5);
    flip(2, 40);
    assertThat(lachan("repair")).isZero();
    assertThat(folder.resolve("quarantine/00000000000000000002.segment.bad")).exists();
    assertThat(lachan("check")).isZero();
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, logs(20, 21));
      assertThat(journal.end().segment()).isEqualTo(3);
    }
    List<RawLog> expected = new ArrayList<>(logs(2, 10));
    expected.addAll(logs(20, 21));
    assertThat(read()).isEqualTo(expected);
  }

  @Test
  void anUnreadablePositionIsTheOldestRecord() throws Exception {
    Files.writeString(folder.resolve("readers/detect.position"), "nonsense");
    assertThat(lachan("repair")).isZero();
    assertThat(printed()).contains("detect.position: unreadable; set to the oldest record");
    assertThat(lachan("check")).isZero();
    assertThat(printed()).doesNotContain("unreadable");
    assertThat(read()).isEqualTo(logs(0, 20));
  }

  @Test
  void aJournalInUseIsNotRepaired() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL)) {
      assertThat(lachan("repair")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("in use by another process");
      append(journal, logs(20, 21));
    }
    assertThat(lachan("repair")).isZero();
  }
}
