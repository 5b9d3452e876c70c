package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputException;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.registry.Network;

class SyslogInputTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final LogSources SOURCES = new LogSources(List.of());

  private final MemoryIntake intake = new MemoryIntake();

  private StreamInput tcp(StreamSettings settings) {
    StreamInput input = StreamInput.syslog(settings, SOURCES, intake, Clock.systemUTC());
    input.start();
    return input;
  }

  private static StreamSettings settings() {
    return StreamSettings.of(Listener.of("tcp", ANY), "mac-dinh");
  }

  private static void send(int port, String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void receivesBothFramingsOverTcp() throws Exception {
    try (StreamInput input = tcp(settings())) {
      send(input.port(), "<13>một\n7 <13>hai<13>ba");

      assertThat(intake.await(3)).containsExactly("<13>một", "<13>hai", "<13>ba");
      assertThat(intake.all())
          .allMatch(log -> log.source().equals("mac-dinh") && log.peer().startsWith("127.0.0.1:"));
      assertThat(intake.all().stream().map(RawLog::position)).doesNotHaveDuplicates();
      assertThat(input.health().received()).isEqualTo(3);
      assertThat(input.health().state()).isEqualTo(InputHealth.State.RUNNING);
    }
  }

  @Test
  void theSourceIsTheOneThatClaimsThePeer() throws Exception {
    LogSource source =
        LogSource.of("may-chu-1", "auto", "").withNetworks(List.of(Network.parse("127.0.0.0/8")));
    try (StreamInput input =
        StreamInput.syslog(
            settings(), new LogSources(List.of(source)), intake, Clock.systemUTC())) {
      input.start();
      send(input.port(), "<13>x\n");
      intake.await(1);

      assertThat(intake.all().getFirst().source()).isEqualTo("may-chu-1");
    }
  }

  @Test
  void cutsWhatIsTooLong() throws Exception {
    try (StreamInput input = tcp(settings())) {
      send(input.port(), "<13>" + "x".repeat(1 << 20) + "\n<13>y\n");

      assertThat(intake.await(2).get(1)).isEqualTo("<13>y");
      assertThat(intake.all().getFirst().bytes()).hasSize(64 << 10);
      assertThat(intake.all().getFirst().truncated()).isTrue();
      assertThat(input.health().truncated()).isEqualTo(1);
    }
  }

  @Test
  void closesConnectionsThatAreTooManyOrIdle() throws Exception {
    StreamSettings few =
        settings()
            .with(listener ->
                listener
                    .withMaxConnections(1)
                    .withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(1)));
    try (StreamInput input = tcp(few);
        Socket first = new Socket(InetAddress.getLoopbackAddress(), input.port())) {
      first.getOutputStream().write("<13>partial".getBytes(StandardCharsets.UTF_8));
      while (input.health().connections() == 0) {
        Thread.sleep(5);
      }
      try (Socket second = new Socket(InetAddress.getLoopbackAddress(), input.port())) {
        assertThat(second.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(input.health().refusedConnections()).isEqualTo(1);
      assertThat(first.getInputStream().read()).isEqualTo(-1);
      assertThat(intake.await(1)).containsExactly("<13>partial");
      while (input.health().connections() > 0) {
        Thread.sleep(5);
      }
      assertThat(input.health().idleConnections()).isEqualTo(1);
    }
  }

  @Test
  void aFullJournalMakesTheSenderWait() throws Exception {
    intake.refuse(true);
    try (StreamInput input = tcp(settings())) {
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  send(input.port(), "<13>0123456789abcdef\n".repeat(1_000_000));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      assertThat(sender.join(Duration.ofMillis(500))).isFalse();
      intake.refuse(false);
      assertThat(sender.join(Duration.ofSeconds(20))).isTrue();
      assertThat(intake.await(1_000_000)).hasSize(1_000_000);
    }
  }

  @Test
  void manyConnectionsLoseNothing() throws Exception {
    try (StreamInput input = tcp(settings())) {
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        senders.add(
            Thread.ofVirtual()
                .start(() -> {
                  StringBuilder text = new StringBuilder();
                  IntStream.range(0, 200)
                      .forEach(line -> text.append("<13>" + number + "-" + line + "\n"));
                  try {
                    send(input.port(), text.toString());
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }));
      }
      for (Thread sender : senders) {
        sender.join();
      }
      assertThat(intake.await(10_000)).hasSize(10_000).doesNotHaveDuplicates();
    }
  }

  @Test
  void aPortThatIsTakenIsSaidClearly() {
    try (StreamInput input = tcp(settings())) {
      StreamSettings same =
          StreamSettings.of(
              Listener.of(
                  "zweite", new InetSocketAddress(InetAddress.getLoopbackAddress(), input.port())),
              "x");
      try (StreamInput other = StreamInput.syslog(same, SOURCES, intake, Clock.systemUTC())) {
        assertThatExceptionOfType(InputException.class)
            .isThrownBy(other::start)
            .withMessageContaining(":" + input.port());
      }
    }
  }

  @Test
  void receivesOverTlsAndAHangingClientBlocksNobody(@TempDir Path folder) throws Exception {
    Certificates server = Certificates.make(folder, "server");
    Certificates client = Certificates.make(folder, "client");
    Listener.Tls tls = new Listener.Tls(server.context(client), true);
    StreamSettings quick =
        settings()
            .with(listener ->
                listener.withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(4)).withTls(tls));
    try (StreamInput input = StreamInput.syslog(quick, SOURCES, intake, Clock.systemUTC())) {
      input.start();
      try (Socket hanging = new Socket(InetAddress.getLoopbackAddress(), input.port())) {
        SSLContext context = client.context(server);
        try (Socket socket =
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), input.port())) {
          OutputStream out = socket.getOutputStream();
          out.write("7 <13>hai8 <13>bốn".getBytes(StandardCharsets.UTF_8));
          out.flush();
          assertThat(intake.await(1)).startsWith("<13>hai");
        }
        assertThat(hanging.getInputStream().read()).isEqualTo(-1);
      }
      SSLContext stranger = Certificates.make(folder, "stranger").context(server);
      try (Socket socket =
          stranger
              .getSocketFactory()
              .createSocket(InetAddress.getLoopbackAddress(), input.port())) {
        socket.getOutputStream().write(1);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      } catch (IOException _) {
        // refused during the handshake
      }
      while (input.health().failedHandshakes() < 2) {
        Thread.sleep(5);
      }
      assertThat(input.health().kind()).isEqualTo("syslog-tls");
    }
  }

  @Test
  void aTlsClientOfOneByteASecondIsHeardAndHoldsUpNobody(@TempDir Path folder) throws Exception {
    Certificates server = Certificates.make(folder, "server");
    Listener.Tls tls = new Listener.Tls(server.context(server), false);
    SSLContext context = server.context(server);
    try (StreamInput input = tcp(settings().with(listener -> listener.withTls(tls)))) {
      try (Socket slow =
          context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), input.port())) {
        for (byte one : new byte[] {'a', 'b'}) {
          slow.getOutputStream().write(one);
          slow.getOutputStream().flush();
          Thread.sleep(1_000); // the fault itself, not a wait for something
        }
        try (Socket other =
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), input.port())) {
          other.getOutputStream().write("<13>nhanh\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(intake.await(1)).containsExactly("<13>nhanh");
        slow.getOutputStream().write('\n');
        slow.getOutputStream().flush();
        assertThat(intake.await(2)).contains("ab");
      }
    }
    StreamSettings hasty =
        settings()
            .with(listener ->
                listener.withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(1)).withTls(tls));
    try (StreamInput input = tcp(hasty);
        Socket dripping = new Socket(InetAddress.getLoopbackAddress(), input.port())) {
      Thread drips = Thread.ofVirtual().start(() -> dripUntilCut(dripping));
      assertThat(drips.join(Duration.ofSeconds(30))).as("cut within its handshake").isTrue();
    }
  }

  /** The beginning of a greeting of TLS, a byte a second, for as long as the other side listens. */
  private static void dripUntilCut(Socket socket) {
    byte[] hello = new byte[60];
    hello[0] = 22;
    hello[1] = 3;
    hello[2] = 1;
    hello[3] = 2;
    try {
      for (byte one : hello) {
        socket.getOutputStream().write(one);
        Thread.sleep(1_000);
      }
    } catch (IOException _) {
      // cut
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void fiveThousandIdleConnectionsCostLittleAndHoldUpNobody() throws Exception {
    int most = 5_000;
    long files = mostOpenFiles();
    Assumptions.assumeTrue(files > 2L * most + 500, "skipped: only " + files + " open files");
    StreamSettings many = settings().with(listener -> listener.withMaxConnections(most + 1));
    List<Socket> idle = new ArrayList<>();
    try (StreamInput input = tcp(many)) {
      try {
        for (int i = 0; i < most; i++) {
          idle.add(new Socket(InetAddress.getLoopbackAddress(), input.port()));
        }
        send(input.port(), "<13>còn nhanh\n");
        assertThat(intake.await(1)).containsExactly("<13>còn nhanh");
        assertThat(input.health().connections()).isGreaterThanOrEqualTo(most);
        idle.getLast().getOutputStream().write("<13>dậy rồi\n".getBytes(StandardCharsets.UTF_8));
        assertThat(intake.await(2)).contains("<13>dậy rồi");
      } finally {
        for (Socket socket : idle) {
          socket.close();
        }
      }
      assertThat(input.health().refusedConnections()).isZero();
    }
  }

  private static long mostOpenFiles() {
    return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
        : 0;
  }

  private SyslogUdpInput udp() {
    SyslogUdpInput input =
        new SyslogUdpInput(
            SyslogUdpSettings.of("udp", ANY, "mac-dinh"), SOURCES, intake, Clock.systemUTC());
    input.start();
    return input;
  }

  private static void sendUdp(int port, List<String> messages) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String message : messages) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(
            new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
      }
    }
  }

  @Test
  void receivesOverUdp() throws Exception {
    try (SyslogUdpInput input = udp()) {
      List<String> messages = IntStream.range(0, 2_000).mapToObj(i -> "<13>" + i).toList();
      sendUdp(input.port(), messages);

      assertThat(intake.await(2_000)).isEqualTo(messages);
      assertThat(input.health().kernelDropped()).isZero();
      assertThat(input.receiveBufferBytes()).isPositive();
    }
  }

  @Test
  void whatAFullJournalDropsOverUdpIsCounted() throws Exception {
    intake.refuse(true);
    try (SyslogUdpInput input = udp()) {
      sendUdp(input.port(), List.of("<13>a", "<13>b"));
      long deadline = System.nanoTime() + 10_000_000_000L;
      while (input.health().dropped() < 2 && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
      assertThat(input.health().dropped()).isEqualTo(2);
      assertThat(input.health().problem()).contains("full");
      intake.refuse(false);
      sendUdp(input.port(), List.of("<13>c"));
      assertThat(intake.await(1)).containsExactly("<13>c");
    }
  }

  @Test
  void closesTwiceAndBeforeTheStart() {
    Input input =
        new SyslogUdpInput(
            SyslogUdpSettings.of("udp", ANY, "x"), SOURCES, intake, Clock.systemUTC());
    input.close();
    input.close();
    assertThat(input.health().state()).isEqualTo(InputHealth.State.STOPPED);
  }

  private static void logger(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("logger"));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      Assumptions.abort("the command logger of util-linux is not here: " + e);
      return;
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @Test
  void understandsTheLoggerOfUtilLinux() throws Exception {
    try (SyslogUdpInput udp = udp();
        StreamInput tcp = tcp(settings())) {
      String udpPort = Integer.toString(udp.port());
      String tcpPort = Integer.toString(tcp.port());
      int number = 0;
      for (String format : List.of("--rfc3164", "--rfc5424")) {
        logger(
            "-n",
            "127.0.0.1",
            "-P",
            udpPort,
            "-d",
            format,
            "-t",
            "motcua",
            "-p",
            "local0.info",
            "hồ sơ số " + number);
        intake.await(++number);
        logger(
            "-n",
            "127.0.0.1",
            "-P",
            tcpPort,
            "-T",
            format,
            "-t",
            "motcua",
            "-p",
            "local0.info",
            "hồ sơ số " + number);
        intake.await(++number);
        logger(
            "-n",
            "127.0.0.1",
            "-P",
            tcpPort,
            "-T",
            "--octet-count",
            format,
            "-t",
            "motcua",
            "-i",
            "-p",
            "local0.info",
            "hồ sơ số " + number);
        intake.await(++number);
      }
      assertThat(intake.all()).hasSize(6);
      for (int i = 0; i < 6; i++) {
        var event =
            vn.lachan.collector.TestLogs.normalizer(
                    LogSource.of("mac-dinh", "auto", "").withZone(ZoneId.systemDefault()))
                .normalize(intake.all().get(i));
        assertThat(event.fields())
            .as(intake.texts().get(i))
            .containsEntry("event.dataset", "dvc.motcua")
            .containsEntry("process.name", "motcua")
            .containsEntry("log.syslog.facility.code", 16L)
            .containsKey("host.name");
        assertThat(event.text("event.original")).endsWith("hồ sơ số " + i);
        assertThat(Duration.between(event.timestamp(), event.ingested()).abs())
            .isLessThan(Duration.ofMinutes(1));
      }
    }
  }
}
