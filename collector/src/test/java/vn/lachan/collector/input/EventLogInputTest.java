package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.InputException;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

class EventLogInputTest {
  @TempDir Path folder;
  private Path logs;
  private Path file;
  private long written;
  private final MemoryIntake intake = new MemoryIntake();

  @BeforeEach
  void makeFolder() throws IOException {
    logs = Files.createDirectory(folder.resolve("logs"));
    file = logs.resolve("Security.evtx");
  }

  /** Each line is a piece: numbers of events, or what is damaged. */
  private static Optional<EventLogFormat.Piece> piece(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    if (line == null) {
      return Optional.empty();
    }
    return Optional.of(
        line.startsWith("!")
            ? new EventLogFormat.Piece(List.of(), List.of(line.substring(1)))
            : new EventLogFormat.Piece(
                List.of(line.split(" ")).stream()
                    .map(word ->
                        new EventLogFormat.Entry(Long.parseLong(word.replaceAll("\\D", "")), word))
                    .toList(),
                List.of()));
  }

  private static EventLogFormat.Pieces open(InputStream in) {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    return () -> piece(lines);
  }

  private EventLogInput start() {
    return start(intake);
  }

  private EventLogInput start(Intake intake) {
    EventLogInput input =
        new EventLogInput(
            EventLogSettings.of("evtx-may", folder.resolve("state"))
                .withPollInterval(Duration.ofMillis(20))
                .withBatchRecords(10)
                .withMaxUnpacked(2 << 20),
            LogSource.of("may", "windows.winlogbeat", "")
                .withPaths(
                    List.of(
                        logs.resolve("*.evtx").toString(), logs.resolve("*.evtx.gz").toString())),
            EventLogInputTest::open,
            intake,
            Clock.systemUTC());
    input.start();
    return input;
  }

  /** Writes pieces of five events; a file has another time whenever it is written. */
  private void write(Path path, int from, int to, String... more) throws IOException {
    String pieces =
        IntStream.rangeClosed(from, to)
            .mapToObj(number -> number + (number % 5 == 0 ? "\n" : " "))
            .collect(Collectors.joining());
    write(path, pieces + String.join("\n", more));
  }

