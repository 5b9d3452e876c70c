package vn.lachan.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.detection.StatePage;

class CheckpointLogTest {
  @TempDir Path folder;

  private CheckpointLog log(long fileBytes) {
    return new CheckpointLog(folder.resolve("pipeline.checkpoint"), fileBytes);
  }

  private static StatePage page(long number, long neededFrom) {
    return new StatePage(number, neededFrom, new byte[] {(byte) number, 7, 7});
  }

  private static JournalPosition at(long offset) {
    return new JournalPosition(1, offset);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted().toList();
    }
  }

  private static List<Long> numbers(CheckpointLog log) {
    return log.read().orElseThrow().pages().stream().map(StatePage::number).toList();
  }

  @Test
  void hasNothingAtFirst() {
    assertThat(log(100).read()).isEmpty();
  }

  @Test
  void givesThePagesThatTheLastOneNeeds() {
    CheckpointLog log = log(1_000_000);
    log.append(at(10), page(1, 1));
    log.append(at(20), page(2, 1));
    log.append(at(30), page(3, 2));
    log.append(at(40), page(4, 2));

    assertThat(numbers(log(1_000_000))).containsExactly(2L, 3L, 4L);
    assertThat(log(1_000_000).read().orElseThrow().position()).isEqualTo(at(40));
  }

  @Test
  void deletesFilesWhosePagesNobodyNeeds() throws IOException {
    CheckpointLog log = log(60);
    for (int i = 1; i <= 20; i++) {
      log.append(at(i), page(i, Math.max(1, i - 3)));
    }

    assertThat(files()).hasSizeLessThan(6);
    assertThat(numbers(log(60))).containsExactly(17L, 18L, 19L, 20L);
  }

  @Test
  void goesBackToTheLastWholeCheckpointWhereverItIsCutOff() throws IOException {
    CheckpointLog log = log(1_000_000);
    List<Long> ends = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      log.append(at(i), page(i, 1));
      ends.add(Files.size(files().getFirst()));
    }
    byte[] whole = Files.readAllBytes(files().getFirst());
    for (int length = 0; length <= whole.length; length++) {
      Files.write(files().getFirst(), Arrays.copyOf(whole, length));
      int cut = length;
      long pages = ends.stream().filter(end -> end <= cut).count();
      CheckpointLog after = log(1_000_000);

      assertThat(after.read().map(found -> (long) found.pages().size()).orElse(0L))
          .as("cut at %d", cut)
          .isEqualTo(pages);
    }
  }

  @Test
  void writesOverWhatWasCutOffOrDamaged() throws IOException {
    CheckpointLog log = log(1_000_000);
    log.append(at(1), page(1, 1));
    log.append(at(2), page(2, 1));
    Files.write(files().getFirst(), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    CheckpointLog again = log(1_000_000);
    assertThat(numbers(again)).containsExactly(1L, 2L);
    again.append(at(3), page(3, 1));

    assertThat(numbers(log(1_000_000))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void goesOnFromAnEarlierCheckpointAfterALaterOneWasLost() throws IOException {
    CheckpointLog log = log(60);
    log.append(at(1), page(1, 1));
    log.append(at(2), page(2, 1));
    log.append(at(3), page(3, 1));
    Path last = files().getLast();
    byte[] damaged = Files.readAllBytes(last);
    damaged[damaged.length - 9] ^= 1;
    Files.write(last, damaged);
    CheckpointLog again = log(60);
    long left = numbers(again).getLast();
    again.append(at(9), page(left + 1, 1));

    assertThat(numbers(log(60))).endsWith(left + 1);
    assertThat(log(60).read().orElseThrow().position()).isEqualTo(at(9));
  }
}
