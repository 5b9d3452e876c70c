package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.RawLog;

/** Against a server written from the description of the protocol. */
class OpmonInputTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final long SECOND = NOW.getEpochSecond();

  @TempDir Path folder;
  private final MemoryIntake intake = new MemoryIntake();
  private SecurityServer server;

  @BeforeEach
  void start() throws Exception {
    server = SecurityServer.start(3);
    server.setSecond(SECOND + 5);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private OpmonSettings settings() {
    return OpmonSettings.of(
            "opmon",
            folder,
            server.url(),
            List.of("VN", "GOV", "TQ", "la-chan"),
            List.of("VN", "GOV", "TQ", "ss-1"))
        .withDelays(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(10));
  }

  private OpmonInput started(OpmonSettings settings) {
    OpmonInput input =
        new OpmonInput(settings, "truc-lien-thong", intake, Clock.fixed(NOW, ZoneOffset.UTC));
    input.start();
    return input;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private boolean caughtUp() {
    try {
      Path position = folder.resolve("opmon.position");
      return Files.exists(position)
          && Files.readString(position).contains(Long.toString(SECOND - 59));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void fetchesAllPagesAndHoldsTheYoungestBack() throws Exception {
    for (int i = 0; i < 10; i++) {
      server.add(SECOND - 1_000 + i / 4, "m-" + i, "Client");
    }
    server.add(SECOND - 30, "m-trẻ", "Client");
    try (OpmonInput input = started(settings())) {
      await(this::caughtUp);
      assertThat(intake.all())
          .extracting(RawLog::position)
          .doesNotHaveDuplicates()
          .hasSize(10)
          .first()
          .isEqualTo("VN/GOV/TQ/ss-1:m-0:Client:" + (SECOND - 1_001) + "000:");
      assertThat(intake.texts().getFirst()).startsWith("{\"monitoringDataTs\":");
      assertThat(intake.texts()).noneMatch(text -> text.contains("m-trẻ"));
      assertThat(server.asked().getFirst()).isEqualTo((SECOND - 7 * 86_400) + "-" + (SECOND - 60));
      assertThat(input.health().received()).isEqualTo(10);
    }
  }

  @Test
  void aClockThatIsAheadMissesNothingAndAsksNoMoreThanItsPace() throws Exception {
    server.setSecond(SECOND - 300);
    for (int i = 361; i < 364; i++) {
      server.add(SECOND - i, "m-" + i, "Client");
    }
    server.add(SECOND - 360, "m-giữ-lại", "Client");
    OpmonSettings slow =
        settings().withDelays(Duration.ofHours(1), Duration.ofMillis(1), Duration.ofSeconds(10));
    try (OpmonInput input = started(slow)) {
      await(() -> server.asked().size() == 2);
      assertThat(intake.all()).hasSize(3);
      assertThat(input.health().state()).isEqualTo(InputHealth.State.RUNNING);
    }
    assertThat(server.asked().getLast()).startsWith(SECOND - 360 + "-");
    server.setSecond(SECOND + 5);
    try (OpmonInput _ = started(settings())) {
      await(this::caughtUp);
      assertThat(intake.texts().getLast()).contains("m-giữ-lại");
      assertThat(intake.all()).hasSize(4);
    }
  }

  @Test
  void bothSidesOfAMessageAreRecordsAndTwiceTheSameIsOne() throws Exception {
    server.add(SECOND - 1_000, "m-1", "Client");
    server.add(SECOND - 1_000, "m-1", "Producer");
    server.add(SECOND - 1_000, "m-1", "Producer");
    try (OpmonInput _ = started(settings())) {
      await(this::caughtUp);
      assertThat(intake.all().stream().map(RawLog::position).distinct()).hasSize(2);
    }
  }

  @Test
  void asksAgainForWhatWasNotSafe() throws Exception {
    server.add(SECOND - 1_000, "m-1", "Client");
    intake.slowDisk(true);
    try (OpmonInput _ = started(settings())) {
      intake.await(1);
    }
    assertThat(folder.resolve("opmon.position")).doesNotExist();
    intake.slowDisk(false);
    try (OpmonInput _ = started(settings())) {
      await(this::caughtUp);
    }
    assertThat(intake.all()).hasSize(2);
    assertThat(intake.all().stream().map(RawLog::position).distinct()).hasSize(1);
  }

  @Test
  void saysWhatTheServerSaysAndGoesOnLater() throws Exception {
    server.add(SECOND - 1_000, "m-1", "Client");
    server.refuse("Server.ServerProxy.AccessDenied");
    try (OpmonInput input = started(settings())) {
      await(() -> input.health().state() == InputHealth.State.FAILING);
      assertThat(input.health().problem())
          .isEqualTo("the server refuses: Server.ServerProxy.AccessDenied");
      server.refuse("");
      await(this::caughtUp);
      await(() -> input.health().state() == InputHealth.State.RUNNING);
    }
  }

  @Test
  void aSmallPackedAnswerCannotFillTheMemory() throws Exception {
    server.add(SECOND - 1_000, "m-1", "Client");
    server.pad(1 << 20);
    try (OpmonInput input = started(settings().withMaxAnswerBytes(1 << 18))) {
      await(() -> input.health().state() == InputHealth.State.FAILING);
      assertThat(input.health().problem()).contains("the records are larger than 262144 bytes");
      assertThat(intake.all()).isEmpty();
    }
  }

  @Test
  void refusesSettingsThatNameNobody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            OpmonSettings.of(
                "x", folder, URI.create("http://h/"), List.of("VN"), List.of("VN", "a", "b", "c")))
        .withMessageContaining("a client is");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            OpmonSettings.of(
                "x",
                folder,
                URI.create("ftp://h/"),
                List.of("VN", "GOV", "TQ"),
                List.of("VN", "a", "b", "c")))
        .withMessageContaining("not an http address");
  }
}
