package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.RawLog;

/** Records of several lines in files that grow, turn, are cut and packed. */
class MultilineTest {

  private static final String BEGINS = "^--[0-9a-f]+-A--";
  private static final String ENDS = "^--[0-9a-f]+-Z--";
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(150);

  @TempDir Path folder;
  private Path logs;
  private Path file;
  private final MemoryIntake intake = new MemoryIntake();

  @BeforeEach
  void makeFolder() throws IOException {
    logs = Files.createDirectory(folder.resolve("logs"));
    file = logs.resolve("audit.log");
  }

  private FileInput start(String pattern, Multiline how) {
    FileSettings settings =
        FileSettings.of("files", folder.resolve("state"))
            .withPollInterval(Duration.ofMillis(20))
            .withCloseRemoved(Duration.ofSeconds(3))
            .withMultiline(how);
    FileInput input =
        new FileInput(
            settings,
            LogSource.of("waf", "modsecurity.audit", "")
                .withPaths(List.of(logs.resolve(pattern).toString())),
            intake,
            Clock.systemUTC());
    input.start();
    return input;
  }

  private static Multiline sections(Duration patience) {
    return Multiline.of(BEGINS, ENDS, 100, 4_096, patience);
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static void cut(Path file) throws IOException {
    Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
        .close();
  }

  private static String record(int number) {
    return "--%x-A--%nGET /%d%n%n--%x-Z--".formatted(number, number, number);
  }

  private static void settle() throws InterruptedException {
    Thread.sleep(300);
  }

  @Test
  void makesRecordsOfWhatStandsBetweenFirstAndLastLine() throws Exception {
    append(file, record(1) + "\n\n" + record(2) + "\n\n--3-A--\n");
    try (FileInput input = start("audit.log", sections(LONG))) {
      assertThat(intake.await(2)).containsExactly(record(1), record(2));
      settle();
      append(file, "GET /3\n\n--3-");
      settle();
      assertThat(intake.texts()).hasSize(2);
      append(file, "Z--\n");
      assertThat(intake.await(3).get(2)).isEqualTo(record(3));
      assertThat(input.health().incomplete()).isZero();
      assertThat(input.health().truncated()).isZero();
    }
  }

  @Test
  void aRecordEndsWhereTheNextBegins() throws Exception {
    append(file, "at once\n2026 one\r\n  at a\r\n\r\n  at b\r\n2026 two\n");
    try (FileInput input = start("audit.log", Multiline.of("^2026", "", 100, 4_096, SHORT))) {
      assertThat(intake.await(3))
          .containsExactly("at once", "2026 one\n  at a\n\n  at b", "2026 two");
      assertThat(input.health().incomplete()).isZero();
    }
  }

  @Test
  void aCrashBetweenTwoPartsNeitherLosesNorRepeats() throws Exception {
    append(file, record(1) + "\n--2-A--\nGET /2\n");
    try (FileInput _ = start("audit.log", sections(LONG))) {
      intake.await(1);
      settle();
    }
    append(file, "\n--2-Z--\n" + record(3) + "\n");
    try (FileInput _ = start("audit.log", sections(LONG))) {
      assertThat(intake.await(3)).containsExactly(record(1), record(2), record(3));
      settle();
      assertThat(intake.texts()).hasSize(3);
    }
  }

  @Test
  void goesOnInTheFileThatWasRenamedInTheMiddleOfARecord() throws Exception {
    append(file, record(1) + "\n--2-A--\nGET /2\n");
    try (FileInput input = start("audit.log", sections(LONG))) {
      intake.await(1);
      Path old = logs.resolve("audit.log.1");
      Files.move(file, old);
      append(file, record(3) + "\n");
      append(old, "\n--2-Z--\n");
      intake.await(3);
      settle();
      assertThat(intake.texts()).containsExactlyInAnyOrder(record(1), record(2), record(3));
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void aRecordThatWaitsIsTakenWhenItsFileIsCut() throws Exception {
    append(file, record(1) + "\n--2-A--\nGET /2\n");
    try (FileInput input = start("audit.log", sections(LONG))) {
      intake.await(1);
      settle();
      cut(file);
      append(file, record(3) + "\n");
      intake.await(3);
      assertThat(intake.texts()).containsExactly(record(1), "--2-A--\nGET /2", record(3));
      settle();
      assertThat(input.health().incomplete()).isEqualTo(1);
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void aCopyThatIsReadHasTheRecordThatWaited() throws Exception {
    append(file, record(1) + "\n--2-A--\nGET /2\n");
    try (FileInput input = start("audit.log*", sections(LONG))) {
      intake.await(1);
      settle();
      append(file, "\n--2-Z--\n--3-A--\n");
      settle();
      Files.copy(file, logs.resolve("audit.log.1"));
      append(logs.resolve("audit.log.1"), "GET /3\n\n--3-Z--\n");
      settle();
      cut(file);
      append(file, record(4) + "\n");
      intake.await(4);
      settle();
      assertThat(intake.texts())
          .containsExactlyInAnyOrder(record(1), record(2), record(3), record(4));
      assertThat(input.health().problem()).isEmpty();
    }
  }

  @Test
  void packedHistoryEndsItsLastRecord() throws Exception {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(logs.resolve("audit.log.1.gz")))) {
      out.write((record(1) + "\n--2-A--\nGET /2\n").getBytes(StandardCharsets.UTF_8));
    }
    try (FileInput input = start("audit.log*", sections(LONG))) {
      assertThat(intake.await(2)).containsExactly(record(1), "--2-A--\nGET /2");
      settle();
      assertThat(input.health().incomplete()).isEqualTo(1);
    }
  }

  @Test
  void doesNotWaitForEverAndKeepsWhatComesAfter() throws Exception {
    append(file, "--1-A--\nGET /1\nhal");
    try (FileInput input = start("audit.log", sections(SHORT))) {
      assertThat(intake.await(1)).containsExactly("--1-A--\nGET /1");
      append(file, "f a line\n--1-Z--\n");
      assertThat(intake.await(2).get(1)).isEqualTo("half a line\n--1-Z--");
      settle();
      assertThat(input.health().incomplete()).isEqualTo(1);
    }
  }

  @Test
  void boundsLinesAndBytes() throws Exception {
    append(
        file,
        "--1-A--\n" + "x\n".repeat(250) + "--1-Z--\n--2-A--\n" + "y".repeat(9_000) + "\n--2-Z--\n");
    try (FileInput input = start("audit.log", sections(LONG))) {
      intake.await(4);
      List<RawLog> all = intake.all();
      assertThat(String.join("\n", intake.texts().subList(0, 3)))
          .isEqualTo("--1-A--\n" + "x\n".repeat(250) + "--1-Z--");
      assertThat(all.get(3).bytes()).hasSize(4_096);
      assertThat(all.get(3).wireLength()).isEqualTo(7 + 1 + 9_000 + 1 + 7);
      settle();
      assertThat(input.health().incomplete()).isEqualTo(2);
      assertThat(input.health().truncated()).isEqualTo(1);
    }
  }

  @Test
  void saysWhatIsWrongWithAnExpression() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Multiline.of("[", "", 1, 1, SHORT))
        .withMessageStartingWith("multiline.begins: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Multiline.of("", "", 1, 1, SHORT))
        .withMessageContaining("neither what begins a record nor what ends it");
  }
}
