package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import vn.lachan.app.security.Role;
import vn.lachan.events.Event;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.registry.Registry;
import vn.lachan.simulator.send.TrustedCertificate;

/** What a platform does with input that no well-behaved program sends: say so, and go on. */
class BadInputIT {
  private static final String TOKEN = TestPlatform.TOKEN + "-json";
  private static final int TEN_MEGABYTES = 10 << 20;

  private static final List<String> REGISTRY =
      List.of(
          "calendar.yml",
          "certificates.csv",
          "grants.csv",
          "officials.csv",
          "systems.yml",
          "units.csv");

  @TempDir static Path folder;
  private static TestPlatform platform;

  @BeforeAll
  static void start() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("hong.yml"),
        "title: Quy tắc hỏng\nlogsource:\n  product: linux\ndetection:\n  selection: [1, 2\n");
    platform =
        TestPlatform.start(
            folder.resolve("data"), Map.of("lachan.detection.rules[0]", rules.toString()));
    platform.account("phan.tich", "ca-tinh", Role.PHAN_TICH);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @AfterEach
  void answersAndTakesLogsAfterwards() throws Exception {
    assertThat(platform.signedIn("phan.tich").get("/api/session").statusCode()).isEqualTo(200);
    assertThat(platform.send("json", "{\"note\":\"still here\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void keepsBrokenUtf8AndNulBytes() throws Exception {
    double before = metric("lachan_input_received_total{input=\"syslog-tcp\"}");
    syslogTcp("<13>1 - host hongutf8 - - - ".getBytes(StandardCharsets.UTF_8), hongBytes());
    Event broken = await("process.name:hongutf8");
    assertThat(broken.get("tags").toString()).contains("invalid_utf8");
    assertThat(broken.text("message")).contains("trước").contains("sau");
    assertThat(metric("lachan_input_received_total{input=\"syslog-tcp\"}")).isGreaterThan(before);
    HttpResponse<String> answer =
        platform.send(
            TOKEN, "{\"note\":\"nulnul\u0000\"}\n".getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(answer.statusCode()).isEqualTo(200);
    Event nul =
        await("log.source.id:test-json", event -> event.text("event.original").contains("nulnul"));
    assertThat(nul.text("event.dataset")).isEqualTo("json");
    assertThat(nul.text("note")).isEqualTo("nulnul\ufffd");
    assertThat(nul.text("event.original")).doesNotContain("\0");
  }

  private static byte[] hongBytes() {
    byte[] before = "trước ".getBytes(StandardCharsets.UTF_8);
    byte[] after = " sau".getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(before, before.length + 3 + after.length);
    all[before.length] = (byte) 0xC3;
    all[before.length + 1] = (byte) 0xFF;
    all[before.length + 2] = 0;
    System.arraycopy(after, 0, all, before.length + 3, after.length);
    return all;
  }

  @Test
  void cutsTenMegabyteLinesAndSaysSo() throws Exception {
    byte[] line = new byte[TEN_MEGABYTES];
    Arrays.fill(line, (byte) 'a');
    double before = metric("lachan_input_truncated_total{input=\"syslog-tcp\"}");
    syslogTcp("<13>1 - host dongdai - - - ".getBytes(StandardCharsets.UTF_8), line);
    Event event = await("process.name:dongdai AND tags:truncated");
    assertThat((long) event.get("lachan.wire_bytes")).isGreaterThanOrEqualTo(TEN_MEGABYTES);
    assertThat(metric("lachan_input_truncated_total{input=\"syslog-tcp\"}")).isEqualTo(before + 1);
    assertThat(platform.send(TOKEN, line, Map.of()).statusCode()).isEqualTo(200);
    await("log.source.id:test-json AND tags:truncated AND event.kind:pipeline_error");
  }

  @Test
  void keepsDeepJsonAsUnparsed() throws Exception {
    double before = metric("lachan_pipeline_unparsed_total");
    platform.send("json", "{\"sau\":" + "[".repeat(60_000));
    platform.send("json", "{\"sau\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    TestPlatform.await(
        "both to be counted", () -> metricOrZero("lachan_pipeline_unparsed_total") >= before + 2);
  }

  @Test
  void keepsEventsWithWrongDates() throws Exception {
    for (String date : List.of("2026-13-45T99:00:00Z", "hôm qua", "-5000-01-01T00:00:00Z")) {
      platform.send(
          "dvc.motcua",
          "{\"hanh_dong\":\"xem_ho_so\",\"tep_id\":\"sai-ngay\",\"thoi_gian\":\"" + date + "\"}");
    }
    TestPlatform.await("three events", () -> count("dvc.attachment.id:sai-ngay") == 3);
    assertThat(count("dvc.attachment.id:sai-ngay AND tags:bad_timestamp")).isEqualTo(3);
  }

  @Test
  void keepsUnknownSyslogPrograms() throws Exception {
    syslogTcp(
        "<13>1 - host chua-ai-biet - - - ".getBytes(StandardCharsets.UTF_8),
        "nội dung".getBytes(StandardCharsets.UTF_8));
    assertThat(await("process.name:chua-ai-biet").text("event.dataset")).isEqualTo("syslog");
  }

  @Test
  void servesOthersWhileOneHangsInTheHandshake() throws Exception {
    SSLContext trust = TrustedCertificate.context(platform.running().certificate());
    int port = platform.port("syslog-tls");
    double before = metric("lachan_input_failed_handshakes_total{input=\"syslog-tls\"}");
    try (Socket hanging = new Socket(InetAddress.getLoopbackAddress(), port)) {
      hanging.getOutputStream().write(0x16);
      try (Socket other = trust.getSocketFactory().createSocket("localhost", port)) {
        other
            .getOutputStream()
            .write("<13>1 - host khongbitreo - - - xin chào\n".getBytes(StandardCharsets.UTF_8));
      }
      await("process.name:khongbitreo");
      TestPlatform.await(
          "the hanging one to be cut",
          () ->
              metricOrZero("lachan_input_failed_handshakes_total{input=\"syslog-tls\"}") > before);
    }
  }

  @Test
  void refusesWhatCannotBeTakenOverHttps() throws Exception {
    assertThat(platform.send("wrong", new byte[] {'{', '}'}, Map.of()).statusCode()).isEqualTo(401);
    HttpResponse<String> garbage =
        platform.send(TOKEN, new byte[] {1, 2, 3}, Map.of("Content-Encoding", "gzip"));
    assertThat(garbage.statusCode()).isEqualTo(400);
    assertThat(garbage.body()).contains("cannot be read");
    assertThat(platform.send(TOKEN, new byte[] {1}, Map.of("Content-Encoding", "zip")).statusCode())
        .isEqualTo(415);
  }

  @Test
  void listsABrokenRuleWithFileAndLine() throws Exception {
    JsonNode rejected = platform.signedIn("phan.tich").json("/api/rules").get("rejected");
    assertThat(rejected.size()).isEqualTo(1);
    assertThat(rejected.get(0).get("file").asString()).endsWith("hong.yml");
    assertThat(rejected.get(0).get("line").asInt()).isBetween(5, 6);
    assertThat(metric("lachan_detection_rejected_rules")).isEqualTo(1);
  }

  @Test
  void doesNotStartWithAnUnknownSetting() {
    assertThatThrownBy(() ->
            TestPlatform.start(
                folder.resolve("unknown-setting"), Map.of("lachan.jurnal.limit", "1GB")))
        .hasStackTraceContaining("lachan.jurnal.limit");
  }

  @Test
  void doesNotStartWithAnUnknownUnitInTheRegistry() throws Exception {
    Path registry = Files.createDirectories(folder.resolve("registry"));
    for (String name : REGISTRY) {
      try (InputStream in = Registry.class.getResourceAsStream("/registry/" + name)) {
        Files.write(registry.resolve(name), Objects.requireNonNull(in).readAllBytes());
      }
    }
    List<String> officials = Files.readAllLines(registry.resolve("officials.csv"));
    int at = 1;
    while (officials.get(at - 1).startsWith("#")) {
      at++;
    }
    int line = at;
    String unit =
        units(registry).stream().filter(officials.get(line)::contains).findFirst().orElseThrow();
    officials.set(line, officials.get(line).replace(unit, "khong-co-don-vi"));
    Files.write(registry.resolve("officials.csv"), officials);
    assertThatThrownBy(() ->
            TestPlatform.start(
                folder.resolve("unknown-unit"),
                Map.of("lachan.registry.folder", registry.toString())))
        .hasStackTraceContaining("the registry was refused")
        .hasStackTraceContaining("officials.csv:" + (line + 1))
        .hasStackTraceContaining("khong-co-don-vi");
  }

  private static List<String> units(Path registry) throws IOException {
    return Files.readAllLines(registry.resolve("units.csv")).stream()
        .filter(line -> line.indexOf(',') > 0)
        .map(line -> line.substring(0, line.indexOf(',')))
        .filter(code -> code.length() >= 4)
        .toList();
  }

  private static void syslogTcp(byte[] header, byte[] content) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.port("syslog-tcp"));
        OutputStream out = socket.getOutputStream()) {
      out.write(((header.length + content.length) + " ").getBytes(StandardCharsets.US_ASCII));
      out.write(header);
      out.write(content);
    }
  }

  private static double metricOrZero(String name) {
    try {
      return metric(name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static double metric(String name) throws IOException, InterruptedException {
    return platform
        .signedIn("phan.tich")
        .get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  private static Event await(String query) throws InterruptedException {
    return await(query, _ -> true);
  }

  /** Waits for an event of {@code query} that fits; tells what there is when none comes. */
  private static Event await(String query, Predicate<Event> fits) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      Optional<Event> found = newest(query).stream().filter(fits).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "no event of "
                + query
                + " among\n"
                + newest("").stream().map(BadInputIT::brief).toList());
      }
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  private static String brief(Event event) {
    String text = event.fields().toString();
    return text.substring(0, Math.min(600, text.length())) + "\n";
  }

  private static List<Event> newest(String query) {
    return platform.get(EventStore.class).search(query(query), Optional.empty(), 50).events();
  }

  private static long count(String query) {
    return platform.get(EventStore.class).count(query(query));
  }

  private static EventQuery query(String text) {
    return new EventQuery(text, TimeRange.ALL, OrganizationScope.PROVINCE);
  }
}
