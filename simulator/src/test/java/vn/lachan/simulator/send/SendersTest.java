package vn.lachan.simulator.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendersTest {
  private static final Instant AT = Instant.parse("2026-11-20T01:14:22.310Z");
  private static final LogLine JSON =
      new LogLine(Feed.ONE_STOP, AT, "motcua-app-01", "motcua", "", "{\"ten\":\"Đồng Văn\"}");
  private static final LogLine SSHD =
      new LogLine(Feed.HOST, AT, "motcua-db-01", "sshd", "812", "Connection closed");
  private static final String JSON_MESSAGE =
      "<134>1 2026-11-20T08:14:22.310+07:00 motcua-app-01 motcua - - - {\"ten\":\"Đồng Văn\"}";
  private static final String SSHD_MESSAGE =
      "<86>1 2026-11-20T08:14:22.310+07:00 motcua-db-01 sshd 812 - - Connection closed";
  private static final char[] PASSWORD = "for-this-test".toCharArray();

  @TempDir Path temp;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Future<String> takeOne(ServerSocket server) {
    Callable<String> reader =
        () -> {
          try (Socket socket = server.accept();
              InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
        };
    return threads.submit(reader);
  }

  private static String framed(String message) {
    return message.getBytes(StandardCharsets.UTF_8).length + " " + message;
  }

  @Test
  void countsTheOctetsOfSyslogOverTcp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Future<String> received = takeOne(server);
      try (Sender sender =
          new SyslogTcpSender("localhost", server.getLocalPort(), Optional.empty())) {
        sender.send(JSON);
        sender.send(SSHD);
      }
      assertThat(received.get(10, TimeUnit.SECONDS))
          .isEqualTo(framed(JSON_MESSAGE) + framed(SSHD_MESSAGE));
    }
  }

  @Test
  void speaksTlsToAPlatformWithACertificateOfItsOwn() throws Exception {
    SSLContext platform = platform();
    try (ServerSocket server =
        platform
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Future<String> received = takeOne(server);
      Optional<SSLContext> trust = Optional.of(TrustedCertificate.context(temp.resolve("ca.pem")));
      try (Sender sender = new SyslogTcpSender("localhost", server.getLocalPort(), trust)) {
        sender.send(SSHD);
      }
      assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo(framed(SSHD_MESSAGE));
    }
  }

  @Test
  void refusesACertificateItWasNotGiven() throws Exception {
    SSLContext platform = platform();
    try (ServerSocket server =
        platform
            .getServerSocketFactory()
            .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Future<String> received = takeOne(server);
      assertThatExceptionOfType(SenderException.class)
          .isThrownBy(() ->
              new SyslogTcpSender(
                  "localhost", server.getLocalPort(), Optional.of(SSLContext.getDefault())));
      received.cancel(true);
    }
  }

  @Test
  void sendsADatagramAMessage() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(10_000);
      try (Sender sender = new SyslogUdpSender("localhost", server.getLocalPort())) {
        sender.send(JSON);
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        server.receive(packet);
        assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
            .isEqualTo(JSON_MESSAGE);
      }
    }
  }

  @Test
  void postsBatchesWithItsTokenUntilTheyAreTaken() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    List<String> tokens = new CopyOnWriteArrayList<>();
    AtomicInteger calls = new AtomicInteger();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.setHttpsConfigurator(new HttpsConfigurator(platform()));
    server.createContext(
        "/logs",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          int status = calls.incrementAndGet() == 1 ? 503 : 202;
          if (status == 202) {
            bodies.add(body);
            tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/logs");
      HttpsSender.Settings small =
          new HttpsSender.Settings(40, Duration.ofSeconds(5), 3, Duration.ofMillis(10));
      Optional<SSLContext> trust = Optional.of(TrustedCertificate.context(temp.resolve("ca.pem")));
      try (Sender sender = new HttpsSender(uri, "tk-1", trust, small)) {
        for (int i = 0; i < 3; i++) {
          sender.send(JSON);
        }
      }
    } finally {
      server.stop(0);
    }
    assertThat(String.join("", bodies)).isEqualTo("{\"ten\":\"Đồng Văn\"}\n".repeat(3));
    assertThat(bodies).hasSize(2);
    assertThat(tokens).containsOnly("Bearer tk-1");
    assertThat(calls).hasValue(3);
  }

  @Test
  void saysWhyAPlatformRefusesItsLines() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "unknown token".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(401, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/logs");
      HttpsSender sender =
          new HttpsSender(uri, "wrong", Optional.empty(), HttpsSender.Settings.DEFAULTS);
      sender.send(JSON);
      assertThatExceptionOfType(SenderException.class)
          .isThrownBy(sender::flush)
          .withMessageContaining("answered 401: unknown token");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void writesFilesAsTheProgramsWould() throws IOException {
    try (Sender sender = new FileSender(temp.resolve("logs"))) {
      sender.send(JSON);
      sender.send(SSHD);
    }
    assertThat(temp.resolve("logs/dvc.motcua.log")).hasContent("{\"ten\":\"Đồng Văn\"}\n");
    assertThat(temp.resolve("logs/linux.auth.log"))
        .hasContent("2026-11-20T08:14:22.310+07:00 motcua-db-01 sshd[812]: Connection closed\n");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    assertThatExceptionOfType(SenderException.class)
        .isThrownBy(() -> new SyslogTcpSender("localhost", port, Optional.empty()))
        .withMessage("cannot connect to syslog at localhost:" + port);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Senders().with("dvc.khac", new FileSender(temp)));
  }

  /** A platform's own certificate, made with the JDK's keytool; its PEM lies in ca.pem. */
  private SSLContext platform() throws Exception {
    Path store = temp.resolve("platform.p12");
    if (!Files.exists(store)) {
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "p",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=dns:localhost,ip:127.0.0.1",
                  "-validity",
                  "30",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  new String(PASSWORD),
                  "-keystore",
                  store.toString())
              .redirectErrorStream(true)
              .start();
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      keytool.getInputStream().transferTo(said);
      assertThat(keytool.waitFor()).as(said.toString(StandardCharsets.UTF_8)).isZero();
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    byte[] certificate = keys.getCertificate("p").getEncoded();
    Files.writeString(
        temp.resolve("ca.pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
