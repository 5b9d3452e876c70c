package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.Door;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.Way;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.JournalSettings;

class NdjsonIntakeTest implements DurableInputContract {
  private static final String TOKEN = "dung-cho-ai-biet";
  private static final NdjsonSettings SMALL =
      new NdjsonSettings(10_000, 100, 1_000, 2, Duration.ofSeconds(5));

  private final MemoryIntake intake = new MemoryIntake();

  private static LogSources sources() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
    return new LogSources(
        List.of(
            LogSource.of("khac", "json", ""),
            LogSource.of("motcua", "dvc.motcua", "")
                .withTokenHash(HexFormat.of().formatHex(hash))));
  }

  private IntakeResult accept(String token, byte[] body, String encoding, String key)
      throws Exception {
    return new NdjsonIntake(SMALL, sources(), intake, TestLogs.CLOCK)
        .accept(
            token,
            "10.0.0.1",
            new ByteArrayInputStream(body),
            encoding,
            key.isEmpty() ? Optional.empty() : Optional.of(key));
  }

  @Override
  public Line open(MemoryIntake memory) throws Exception {
    NdjsonIntake input =
        new NdjsonIntake(NdjsonSettings.DEFAULT, sources(), memory, TestLogs.CLOCK);
    return new Line() {
      @Override
      public boolean send(List<String> records) throws Exception {
        ByteArrayInputStream body =
            new ByteArrayInputStream(TestLogs.bytes(String.join("\n", records)));
        return input.accept(TOKEN, "10.0.0.1", body, "", Optional.empty())
            instanceof IntakeResult.Accepted;
      }

      @Override
      public InputHealth health() {
        return input.health();
      }

      @Override
      public void close() {
        // a request leaves nothing open
      }
    };
  }

  private static byte[] gzip(byte[] plain) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @Test
  void takesLinesUnderTheSourceOfTheToken() throws Exception {
    assertThat(accept(TOKEN, TestLogs.bytes("{\"a\":1}\r\n\n{\"a\":2}"), "identity", "k1"))
        .isEqualTo(new IntakeResult.Accepted(2));
    assertThat(intake.texts()).containsExactly("{\"a\":1}", "{\"a\":2}");
    assertThat(intake.all().stream().map(RawLog::position)).containsExactly("k1:1", "k1:3");
    assertThat(intake.all()).allMatch(log -> log.source().equals("motcua"));
  }

  @Test
  void unpacksGzip() throws Exception {
    assertThat(accept(TOKEN, gzip(TestLogs.bytes("{}\n{}\n")), "gzip", ""))
        .isEqualTo(new IntakeResult.Accepted(2));
    assertThat(intake.all()).allMatch(log -> log.position().isEmpty());
  }

  @Test
  void refusesWithAStatusAndTakesNothing() throws Exception {
    assertThat(status(accept("falsch", new byte[0], "", ""))).isEqualTo(401);
    assertThat(status(accept("", new byte[0], "", ""))).isEqualTo(401);
    assertThat(status(accept(TOKEN, new byte[0], "br", ""))).isEqualTo(415);
    assertThat(status(accept(TOKEN, TestLogs.bytes("no gzip"), "gzip", ""))).isEqualTo(400);
    assertThat(status(accept(TOKEN, TestLogs.bytes("x\n".repeat(101)), "", ""))).isEqualTo(413);
    assertThat(status(accept(TOKEN, new byte[10_001], "", ""))).isEqualTo(413);
    assertThat(status(accept(TOKEN, gzip(new byte[50_000_000]), "gzip", ""))).isEqualTo(413);
    assertThat(status(accept(TOKEN, TestLogs.bytes("x"), "", "k".repeat(201)))).isEqualTo(400);
    byte[] packed = gzip(TestLogs.bytes("{}\n"));
    assertThat(
            status(accept(TOKEN, java.util.Arrays.copyOf(packed, packed.length - 4), "gzip", "")))
        .isEqualTo(400);
    intake.refuse(true);
    assertThat(status(accept(TOKEN, TestLogs.bytes("x"), "", ""))).isEqualTo(503);
    assertThat(intake.all()).isEmpty();
  }

  @Test
  void countsWhatWasNotDurableInTime() throws Exception {
    NdjsonIntake ndjson = new NdjsonIntake(SMALL, sources(), intake, TestLogs.CLOCK);
    intake.refuse(true);

    ByteArrayInputStream body = new ByteArrayInputStream(TestLogs.bytes("x"));
    assertThat(status(ndjson.accept(TOKEN, "10.0.0.1", body, "", Optional.empty()))).isEqualTo(503);
    assertThat(status(ndjson.accept("falsch", "10.0.0.1", body, "", Optional.empty())))
        .isEqualTo(401);

    assertThat(ndjson.health().overdue()).isEqualTo(1);
  }

  private static int status(IntakeResult result) {
    return switch (result) {
      case IntakeResult.Accepted _ -> 200;
      case IntakeResult.Refused(String reason, int status) -> {
        assertThat(reason).isNotEmpty().doesNotContain(TOKEN);
        yield status;
      }
    };
  }

  @Test
  void cutsLongLines() throws Exception {
    assertThat(accept(TOKEN, TestLogs.bytes("x".repeat(5_000)), "", "k"))
        .isEqualTo(new IntakeResult.Accepted(1));
    assertThat(intake.all().getFirst().bytes()).hasSize(1_000);
    assertThat(intake.all().getFirst().wireLength()).isEqualTo(5_000);
  }

  @Test
  void onlySoManyRequestsAtOnce() throws Exception {
    NdjsonIntake ndjson = new NdjsonIntake(SMALL, sources(), intake, TestLogs.CLOCK);
    IntakeResult[] inner = new IntakeResult[2];
    InputStream nested =
        new ByteArrayInputStream(new byte[0]) {
          private int depth;

          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            int level = depth++;
            if (level < 2) {
              try {
                inner[level] = ndjson.accept(TOKEN, "", this, "", Optional.empty());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
            return -1;
          }
        };
    assertThat(status(ndjson.accept(TOKEN, "", nested, "", Optional.empty()))).isEqualTo(200);
    assertThat(status(inner[1])).isEqualTo(429);
  }

  @Test
  void whatIsAcceptedIsOnDiskWithoutCitizenNumbers(@TempDir Path folder) throws Exception {
    LogSources sources = sources();
    SourceStatistics statistics = new SourceStatistics(sources, TestLogs.CLOCK);
    try (Journal journal = Journal.open(folder, JournalSettings.DEFAULT.withMinFreeBytes(0))) {
      Door door = new Door(journal, TestLogs.PSEUDONYMIZER, statistics);
      IntakeResult result =
          new NdjsonIntake(
                  NdjsonSettings.DEFAULT, sources, door.through(Way.NDJSON), TestLogs.CLOCK)
              .accept(
                  TOKEN,
                  "10.0.0.1",
                  new ByteArrayInputStream(TestLogs.bytes(TestLogs.LOOKUP)),
                  "",
                  Optional.of("k"));

      assertThat(result).isEqualTo(new IntakeResult.Accepted(1));
      assertThat(journal.stats().records()).isEqualTo(1);
      assertThat(statistics.stats("motcua").total()).isEqualTo(1);
      assertThat(statistics.stats("motcua").ways()).containsExactly(Way.NDJSON);
      byte[] disk =
          java.nio.file.Files.readAllBytes(folder.resolve("00000000000000000001.segment"));
      assertThat(new String(disk, StandardCharsets.UTF_8))
          .contains("cccd!008*****1234!")
          .doesNotContain("008199001234");
      try (JournalReader reader = journal.reader("detect")) {
        assertThat(reader.read(10, Duration.ZERO).logs()).hasSize(1);
      }
    }
  }
}
