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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.LogSources;

/**
 * The loggen of syslog-ng sends, we count. Debian does not let syslog-ng be installed beside
 * rsyslog, so {@code ./lachan test} unpacks its package below {@code target}.
 */
class LoggenIT {
  private static final Path UNPACKED = Path.of("target", "syslog-ng", "usr").toAbsolutePath();
  private static final int LINES = 2_000;

  @TempDir Path folder;
  private Path prefix = Path.of("/usr");

  @BeforeEach
  void loggenIsHere() {
    if (Files.isExecutable(UNPACKED.resolve("bin/loggen"))) {
      prefix = UNPACKED;
    }
    Assumptions.assumeTrue(
        Files.isExecutable(prefix.resolve("bin/loggen")),
        "skipped: loggen of syslog-ng is not here (./lachan test brings it)");
  }

  /** Runs loggen; returns how many lines it says it sent. */
  private int loggen(int port, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(prefix.resolve("bin/loggen").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--number=" + LINES,
            "--rate=10000",
            "--size=300",
            "127.0.0.1",
            Integer.toString(port)));
    Path output = folder.resolve("loggen.out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("SYSLOGNG_PREFIX", prefix.toString());
    builder.environment().put("LD_LIBRARY_PATH", prefix.resolve("lib/syslog-ng").toString());
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(output);
    var count = java.util.regex.Pattern.compile("count ?= ?(\\d+)").matcher(said);
    assertThat(count.find()).as(said).isTrue();
    return Integer.parseInt(count.group(1));
  }

  private static void assertCounted(MemoryIntake intake, int sent) throws Exception {
    assertThat(sent).isEqualTo(LINES);
    List<String> texts = intake.await(sent);
    assertThat(texts).hasSize(sent);
    List<Integer> numbers =
        texts.stream()
            .map(text -> text.replaceFirst("(?s).*seq: (\\d{10}),.*", "$1"))
            .map(Integer::valueOf)
            .toList();
    assertThat(numbers).as("each once").doesNotHaveDuplicates().isSorted();
  }

  private void stream(StreamSettings settings, String... options) throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (StreamInput input =
        StreamInput.syslog(settings, new LogSources(List.of()), intake, Clock.systemUTC())) {
      input.start();
      assertCounted(intake, loggen(input.port(), options));
      assertThat(input.health().received()).isEqualTo(LINES);
      assertThat(input.health().truncated()).isZero();
    }
  }

  @Test
  void sendsOverTcp() throws Exception {
    stream(settings(), "--inet", "--stream");
  }

  @Test
  void sendsTheNewFormatOverTcp() throws Exception {
    stream(settings(), "--inet", "--stream", "--syslog-proto");
  }

  @Test
  void sendsOverTls() throws Exception {
    Certificates server = Certificates.make(folder, "server");
    Listener.Tls tls = new Listener.Tls(server.context(server), false);
    stream(settings().with(it -> it.withTls(tls)), "--use-ssl", "--syslog-proto");
  }

  @Test
  void sendsOverUdp() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (SyslogUdpInput input =
        new SyslogUdpInput(
            SyslogUdpSettings.of("udp", anyPort(), "loggen"),
            new LogSources(List.of()),
            intake,
            Clock.systemUTC())) {
      input.start();
      assertCounted(intake, loggen(input.port(), "--inet", "--dgram"));
      assertThat(input.health().dropped()).isZero();
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static StreamSettings settings() {
    return StreamSettings.of(Listener.of("loggen", anyPort()), "loggen");
  }
}
