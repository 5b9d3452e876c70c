package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

class FileInputTest {
  @TempDir Path folder;
  private Path logs;
  private Path file;
  private final MemoryIntake intake = new MemoryIntake();

  @BeforeEach
  void makeFolder() throws IOException {
    logs = Files.createDirectory(folder.resolve("logs"));
    file = logs.resolve("app.log");
  }

  private FileInput start(String pattern) {
    return start(pattern, intake);
  }

  private FileInput start(String pattern, Intake intake) {
    FileSettings settings =
        FileSettings.of("files", folder.resolve("state"))
            .withPollInterval(Duration.ofMillis(20))
            .withCloseRemoved(Duration.ofMillis(200));
    FileInput input =
        new FileInput(
            settings,
            LogSource.of("tep", "syslog", "").withPaths(List.of(logs.resolve(pattern).toString())),
            intake,
            Clock.systemUTC());
    input.start();
    return input;
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void lines(Path file, int from, int to) throws IOException {
    StringBuilder text = new StringBuilder();
    IntStream.range(from, to).forEach(i -> text.append("line ").append(i).append('\n'));
    append(file, text.toString());
  }

  private static List<String> expected(int to) {
    return IntStream.range(0, to).mapToObj(i -> "line " + i).toList();
  }

  private void settle() throws InterruptedException {
    Thread.sleep(300);
  }

  @Test
  void readsLinesAsTheyCome() throws Exception {
    lines(file, 0, 3);
    try (FileInput input = start("*.log")) {
      intake.await(3);
      lines(file, 3, 5_000);
      assertThat(intake.await(5_000)).isEqualTo(expected(5_000));
      assertThat(intake.all().stream().map(RawLog::position)).doesNotHaveDuplicates();
      settle();
      assertThat(input.health().received()).isEqualTo(5_000);
      assertThat(input.health().connections()).isEqualTo(1);
    }
  }

  @Test
  void aLastLineWithoutEndWaits() throws Exception {
    append(file, "line 0\nli");
    try (FileInput input = start("app.log")) {
      intake.await(1);
      settle();
      assertThat(intake.texts()).containsExactly("line 0");
      append(file, "ne 1\r\n\n");
      assertThat(intake.await(2)).isEqualTo(expected(2));
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void survivesRotationByRenaming() throws Exception {
    lines(file, 0, 100);
    try (FileInput input = start("app.log")) {
      intake.await(100);
      lines(file, 100, 150);
      Path rotated = logs.resolve("app.log.1");
      Files.move(file, rotated);
      lines(rotated, 150, 160);
      lines(file, 160, 200);
      intake.await(200);
      settle();
      assertThat(intake.texts()).containsExactlyInAnyOrderElementsOf(expected(200));
      settle();
      assertThat(input.health().connections()).isEqualTo(1);
    }
  }

  @Test
  void survivesRotationByRenamingWhenThePatternMatchesBoth() throws Exception {
    try (FileInput input = start("app.log*")) {
      for (int round = 0; round < 5; round++) {
        lines(file, round * 100, round * 100 + 100);
        if (round % 2 == 0) {
          intake.await(round * 100 + 50);
        }
        for (int old = round; old > 0; old--) {
          Files.move(logs.resolve("app.log." + old), logs.resolve("app.log." + (old + 1)));
        }
        Files.move(file, logs.resolve("app.log.1"));
      }
      intake.await(500);
      settle();
      assertThat(intake.texts()).containsExactlyInAnyOrderElementsOf(expected(500));
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void survivesCopyAndTruncate() throws Exception {
    try (FileInput input = start("app.log*")) {
      lines(file, 0, 100);
      intake.await(100);
      lines(file, 100, 120);
      Files.copy(file, logs.resolve("app.log.1"));
      settle();
      Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
      lines(file, 120, 130);
      intake.await(130);
      settle();
      assertThat(intake.texts()).containsExactlyInAnyOrderElementsOf(expected(130));
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void aFileThatIsCutStartsAnewEvenWhenItIsLongerSoon() throws Exception {
    try (FileInput input = start("app.log")) {
      append(file, "old 1\nold 2\n");
      intake.await(2);
      Files.writeString(file, "new 1 is longer than what was\nnew 2\nnew 3\n");
      assertThat(intake.await(5))
          .containsExactly("old 1", "old 2", "new 1 is longer than what was", "new 2", "new 3");
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void aNewFileWithTheSameFirstLineIsReadFromItsBeginning() throws Exception {
    try (FileInput input = start("app.log*")) {
      append(file, "#header\na\n");
      intake.await(2);
      Files.move(file, logs.resolve("app.log.1"));
      append(file, "#header\nb\nc\n");
      assertThat(intake.await(5)).containsExactly("#header", "a", "#header", "b", "c");
      assertThat(intake.all().stream().map(RawLog::position)).doesNotHaveDuplicates();
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void aRestartNeitherLosesNorRepeats() throws Exception {
    lines(file, 0, 50);
    try (FileInput input = start("app.log")) {
      intake.await(50);
      assertThat(input.health().problem()).isEmpty();
    }
    lines(file, 50, 60);
    Files.move(file, logs.resolve("app.log.1"));
    lines(file, 60, 80);
    try (FileInput input = start("app.log")) {
      intake.await(80);
      settle();
      assertThat(intake.texts()).containsExactlyInAnyOrderElementsOf(expected(80));
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void readingAgainAfterACrashGivesTheSamePositions() throws Exception {
    lines(file, 0, 50);
    try (FileInput input = start("app.log")) {
      intake.await(50);
      assertThat(input.health().problem()).isEmpty();
    }
    List<String> positions = new ArrayList<>(intake.all().stream().map(RawLog::position).toList());
    Files.delete(folder.resolve("state/files.positions"));
    lines(file, 50, 3_000);
    try (FileInput input = start("app.log")) {
      intake.await(3_050);
      assertThat(intake.all().subList(50, 100).stream().map(RawLog::position)).isEqualTo(positions);
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void cutsWhatIsTooLongAndFollowsPatternsInFolders() throws Exception {
    Path deep = Files.createDirectories(logs.resolve("site-1/www"));
    append(deep.resolve("access.log"), "x".repeat(1 << 20) + "\nshort\n");
    append(logs.resolve("packed.gz"), "no\n");
    try (FileInput input = start("site-*/www/*.log")) {
      assertThat(intake.await(2).get(1)).isEqualTo("short");
      assertThat(intake.all().getFirst().bytes()).hasSize(64 << 10);
      assertThat(intake.all().getFirst().wireLength()).isEqualTo(1 << 20);
      assertThat(input.health().truncated()).isEqualTo(1);
    }
  }

  @Test
  void holesOfAFileThatWasCutUnderItsWriterAreLeftOut() throws Exception {
    byte[] bytes = new byte[5_000];
    byte[] tail = "after\n".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(tail, 0, bytes, bytes.length - tail.length, tail.length);
    Files.write(file, bytes);
    try (FileInput input = start("app.log")) {
      assertThat(intake.await(1)).containsExactly("after");
      assertThat(input.health().problem()).isEmpty();
    }
  }

  private static void pack(Path file) throws IOException {
    Path packed = Path.of(file + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    Files.delete(file);
  }

  @Test
  void packedHistoryThatThePathsNameIsReadOnce() throws Exception {
    lines(logs.resolve("app.log.2"), 0, 3_000);
    pack(logs.resolve("app.log.2"));
    lines(logs.resolve("app.log.1"), 3_000, 3_010);
    pack(logs.resolve("app.log.1"));
    lines(file, 3_010, 3_020);
    try (FileInput input = start("app.log*")) {
      intake.await(3_020);
      settle();
      assertThat(intake.texts()).containsExactlyInAnyOrderElementsOf(expected(3_020));
      assertThat(input.health().problem()).isEmpty();
    }
    try (FileInput again = start("app.log*")) {
      settle();
      assertThat(again.health().received()).isZero();
    }
    assertThat(folder.resolve("state").toFile().list()).containsExactly("files.positions");
  }

  @Test
  void aFileThatWasPackedWhileNobodyLookedIsReadOnWhereItWasLeft() throws Exception {
    lines(file, 0, 100);
    try (FileInput _ = start("app.log")) {
      intake.await(100);
      settle();
    }
    lines(file, 100, 150);
    Path rotated = logs.resolve("app.log.1");
    Files.move(file, rotated);
    pack(rotated);
    lines(file, 150, 160);
    try (FileInput _ = start("app.log")) {
      intake.await(160);
      settle();
      assertThat(intake.texts()).containsExactlyInAnyOrderElementsOf(expected(160));
    }
  }

  @Test
  void aFileThatIsPackedWhileItIsReadIsNotReadTwice() throws Exception {
    lines(file, 0, 100);
    try (FileInput _ = start("app.log*")) {
      intake.await(100);
      Path rotated = logs.resolve("app.log.1");
      Files.move(file, rotated);
      lines(rotated, 100, 120);
      lines(file, 120, 130);
      intake.await(130);
      pack(rotated);
      Thread.sleep(600);
      assertThat(intake.texts()).containsExactlyInAnyOrderElementsOf(expected(130));
    }
  }

  @Test
  void filesThatOnlyBeginAlikeAreNotTakenForEachOther() throws Exception {
    String header = "# Software: hoso";
    append(logs.resolve("app.log.1"), header + "\nold 1\n");
    pack(logs.resolve("app.log.1"));
    append(file, header + "\nnew 1\n");
    try (FileInput _ = start("app.log")) {
      intake.await(2);
      settle();
    }
    Path rotated = logs.resolve("app.log.0");
    append(file, "new 2\n");
    Files.move(file, rotated);
    pack(rotated);
    append(file, header + "\nnew 3\n");
    try (FileInput _ = start("app.log")) {
      intake.await(5);
      settle();
      assertThat(intake.texts())
          .as("what is left of the file, and nothing of history that is not named")
          .containsExactlyInAnyOrder(header, "new 1", "new 2", header, "new 3");
    }
    try (FileInput _ = start("app.log*")) {
      intake.await(7);
      settle();
      assertThat(intake.texts()).contains("old 1").hasSize(7);
    }
  }

  @Test
  void linesOfAPackedFileThatTheJournalRefusedAreReadAtTheNextStart() throws Exception {
    lines(logs.resolve("app.log.1"), 0, 10);
    pack(logs.resolve("app.log.1"));
    Path unpacked = folder.resolve("state").resolve("files.unpacked");
    AtomicReference<Set<PosixFilePermission>> whileRead = new AtomicReference<>(Set.of());
    Intake closing =
        (logs, patience) -> {
          whileRead.set(permissions(unpacked));
          return new Receipt.Refused(Receipt.Reason.CLOSED);
        };
    try (FileInput input = start("app.log*", closing)) {
      while (input.health().problem().isEmpty()) {
        Thread.sleep(10);
      }
    }
    assertThat(whileRead.get())
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThat(unpacked).doesNotExist();
    try (FileInput _ = start("app.log*")) {
      assertThat(intake.await(10)).isEqualTo(expected(10));
    }
  }

  private static Set<PosixFilePermission> permissions(Path path) {
    try {
      return Files.getPosixFilePermissions(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDamagedPackedFileIsReportedAndTheOthersAreRead() throws Exception {
    Files.write(logs.resolve("app.log.3.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3});
    lines(file, 0, 10);
    try (FileInput input = start("app.log*")) {
      intake.await(10);
      settle();
      assertThat(input.health().problem()).contains("app.log.3.gz cannot be unpacked");
      assertThat(intake.texts()).isEqualTo(expected(10));
    }
  }

  @Test
  void linesBringTheHeadOfTheirFileAlongAlsoAfterARestart() throws Exception {
    append(file, "\ufeff#Software: IIS\n#Version: 1.0\n#Date: 2026-11-20 00:00:01\n");
    append(file, "#Fields: time c-ip\n01:00:00 10.0.0.1\n# of somebody\n");
    try (FileInput _ = start("*.log")) {
      intake.await(2);
    }
    append(file, "01:00:01 10.0.0.2\n#Software: IIS\n#Fields: date c-ip\n2026-11-20 10.0.0.3\n");
    try (FileInput _ = start("*.log")) {
      intake.await(4);
      append(file, "2026-11-20 10.0.0.4\n");
      intake.await(5);
    }

    String head = "#Date: 2026-11-20 00:00:01\n#Fields: time c-ip\n";
    assertThat(intake.texts())
        .containsExactly(
            head + "01:00:00 10.0.0.1",
            head + "# of somebody",
            head + "01:00:01 10.0.0.2",
            "#Fields: date c-ip\n2026-11-20 10.0.0.3",
            "#Fields: date c-ip\n2026-11-20 10.0.0.4");
    assertThat(intake.all()).noneMatch(RawLog::truncated);
  }

  @ParameterizedTest
  @ValueSource(strings = {"first line\nb 1\n", "first line\nb 1\nb 2\nb 3\nb 4\n"})
  void aFileThatIsWrittenAnewBeforeItsLinesAreDurableIsReadFromItsBeginning(String anew)
      throws Exception {
    append(file, "first line\na 1\na 2\na 3\n");
    AtomicBoolean written = new AtomicBoolean();
    Intake slow =
        (taken, patience) -> {
          if (!written.getAndSet(true)) {
            try {
              Files.writeString(file, anew);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          return intake.take(taken, patience);
        };
    int count = 4 + (int) anew.lines().count();
    try (FileInput _ = start("*.log", slow)) {
      intake.await(count);
    }

    assertThat(intake.texts())
        .containsExactlyElementsOf(("first line\na 1\na 2\na 3\n" + anew).lines().toList());
  }

  @Test
  void aFileThatIsWrittenAnewHasAHeadOfItsOwn() throws Exception {
    append(file, "#separator \\x09\n#path\tconn\n#fields\tts\tuid\n#types\ttime\tstring\n1\ta\n");
    try (FileInput _ = start("*.log")) {
      intake.await(1);
      Files.writeString(file, "#separator \\x09\n#fields\tuid\tts\nb\t2\n");
      intake.await(2);
      Files.writeString(file, "no head\n");
      intake.await(3);
    }

    assertThat(intake.texts())
        .containsExactly(
            "#path\tconn\n#fields\tts\tuid\n1\ta", "#fields\tuid\tts\nb\t2", "no head");
  }
}
