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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.TestLogs;

class JournalRecoveryTest {
  @TempDir Path folder;
  private Path segment;
  private byte[] whole;
  private int rounds;
  private final List<Integer> ends = new ArrayList<>();

  @BeforeEach
  void fourRecords() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, logs(0, 4));
    }
    segment = SegmentFormat.file(folder, 1);
    whole = Files.readAllBytes(segment);
    int end = SegmentFormat.HEADER_BYTES;
    for (RawLog log : logs(0, 4)) {
      end += SegmentFormat.FRAME_BYTES + RawLogCodec.encode(log).length;
      ends.add(end);
    }
    assertThat(end).isEqualTo(whole.length);
  }

  private List<RawLog> reopened() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL)) {
      List<RawLog> read;
      try (JournalReader reader = journal.reader("detect")) {
        read = readAll(reader);
        rounds++;
        if (rounds % 20 == 0) {
          append(journal, logs(100, 101));
          assertThat(readAll(reader)).isEqualTo(logs(100, 101));
        }
      }
      return read;
    }
  }

  private void startAnew(byte[] content) throws Exception {
    for (Path file : SegmentFormat.list(folder).values()) {
      Files.delete(file);
    }
    Files.write(segment, content);
  }

  @Test
  void aTornTailAtEveryByteLosesOnlyWhatWasTorn() throws Exception {
    for (int length = 0; length <= whole.length; length++) {
      startAnew(Arrays.copyOf(whole, length));
      int cut = length;
      int complete = (int) ends.stream().filter(end -> end <= cut).count();

      assertThat(reopened()).as("cut to %d bytes", length).isEqualTo(logs(0, complete));
    }
  }

  @Test
  void aZeroedTailAtEveryByteLosesOnlyWhatWasZeroed() throws Exception {
    for (int from = SegmentFormat.HEADER_BYTES; from < whole.length; from++) {
      byte[] zeroed = Arrays.copyOf(whole, whole.length + 100);
      Arrays.fill(zeroed, from, zeroed.length, (byte) 0);
      startAnew(zeroed);
      int cut = from;
      int complete = (int) ends.stream().filter(end -> end <= cut).count();
      List<RawLog> read = reopened();

      // The last bytes of a record may be zeros by themselves; then nothing was lost.
      assertThat(read.size()).as("zero from %d", from).isBetween(complete, complete + 1);
      assertThat(read).isEqualTo(logs(0, read.size()));
    }
  }

  @Test
  void aFlippedBitCostsOneRecordAndIsReported() throws Exception {
    for (int at = SegmentFormat.HEADER_BYTES; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      startAnew(flipped);
      int position = at;
      int hit = (int) ends.stream().filter(end -> end <= position).count();
      List<RawLog> expected = new ArrayList<>(logs(0, 4));
      expected.remove(hit);

      assertThat(reopened()).as("bit flipped at %d", at).isEqualTo(expected);
    }
  }

  @Test
  void aFlippedBitInTheHeaderCostsNothing() throws Exception {
    for (int at = 0; at < SegmentFormat.HEADER_BYTES; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      startAnew(flipped);

      assertThat(reopened()).isEqualTo(logs(0, 4));
    }
  }

  @Test
  void damageIsCountedAndKeptAside() throws Exception {
    byte[] flipped = whole.clone();
    flipped[ends.get(1) + 20] ^= 1;
    startAnew(flipped);

    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader one = journal.reader("one");
        JournalReader two = journal.reader("two")) {
      assertThat(readAll(one)).hasSize(3);
      assertThat(readAll(two)).hasSize(3);

      assertThat(journal.stats().damages()).isEqualTo(1);
      assertThat(journal.stats().damagedBytes()).isEqualTo(ends.get(2) - ends.get(1));
      try (var kept = Files.list(folder.resolve("quarantine"))) {
        assertThat(kept).hasSize(1);
      }
    }
  }

  @Test
  void aSegmentWithoutReadableHeaderIsSkipped() throws Exception {
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(journal, logs(4, 300));
    }
    byte[] second = Files.readAllBytes(SegmentFormat.file(folder, 2));
    Arrays.fill(second, 0, SegmentFormat.HEADER_BYTES, (byte) 7);
    Files.write(SegmentFormat.file(folder, 2), second);

    try (Journal journal = Journal.open(folder, SMALL);
        JournalReader reader = journal.reader("detect")) {
      List<RawLog> read = readAll(reader);
      assertThat(read).startsWith(logs(0, 4).toArray(new RawLog[0]));
      assertThat(read).endsWith(logs(299, 300).toArray(new RawLog[0]));
      assertThat(journal.stats().damages()).isEqualTo(1);
    }
  }

  @Test
  void bytesOfASenderAreNeverTakenForARecord() throws Exception {
    byte[] forged = Arrays.copyOfRange(whole, ends.get(0), ends.get(1));
    startAnew(new byte[0]);
    Files.delete(segment);
    try (Journal journal = Journal.open(folder, SMALL)) {
      append(
          journal,
          List.of(
              JournalTest.log(0),
              new RawLog("evil", TestLogs.NOW, "", "p", forged),
              JournalTest.log(2)));
    }
    byte[] content = Files.readAllBytes(segment);
    content[ends.get(0)] ^= 1;
    Files.write(segment, content);

    assertThat(reopened()).containsExactly(JournalTest.log(0), JournalTest.log(2));
  }

  @Test
  void theCommandChecksAndDumps() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    JournalCommand command =
        new JournalCommand(new PrintStream(out, true), new PrintStream(err, true));

    assertThat(command.run(List.of("check", folder.toString()))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("4 records")
        .contains("nothing damaged");
    out.reset();
    assertThat(command.run(List.of("dump", folder.toString()))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("{\"at\":\"1:") && line.contains("dòng số"));

    byte[] flipped = whole.clone();
    flipped[ends.get(1) + 20] ^= 1;
    Files.write(segment, flipped);
    out.reset();
    assertThat(command.run(List.of("check", folder.toString()))).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 damaged places");
    assertThat(command.run(List.of("dump", folder.toString()))).isEqualTo(1);
    assertThat(command.run(List.of("check"))).isEqualTo(2);
    assertThat(command.run(List.of("check", "/nowhere"))).isEqualTo(2);
  }
}
