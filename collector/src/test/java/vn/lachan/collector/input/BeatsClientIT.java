package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.LogSources;

/**
 * A client of Lumberjack, version 2, that others published: the package lumberjack-client of npm,
 * in the version and with the digests of {@code src/test/beats/package-lock.json}. It packs each
 * window and does not look at answers, so the script beside it counts them.
 *
 * <p>Filebeat and Winlogbeat themselves are in none of the archives that the tests may use: looked
 * for on 2026-11-22 in Debian (no package of Elastic's) and npm.
 */
class BeatsClientIT {
  private static final Path SCRIPTS = Path.of("src", "test", "beats").toAbsolutePath();
  private static final int EVENTS = 600;
  private static final int WINDOWS = 2;

  @TempDir static Path client;
  @TempDir Path folder;

  @BeforeAll
  static void theClientIsHere() throws Exception {
    for (String file : List.of("package.json", "package-lock.json", "send.js")) {
      Files.copy(SCRIPTS.resolve(file), client.resolve(file));
    }
    Path output = client.resolve("npm.out");
    int code;
    try {
      code = run(output, List.of("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"));
    } catch (java.io.IOException e) {
      code = -1;
    }
    Assumptions.assumeTrue(
        code == 0, "skipped: npm cannot bring the package lumberjack-client here");
  }

  private static int run(Path output, List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(client.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  @Test
  void allThatItSendsArrivesOnceAndIsAcknowledged() throws Exception {
    sends(settings(), List.of());
  }

  @Test
  void theSameInsideTls() throws Exception {
    Certificates server = Certificates.make(folder, "server");
    Listener.Tls tls = new Listener.Tls(server.context(server), false);
    sends(settings().with(it -> it.withTls(tls)), List.of(server.pem().toString()));
  }

  private void sends(StreamSettings settings, List<String> more) throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (StreamInput input =
        StreamInput.beats(settings, new LogSources(List.of()), intake, Clock.systemUTC())) {
      input.start();
      List<String> command =
          new ArrayList<>(
              List.of(
                  "node",
                  "send.js",
                  Integer.toString(input.port()),
                  Integer.toString(EVENTS),
                  Integer.toString(WINDOWS)));
      command.addAll(more);
      Path output = folder.resolve("client.out");
      assertThat(run(output, command)).as(Files.readString(output)).isZero();
      assertThat(Files.readString(output)).endsWith("acknowledged " + EVENTS + "\n");
      List<String> texts = intake.texts();
      assertThat(texts).hasSize(EVENTS);
      assertThat(texts)
          .isEqualTo(
              IntStream.range(0, EVENTS)
                  .mapToObj(i ->
                      "{\"@timestamp\":\"2026-11-22T01:00:00.000Z\",\"host\":{\"name\":\"máy-xã\"},"
                          + "\"message\":\"dòng số "
                          + i
                          + "\",\"number\":"
                          + i
                          + "}")
                  .toList());
      assertThat(input.health().problem()).isEmpty();
    }
  }

  private static StreamSettings settings() {
    return StreamSettings.of(
        Listener.of("beats", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), "beats");
  }
}
