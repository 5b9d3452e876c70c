package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.playbooks.PlaybookEngineContract.Stage;

/** Calls of web interfaces against a real server on the loopback address. */
class HttpStepTest {
  private static final String ANSWER = "{\"ticket\":\"T-1\",\"n\":\"chữ\"}";

  @TempDir Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> types = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String path = exchange.getRequestURI().toString();
          types.add(
              exchange.getRequestHeaders().getOrDefault("Content-Type", List.of("")).getFirst());
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + path
                  + " "
                  + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                  + " "
                  + body);
          if (path.startsWith("/slow")) {
            try {
              release.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            }
          }
          byte[] answer =
              path.startsWith("/big") ? new byte[10_000] : ANSWER.getBytes(StandardCharsets.UTF_8);
          if (path.startsWith("/away")) {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
          }
          int status = path.startsWith("/no") ? 503 : path.startsWith("/away") ? 302 : 200;
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Stage stage(TestPlaybook playbook) {
    EngineSettings settings =
        new EngineSettings(
            "test",
            Duration.ofMinutes(5),
            100,
            10,
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofSeconds(15),
            3,
            5000,
            java.util.Set.of("127.0.0.1:" + server.getAddress().getPort()));
    return new Stage(new TestDesk(TestDatabase.h2(), folder), settings, playbook.target(url()));
  }

  @Test
  void sendsAFilledInRequestAndTakesValuesFromTheAnswer() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .external("__what__", "string")
            .variable("__ticket__", "string", null)
            .http(
                "action--a",
                "POST /tickets/__what__:value HTTP/1.1",
                "{\"title\":\"__what__:value\"}",
                "action--b")
            .outputs("action--a", "__ticket__")
            .manual("action--b", "Theo dõi __ticket__:value", "end--done");
    try (Stage stage = stage(playbook).start(Map.of("__what__", "a/b \"c\""))) {
      assertThat(requests)
          .containsExactly(
              "POST /tickets/a%2Fb%20%22c%22 "
                  + stage.runId
                  + "/2/0 {\"title\":\"a/b \\\"c\\\"\"}");
      assertThat(stage.step("action--a").output()).startsWith("HTTP 200\n");
      assertThat(stage.task("action--b").instructions()).isEqualTo("Theo dõi T-1");
      assertThat(stage.engine.stats().calls()).isEqualTo(1);
    }
  }

  @Test
  void anOpenC2CommandArrivesFilledInAndWithItsMediaType() throws InterruptedException {
    String content = "{\"action\":\"deny\",\"target\":{\"ipv4_net\":\"__ip__:value\"}}";
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .variable("__ip__", "string", "203.0.113.9\"}")
            .http("action--a", "POST /openc2 HTTP/1.1", "", "end--done")
            .with(
                "action--a",
                step ->
                    ((ObjectNode) step.get("commands").get(0))
                        .put("type", "openc2-http")
                        .put(
                            "content_b64",
                            Base64.getEncoder()
                                .encodeToString(content.getBytes(StandardCharsets.UTF_8))));
    try (Stage stage = stage(playbook).start(Map.of())) {
      assertThat(stage.run().state()).as(stage.run().problem()).isEqualTo(RunState.SUCCEEDED);
      assertThat(requests)
          .singleElement()
          .asString()
          .endsWith("{\"action\":\"deny\",\"target\":{\"ipv4_net\":\"203.0.113.9\\\"}\"}}");
      assertThat(types).containsExactly("application/openc2+json;version=1.0");
    }
  }

  @Test
  void failsOnAnyOtherStatusAndFollowsNoRedirect() throws InterruptedException {
    for (String path : List.of("/no", "/away")) {
      TestPlaybook playbook =
          TestPlaybook.named("p").http("action--a", "GET " + path + " HTTP/1.1", "", "end--done");
      try (Stage stage = stage(playbook).start(Map.of())) {
        assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
        assertThat(stage.run().problem()).contains(path.equals("/no") ? "HTTP 503" : "HTTP 302");
      }
    }
  }

  @Test
  void refusesAnAnswerOverTheLimitAndAValueOfAnotherType() throws InterruptedException {
    TestPlaybook big =
        TestPlaybook.named("p").http("action--a", "POST /big HTTP/1.1", "x", "end--done");
    try (Stage stage = stage(big).start(Map.of())) {
      assertThat(stage.run().problem()).contains("lớn hơn giới hạn 5000 byte");
    }
    TestPlaybook typed =
        TestPlaybook.named("p")
            .variable("__n__", "integer", null)
            .http("action--a", "GET /x HTTP/1.1", "", "end--done")
            .outputs("action--a", "__n__");
    try (Stage stage = stage(typed).start(Map.of())) {
      assertThat(stage.run().problem()).contains("__n__ không đúng kiểu integer");
    }
  }

  @Test
  void timesOutAndTakesTheWayOfFailure() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .http("action--a", "GET /slow HTTP/1.1", "", "end--done")
            .with("action--a", step -> step.put("timeout", 300))
            .onFailure("action--a", "action--late")
            .manual("action--late", "gọi điện", "end--late")
            .end("end--late");
    try (Stage stage = stage(playbook).start(Map.of())) {
      assertThat(stage.state("action--a")).isEqualTo(StepState.TIMED_OUT);
      assertThat(stage.state("action--late")).isEqualTo(StepState.WAITING_INPUT);
    }
  }

  @Test
  void letsAPersonDecideAboutALostCallThatMayNotBeRepeated() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p").http("action--a", "POST /x HTTP/1.1", "x", "end--done");
    try (Stage stage = stage(playbook)) {
      lose(stage);
      assertThat(stage.state("action--a")).isEqualTo(StepState.WAITING_INPUT);
      assertThat(stage.task("action--a").title()).startsWith("Xác định kết quả");
      stage.complete("action--a", Map.of(ActionWorker.DECISION, "chay_lai"));

      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(requests).hasSize(2);
      assertThat(requests.get(0)).isEqualTo(requests.get(1));
      assertThat(stage.engine.stats().unknown()).isEqualTo(1);
    }
  }

  @Test
  void repeatsALostCallThatDoesNoHarmWithTheSameKey() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p").http("action--a", "PUT /x HTTP/1.1", "x", "end--done");
    try (Stage stage = stage(playbook)) {
      lose(stage);
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(stage.step("action--a").attempts()).isEqualTo(2);
      assertThat(requests).hasSize(2);
      assertThat(requests.get(0)).isEqualTo(requests.get(1));
    }
  }

  /** The run is taken over while its call is on its way: what a death of the process looks like. */
  private void lose(Stage stage) throws InterruptedException {
    stage.runId =
        stage.engine.start(
            vn.lachan.incidents.TestDesk.LAN, stage.incident, TestPlaybook.ID, Map.of());
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Idempotency-Key")
                  + " "
                  + body);
          if (requests.size() == 1) {
            JdbcRunStore store = new JdbcRunStore(stage.desk.dataSource);
            store.releaseAll("test");
            Rows.Run thief =
                store
                    .acquire(
                        stage.runId, "thief", stage.desk.clock.instant(), Duration.ofMinutes(1))
                    .orElseThrow()
                    .run();
            store.release(thief, stage.desk.clock.instant());
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    stage.engine.poll();
    assertThat(stage.state("action--a")).isEqualTo(StepState.RUNNING);
    assertThat(stage.engine.stats().lostLeases()).isEqualTo(1);
    stage.engine.poll();
    assertThat(stage.engine.find(OrganizationScope.PROVINCE, stage.runId)).isPresent();
  }
}
