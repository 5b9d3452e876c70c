package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.collector.kafka.KafkaBroker;
import vn.lachan.events.Event;

/** A real rsyslog tails a file and forwards it to us. */
class RsyslogIT {
  private static final Path RSYSLOGD = Path.of("/usr/sbin/rsyslogd");
  private static final int LINES = 2_000;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void rsyslogIsHere() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(RSYSLOGD), "rsyslogd is not installed");
    file = folder.resolve("motcua.ndjson");
    Files.createDirectories(folder.resolve("spool"));
  }

  private Process rsyslog(String action) throws Exception {
    String configuration =
        """
        global(workDirectory="%1$s/spool" maxMessageSize="64k")
        module(load="imfile" mode="inotify")
        input(type="imfile" file="%1$s/motcua.ndjson" tag="motcua" facility="local0" severity="info")
        %2$s
        """
            .formatted(folder, action);
    Path file = Files.writeString(folder.resolve("rsyslog.conf"), configuration);
    return new ProcessBuilder(
            RSYSLOGD.toString(),
            "-n",
            "-f",
            file.toString(),
            "-i",
            folder.resolve("rsyslog.pid").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("rsyslog.out").toFile())
        .start();
  }

  private void writeLines() throws Exception {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, LINES)
        .forEach(i -> text.append(TestLogs.LOOKUP.replace("mc-01JD1", "mc-" + i)).append('\n'));
    Files.writeString(file, text);
  }

  private void receive(StreamInput input, Journal journal, String action) throws Exception {
    input.start();
    writeLines();
    Process process = rsyslog(action.replace("PORT", Integer.toString(input.port())));
    try {
      read(journal);
    } finally {
      end(process);
    }
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private void read(Journal journal) throws Exception {
    try (JournalReader reader = journal.reader("detect")) {
      var normalizer = TestLogs.normalizer(LogSource.of("rsyslog", "auto", ""));
      int read = 0;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (read < LINES && System.nanoTime() < deadline) {
        for (var log : reader.read(500, Duration.ofSeconds(1)).logs()) {
          Event event = normalizer.normalize(log);
          assertThat(event.fields())
              .as(event.text("event.original"))
              .containsEntry("event.dataset", "dvc.motcua")
              .containsEntry("event.action", "tra_cuu_dan_cu");
          assertThat(event.id()).isEqualTo("dvc.motcua-mc-" + read);
          read++;
        }
      }
      assertThat(read).as(Files.readString(folder.resolve("rsyslog.out"))).isEqualTo(LINES);
    }
  }

  private static void needs(String module, String debian) {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/rsyslog", module + ".so")),
        debian + " is not installed");
  }

  /** The line breaks three times on the way; all comes once and in order. */
  @Test
  void forwardsOverRelpThoughTheLineBreaks() throws Exception {
    needs("omrelp", "rsyslog-relp");
    try (Journal journal = journal("j");
        StreamInput input = StreamInput.relp(settings(), sources(), journal, Clock.systemUTC());
        BreakingLine line = BreakingLine.to(input, 200_000, 400_000, 600_000)) {
      writeLines();
      Process process =
          rsyslog(
              """
              module(load="omrelp")
              action(type="omrelp" target="127.0.0.1" port="%d" windowSize="128"
                action.resumeInterval="1" action.resumeRetryCount="-1" queue.type="Direct"
                template="RSYSLOG_SyslogProtocol23Format")
              """
                  .formatted(line.port()));
      try {
        readOnce(journal);
        assertThat(line.broken()).isEqualTo(3);
      } finally {
        end(process);
      }
    }
  }

  /** The receiver is killed three times while it receives; all comes once. */
  @Test
  void forwardsOverRelpThoughTheReceiverIsKilled() throws Exception {
    receiverIsKilled(new int[] {300, 800, 1_300});
  }

  /** The same with Kafka in place of the journal. */
  @Test
  void forwardsOverRelpIntoKafkaThoughTheReceiverIsKilled() throws Exception {
    receiverIsKilled(
        new int[] {300, 1_000}, KafkaBroker.shared().address(), KafkaBroker.name() + "-relp");
  }

  private void receiverIsKilled(int[] after, String... where) throws Exception {
    needs("omrelp", "rsyslog-relp");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Map<String, Integer> kept = new ConcurrentHashMap<>();
    writeLines();
    Process receiver = receiver(port, kept, where);
    Process sender =
        rsyslog(
            """
            module(load="omrelp")
            action(type="omrelp" target="127.0.0.1" port="%d" windowSize="128"
              action.resumeInterval="1" action.resumeRetryCount="-1" queue.type="Direct"
              template="RSYSLOG_SyslogProtocol23Format")
            """
                .formatted(port));
    try {
      for (int seen : after) {
        await(() -> kept.size() >= seen);
        receiver.destroyForcibly().waitFor();
        receiver = receiver(port, kept, where);
      }
      await(() -> kept.values().stream().distinct().count() == LINES);
      assertThat(kept).as("each line at one position").hasSize(LINES);
    } finally {
      end(sender);
      receiver.destroyForcibly().waitFor();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  /** A process that receives on {@code port}; what it keeps is put down by position. */
  private Process receiver(int port, Map<String, Integer> kept, String... where) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ReceivingProcess.class.getName(),
                folder.resolve("journal-killed").toString(),
                Integer.toString(port)));
    command.addAll(List.of(where));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("killed.err").toFile()))
            .start();
    Thread.ofVirtual()
        .start(() ->
            process
                .inputReader()
                .lines()
                .map(line -> line.split(" "))
                .filter(words -> words.length == 3) // not the one it was killed in
                .forEach(words -> kept.put(words[0], Integer.parseInt(words[1]))));
    return process;
  }

  /** What was sent again has the position it had: one event, whatever is read how often. */
  private void readOnce(Journal journal) throws Exception {
    Map<String, String> lines = new LinkedHashMap<>();
    try (JournalReader reader = journal.reader("detect")) {
      var normalizer = TestLogs.normalizer(LogSource.of("rsyslog", "auto", ""));
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (lines.size() < LINES && System.nanoTime() < deadline) {
        for (var log : reader.read(500, Duration.ofSeconds(1)).logs()) {
          String id = normalizer.normalize(log).id();
          String before = lines.putIfAbsent(log.position(), id);
          assertThat(before == null || before.equals(id)).as(log.position()).isTrue();
        }
      }
    }
    List<String> ids = List.copyOf(lines.values());
    String out = Files.readString(folder.resolve("rsyslog.out"));
    assertThat(ids).as(out).hasSize(LINES);
    for (int i = 0; i < LINES; i++) {
      assertThat(ids.get(i)).as("line %d; %s", i, out).isEqualTo("dvc.motcua-mc-" + i);
    }
  }

  @Test
  void forwardsOverTcpInBothFramings() throws Exception {
    for (String framing : List.of("traditional", "octet-counted")) {
      Files.createDirectories(folder.resolve(framing));
      try (Journal journal = journal(framing);
          StreamInput input =
              StreamInput.syslog(settings(), sources(), journal, Clock.systemUTC())) {
        receive(
            input,
            journal,
            """
            action(type="omfwd" target="127.0.0.1" port="PORT" protocol="tcp" TCP_Framing="%s"
              template="RSYSLOG_SyslogProtocol23Format")
            """
                .formatted(framing));
      }
      deleteSpool();
    }
  }

  @Test
  void forwardsInTheTraditionalFormat() throws Exception {
    try (Journal journal = journal("j");
        StreamInput input = StreamInput.syslog(settings(), sources(), journal, Clock.systemUTC())) {
      receive(
          input,
          journal,
          """
          action(type="omfwd" target="127.0.0.1" port="PORT" protocol="tcp"
            template="RSYSLOG_TraditionalForwardFormat")
          """);
    }
  }

  @Test
  void forwardsOverTls() throws Exception {
    needs("lmnsd_gtls", "rsyslog-gnutls");
    Certificates server = Certificates.make(folder, "server");
    Listener.Tls tls = new Listener.Tls(server.context(server), false);
    try (Journal journal = journal("j");
        StreamInput input =
            StreamInput.syslog(
                settings().with(it -> it.withTls(tls)), sources(), journal, Clock.systemUTC())) {
      receive(
          input,
          journal,
          """
          global(DefaultNetstreamDriverCAFile="%s")
          action(type="omfwd" target="127.0.0.1" port="PORT" protocol="tcp" TCP_Framing="octet-counted"
            StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"
            StreamDriverPermittedPeers="localhost" template="RSYSLOG_SyslogProtocol23Format")
          """
              .formatted(server.pem()));
    }
  }

  /**
   * Both sides show a certificate: omrelp speaks TLS with certificates only when it has its own.
   */
  @Test
  void forwardsOverRelpInsideTls() throws Exception {
    needs("omrelp", "rsyslog-relp");
    Certificates server = Certificates.make(folder, "server");
    Certificates client = Certificates.make(folder, "client");
    Listener.Tls tls = new Listener.Tls(server.context(client), true);
    try (Journal journal = journal("j");
        StreamInput input =
            StreamInput.relp(
                settings().with(it -> it.withTls(tls)), sources(), journal, Clock.systemUTC())) {
      receive(
          input,
          journal,
          """
          module(load="omrelp" tls.tlslib="openssl")
          action(type="omrelp" target="127.0.0.1" port="PORT" tls="on" tls.caCert="%s"
            tls.myCert="%s" tls.myPrivKey="%s" tls.authMode="name"
            tls.permittedPeer=["localhost"] action.resumeInterval="1"
            action.resumeRetryCount="-1" template="RSYSLOG_SyslogProtocol23Format")
          """
              .formatted(server.pem(), client.pem(), client.key()));
      assertThat(input.health().kind()).isEqualTo("relp-tls");
    }
  }

  private Journal journal(String name) {
    return Journal.open(
        folder.resolve("journal-" + name), JournalSettings.DEFAULT.withMinFreeBytes(0));
  }

  private void deleteSpool() throws Exception {
    try (var files = Files.list(folder.resolve("spool"))) {
      for (Path spooled : files.toList()) {
        Files.delete(spooled);
      }
    }
  }

  private static StreamSettings settings() {
    return StreamSettings.of(
        Listener.of("tcp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), "rsyslog");
  }

  private static LogSources sources() {
    return new LogSources(List.of());
  }
}
