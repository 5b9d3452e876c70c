package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.Event;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.queue.AlertQueue;

/** The syslog programs of a Linux host send to the platform. */
class RealSyslogIT {
  private static final Path RSYSLOGD = Path.of("/usr/sbin/rsyslogd");
  private static final Path LOGGER = Path.of("/usr/bin/logger");
  private static final String SSH_BRUTE_FORCE = "1667bc0a-ed00-4bf2-aef0-485d0f0f2297";

  @TempDir static Path folder;
  private static TestPlatform platform;

  @BeforeAll
  static void start() {
    platform = TestPlatform.start(folder.resolve("data"), Map.of());
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void rsyslogForwardsFilesByTcpAndTls() throws Exception {
    assumeTrue(Files.isExecutable(RSYSLOGD), "skipped: no " + RSYSLOGD + " (apt install rsyslog)");
    Path plain = Files.createFile(folder.resolve("plain.log"));
    Path secret = Files.createFile(folder.resolve("secret.log"));
    Path configuration = configuration(plain, secret);
    Path log = folder.resolve("rsyslogd.log");
    Process rsyslogd =
        new ProcessBuilder(
                RSYSLOGD.toString(),
                "-n",
                "-f",
                configuration.toString(),
                "-i",
                folder.resolve("rsyslogd.pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      for (int i = 0; i < 50; i++) {
        append(plain, "Accepted password for can.bo" + i + " from 10.60.75.14 port 40022 ssh2");
        append(secret, "Accepted password for bi.mat" + i + " from 10.60.75.15 port 40023 ssh2");
      }
      awaitCount("user.name:can.bo* AND event.dataset:linux.auth", 50, log);
      awaitCount("user.name:bi.mat* AND event.dataset:linux.auth", 50, log);
    } finally {
      rsyslogd.destroy();
      if (!rsyslogd.waitFor(10, TimeUnit.SECONDS)) {
        rsyslogd.destroyForcibly();
      }
    }
    Event event = find("user.name:bi.mat7").orElseThrow();
    assertThat(event.text("source.ip")).isEqualTo("10.60.75.15");
    assertThat(event.text("event.outcome")).isEqualTo("success");
    assertThat(event.text("process.name")).isEqualTo("sshd");
  }

  private static Path configuration(Path plain, Path secret) throws IOException {
    String text =
        """
        global(workDirectory="%1$s" defaultNetstreamDriverCAFile="%2$s" localHostname="may-chu-01")
        module(load="imfile" mode="polling" pollingInterval="1")
        input(type="imfile" file="%3$s" tag="sshd" facility="auth" ruleset="tcp")
        input(type="imfile" file="%4$s" tag="sshd" facility="auth" ruleset="tls")
        ruleset(name="tcp") {
          action(type="omfwd" target="127.0.0.1" port="%5$d" protocol="tcp"
                 TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format")
        }
        ruleset(name="tls") {
          action(type="omfwd" target="127.0.0.1" port="%6$d" protocol="tcp"
                 TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"
                 streamDriver="gtls" streamDriverMode="1" streamDriverAuthMode="x509/name"
                 streamDriverPermittedPeers="localhost")
        }
        """
            .formatted(
                folder,
                platform.running().certificate(),
                plain,
                secret,
                platform.port("syslog-tcp"),
                platform.port("syslog-tls"));
    return Files.writeString(folder.resolve("rsyslog.conf"), text);
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  @Test
  void loggerSendsByUdpAndTcpInBothFormats() throws Exception {
    requireLogger();
    logger("syslog-udp", List.of("-d", "--rfc5424"), List.of("bản tin thuudp mới"));
    logger("syslog-udp", List.of("-d", "--rfc3164"), List.of("bản tin thuudp cũ"));
    logger("syslog-tcp", List.of("-T", "--rfc5424"), List.of("bản tin thutcp một dòng"));
    logger("syslog-tcp", List.of("-T", "--octet-count"), List.of("bản tin thutcp đếm byte"));
    awaitCount("message:thuudp", 2, folder);
    awaitCount("message:thutcp", 2, folder);
    Event event = find("message:\"thutcp đếm byte\"").orElseThrow();
    assertThat(event.text("message")).isEqualTo("bản tin thutcp đếm byte");
    assertThat(event.text("event.dataset")).isEqualTo("linux.auth");
  }

  @Test
  void aBruteForceWrittenByLoggerIsInTheQueue() throws Exception {
    requireLogger();
    List<String> lines =
        IntStream.range(0, 30)
            .mapToObj(
                i -> "Failed password for root from 203.0.113.77 port " + (40_000 + i) + " ssh2")
            .toList();
    logger("syslog-tcp", List.of("-T", "--octet-count"), lines);
    awaitCount("source.ip:203.0.113.77", 30, folder);
    platform.awaitQuiet();
    assertThat(QueueContents.alerts(platform.get(AlertQueue.class)))
        .anySatisfy(alert -> {
          assertThat(alert.ruleId()).isEqualTo(SSH_BRUTE_FORCE);
          assertThat(alert.entity()).isEqualTo("203.0.113.77");
        });
  }

  private static void requireLogger() {
    assumeTrue(Files.isExecutable(LOGGER), "skipped: no " + LOGGER + " (apt install bsdutils)");
  }

  private static void logger(String input, List<String> options, List<String> lines)
      throws IOException, InterruptedException {
    Path text = Files.write(Files.createTempFile(folder, "logger", ".txt"), lines);
    List<String> command =
        new ArrayList<>(
            List.of(
                LOGGER.toString(),
                "-n",
                "127.0.0.1",
                "-P",
                "" + platform.port(input),
                "-t",
                "sshd",
                "-p",
                "auth.info",
                "-f",
                text.toString()));
    command.addAll(options);
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as("%s", command).isZero();
  }

  private static void awaitCount(String query, long expected, Path log)
      throws InterruptedException {
    TestPlatform.await(
        expected + " events of " + query + "; see " + log,
        () -> platform.get(EventStore.class).count(query(query)) >= expected);
    assertThat(platform.get(EventStore.class).count(query(query))).isEqualTo(expected);
  }

  private static Optional<Event> find(String query) {
    return platform
        .get(EventStore.class)
        .search(query(query), Optional.empty(), 1)
        .events()
        .stream()
        .findFirst();
  }

  private static EventQuery query(String text) {
    return new EventQuery(text, TimeRange.ALL, OrganizationScope.PROVINCE);
  }
}
