package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.command.Commands;
import vn.lachan.app.wiring.CommuneForwarder;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.forward.ForwardStats;
import vn.lachan.events.Event;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;

/** A commune's forwarder and the platform it forwards to; and OpenTelemetry over HTTPS. */
@ExtendWith(SharedPlatform.class)
class ForwardingIT {

  private static CommuneForwarder commune(Map<String, String> more) {
    TestPlatform platform = SharedPlatform.platform();
    Map<String, String> settings = new java.util.TreeMap<>(more);
    settings.put("lachan.forward.name", SharedPlatform.FORWARDER);
    settings.put("lachan.forward.authorities", platform.running().certificate().toString());
    settings.put("lachan.inputs.syslog-tcp.enabled", "true");
    settings.put("lachan.journal.free-space", "1MB");
    return CommuneForwarder.start(
        SharedPlatform.communeFolder(),
        settings,
        List.of(),
        Optional.of("tls://localhost:" + platform.port("forward")));
  }

  private static List<Event> find(String text) throws InterruptedException {
    SharedPlatform.platform().awaitQuiet();
    return SharedPlatform.platform()
        .get(EventStore.class)
        .search(
            new EventQuery(text, TimeRange.ALL, OrganizationScope.PROVINCE), Optional.empty(), 10)
        .events();
  }

  @Test
  void aLineOfACommuneReachesTheProvinceWithoutCitizenNumbers() throws Exception {
    try (CommuneForwarder commune = commune(Map.of("lachan.forward.urgent[0]", "linux.auth"))) {
      InputHealth input = commune.inputs().getFirst();
      int port = Integer.parseInt(input.address().substring(input.address().lastIndexOf(':') + 1));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket
            .getOutputStream()
            .write(
                "<38>1 2026-11-20T08:15:00+07:00 may-xa sshd 71 - - Failed password for quangxa7 from 203.0.113.9 port 51522 ssh2 008199001234\n"
                    .getBytes(StandardCharsets.UTF_8));
      }
      TestPlatform.await("the line to be forwarded", () -> commune.stats().acknowledged() == 1);
      ForwardStats stats = commune.stats();
      assertThat(stats.connected()).isTrue();
      assertThat(stats.lineBytes()).isPositive();
    }
    List<Event> found = find("user.name:quangxa7");
    assertThat(found).hasSize(1);
    Event event = found.getFirst();
    assertThat(event.get("log.source.id")).isEqualTo(SharedPlatform.FORWARDER);
    assertThat(event.get("organization.id")).isEqualTo(SharedPlatform.COMMUNE);
    assertThat(event.get("event.dataset")).isEqualTo("linux.auth");
    assertThat(event.get("event.original").toString()).doesNotContain("008199001234");
  }

  @Test
  void aForwarderAnswersWithHealthAndFigures() throws Exception {
    int port;
    try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (CommuneForwarder commune =
            commune(Map.of("lachan.forward.status-port", Integer.toString(port)));
        HttpClient http = HttpClient.newHttpClient()) {
      TestPlatform.await("a connection", () -> commune.stats().connected());
      URI health = URI.create("http://127.0.0.1:" + port + "/health");
      assertThat(
              http.send(
                      HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString())
                  .body())
          .contains("\"connected\":true", "syslog-tcp");
      assertThat(
              http.send(
                      HttpRequest.newBuilder(health.resolve("/metrics")).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body())
          .contains("lachan_forward_connected 1", "lachan_forward_backlog_bytes{lane=\"urgent\"}");
    }
  }

  @Test
  void whatCannotStartSaysWhy(@TempDir Path folder) {
    assertThat(start(folder, "--roles", "serve")).contains("--roles");
    assertThat(start(folder, "--forward-to", "tls://a:1")).contains("--roles collect");
    assertThat(start(folder, "--roles", "collect")).contains("lachan.forward.to");
    assertThat(start(folder, "--roles", "collect", "--forward-to", "tls://a"))
        .contains("tls://máy:cổng");
    assertThat(start(folder, "--roles", "collect", "--forward-to", "tls://a:1"))
        .contains("lachan.forward.authorities");
    assertThat(
            start(
                folder, "--roles", "collect", "--forward-to", "tls://a:1", "--set", "lachan.la=1"))
        .contains("lachan.la");
  }

  private static String start(Path folder, String... words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new java.util.ArrayList<>(List.of("start", "--data", folder.toString()));
    all.addAll(List.of(words));
    int code =
        Commands.standard()
            .run(
                all,
                new Commands.Output(
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8)));
    assertThat(code).isEqualTo(2);
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void logsOfOpenTelemetryComeOverHttps() throws Exception {
    TestPlatform platform = SharedPlatform.platform();
    String body =
        """
        {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"otlp-thu"}}]},
         "scopeLogs":[{"logRecords":[{"timeUnixNano":"1763601300000000001","severityNumber":17,
         "body":{"stringValue":"công dân 008199001234 không đăng nhập được"}}]}]}]}\
        """;
    HttpResponse<String> answer = platform.post("/v1/logs", body, TestPlatform.TOKEN + "-json");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");
    assertThat(platform.post("/v1/logs", body, "sai").statusCode()).isEqualTo(401);
    assertThat(platform.post("/v1/logs", "{", TestPlatform.TOKEN + "-json").statusCode())
        .isEqualTo(400);
    List<Event> found = find("service.name:otlp-thu");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().get("event.original").toString()).doesNotContain("008199001234");
  }
}