  private void write(Path path, String text) throws IOException {
    Path whole = Files.writeString(folder.resolve("on-its-way"), text);
    Files.setLastModifiedTime(whole, FileTime.fromMillis(1_764_000_000_000L + ++written * 1_000));
    Files.move(whole, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<String> numbers(int from, int to) {
    return LongStream.rangeClosed(from, to).mapToObj(Long::toString).toList();
  }

  private static void awaitThat(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  /** Waits until a file was read that came later, and stands behind the others. */
  private void settle() throws Exception {
    String last = Long.toString(900_000 + written);
    write(logs.resolve("zz-settled.evtx"), last);
    awaitThat(() -> intake.texts().contains(last));
  }

  private List<String> texts() {
    return intake.texts().stream().filter(text -> text.length() < 6).toList();
  }

  @Test
  void aFileMayHaveAnyNameAndTheInputStartsAgain() throws Exception {
    write(logs.resolve("a\nb\\n\tc\r.evtx"), 1, 5);
    try (EventLogInput _ = start()) {
      settle();
    }
    try (EventLogInput _ = start()) {
      settle();
    }

    assertThat(texts()).containsExactlyElementsOf(numbers(1, 5));
  }

  @Test
  void readsAFileOnce() throws Exception {
    write(file, 1, 52);
    try (EventLogInput input = start()) {
      settle();

      assertThat(texts()).isEqualTo(numbers(1, 52));
      assertThat(intake.all().stream().map(RawLog::position)).doesNotHaveDuplicates();
      assertThat(intake.all().getFirst().peer()).isEqualTo(file.toString());
      assertThat(input.health().state()).isEqualTo(InputHealth.State.RUNNING);
      assertThat(input.health().problem()).isEmpty();
    }
    try (EventLogInput _ = start()) {
      settle();
      assertThat(texts()).isEqualTo(numbers(1, 52));
    }
  }

  @Test
  void takesOfAFileThatGrewOnlyWhatIsNew() throws Exception {
    write(file, 1, 20);
    try (EventLogInput _ = start()) {
      settle();
    }
    write(file, 11, 31); // the oldest were overwritten meanwhile
    try (EventLogInput _ = start()) {
      settle();
      assertThat(texts()).isEqualTo(numbers(1, 31));
      write(file, 11, 40);
      settle();
      assertThat(texts()).isEqualTo(numbers(1, 40));
    }
  }

  @Test
  void takesAllOfALogThatBeganAnew() throws Exception {
    write(file, 1, 20);
    try (EventLogInput _ = start()) {
      settle();
      write(file, "x1 x2 x3");
      settle();
      write(file, "y1 y2 y3 y4 y5");
      settle();
      assertThat(texts()).hasSize(28).endsWith("y1", "y2", "y3", "y4", "y5");
    }
  }

  @Test
  void takesAllOfAFullExportThatReplacesAFilteredOne() throws Exception {
    write(file, "5 10 20");
    try (EventLogInput _ = start()) {
      settle();
      write(file, 1, 20);
      settle();
      assertThat(texts().stream().distinct()).hasSize(20);
      assertThat(
              intake.all().stream()
                  .filter(log -> text(log).equals("10"))
                  .map(RawLog::position)
                  .distinct())
          .as("twice the same record is one event")
          .hasSize(1);
    }
  }

  private static String text(RawLog log) {
    return new String(log.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void knowsAFileThatWasRenamed() throws Exception {
    write(file, 1, 20);
    try (EventLogInput _ = start()) {
      settle();
      Files.move(file, logs.resolve("Archive.evtx"));
      write(file, 21, 30);
      settle();
      assertThat(texts()).isEqualTo(numbers(1, 30));
    }
  }

  @Test
  void goesOnWhereItWasKilled() throws Exception {
    write(file, 1, 100);
    Intake breaking =
        (taken, patience) -> {
          if (intake.all().size() >= 40) {
            return new Receipt.Refused(Receipt.Reason.CLOSED);
          }
          return intake.take(taken, patience);
        };
    try (EventLogInput input = start(breaking)) {
      awaitThat(() -> input.health().state() == InputHealth.State.FAILING);
      assertThat(input.health().problem()).contains("closed");
    }
    assertThat(texts()).isEqualTo(numbers(1, 40));
    try (EventLogInput _ = start()) {
      settle();
      assertThat(texts()).isEqualTo(numbers(1, 100));
    }
  }

  @Test
  void aStopThatComesBeforeThePositionIsSavedLeavesNothingToReadAgain() throws Exception {
    write(file, 1, 5);
    Intake stopped =
        (taken, patience) -> {
          Receipt receipt = intake.take(taken, patience);
          Thread.currentThread().interrupt(); // what close does, at the worst moment
          return receipt;
        };
    try (EventLogInput _ = start(stopped)) {
      intake.await(5);
    }
    try (EventLogInput _ = start()) {
      settle();
      assertThat(texts()).isEqualTo(numbers(1, 5));
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private void deliver(Path path, byte[] bytes) throws IOException {
    Path whole = Files.write(folder.resolve("on-its-way"), bytes);
    Files.move(whole, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void readsPackedFilesAsTheSameEvents() throws Exception {
    write(file, 1, 5);
    deliver(logs.resolve("Old.EVTX.gz"), gzip("not named by the paths"));
    deliver(logs.resolve("Security.evtx.gz"), gzip("1 2 3 4 5\n6 7\n"));
    try (EventLogInput input = start()) {
      settle();
      assertThat(texts().stream().distinct()).isEqualTo(numbers(1, 7));
      assertThat(intake.all().stream().map(RawLog::position).distinct())
          .as("a record is one event, packed or not; one more is the last file's")
          .hasSize(8);
      assertThat(input.health().problem()).isEmpty();
    }
    int all = texts().size();
    try (EventLogInput _ = start()) {
      settle();
      assertThat(texts()).as("nothing is read again").hasSize(all);
    }
  }

  @Test
  void namesAPackedFileThatIsCutOrTooLargeOnce() throws Exception {
    byte[] whole = gzip("1 2 3\n4" + "x".repeat(3 << 20));
    deliver(logs.resolve("Cut.evtx.gz"), Arrays.copyOf(whole, whole.length / 2));
    try (EventLogInput input = start()) {
      settle();
      assertThat(input.health().problem()).contains("Cut.evtx.gz: 1 places damaged");
      settle();
      assertThat(input.health().damaged()).isEqualTo(1);
      deliver(logs.resolve("Large.evtx.gz"), whole);
      settle();
      assertThat(input.health().problem())
          .contains("Large.evtx.gz: 1 places damaged")
          .contains("more than 2097152 bytes");
      assertThat(input.health().damaged()).isEqualTo(2);
      assertThat(texts()).containsExactly("1", "2", "3", "1", "2", "3");
    }
  }

  @Test
  void namesDamageOnceAndReadsTheRest() throws Exception {
    write(file, 1, 5, "!offset 0x1000: broken", "!offset 0x2000: broken", "6 7 8");
    try (EventLogInput input = start()) {
      intake.await(8);
      awaitThat(() -> input.health().damaged() > 0);
      assertThat(input.health().damaged()).isEqualTo(2);
      assertThat(input.health().problem())
          .isEqualTo(file + ": 2 places damaged, first offset 0x1000: broken");

      write(file, 1, 5, "!offset 0x1000: broken", "!offset 0x2000: broken", "6 7 8 9");
      settle();
      assertThat(texts()).isEqualTo(numbers(1, 9));
      assertThat(input.health().damaged()).isEqualTo(2);
    }
  }

  @Test
  void aFolderNamedLikeALogAndAFileThatIsGoneStopNothing() throws Exception {
    Files.createDirectory(logs.resolve("a.evtx"));
    Files.createSymbolicLink(logs.resolve("b.evtx"), folder.resolve("nowhere"));
    write(file, 1, 5);
    try (EventLogInput _ = start()) {
      assertThat(intake.await(5)).isEqualTo(numbers(1, 5));
    }
  }

  @Test
  void refusesPositionsThatAreNone() throws Exception {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(
        folder.resolve("state/evtx-may.position"), "lachan-event-log-positions 1\nnonsense\n");
    assertThatExceptionOfType(InputException.class).isThrownBy(this::start);
  }
}
