package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.playbooks.PlaybookEngineContract.Stage;
import vn.lachan.playbooks.vault.HashicorpVault;
import vn.lachan.playbooks.vault.Secret;
import vn.lachan.playbooks.vault.SecretVault;
import vn.lachan.playbooks.vault.VaultException;

/** Logins, tries and notices against a real HTTP server. */
class CredentialsTest {
  @TempDir Path folder;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final java.util.concurrent.atomic.AtomicInteger failures =
      new java.util.concurrent.atomic.AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    bodies.add(body);
    seen.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    String answer = "{\"access_token\":\"the\",\"expires_in\":3600}";
    int status = 200;
    if (path.startsWith("/v1/")) {
      boolean token = "s.1".equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
      status = !token ? 403 : path.equals("/v1/secret/data/lc/may") ? 200 : 404;
      answer = "{\"data\":{\"data\":{\"username\":\"u\",\"password\":\"p\"},\"metadata\":{}}}";
    } else if (path.startsWith("/flaky") && failures.getAndDecrement() > 0) {
      status = 500;
    } else if (path.startsWith("/hook")) {
      seen.add(exchange.getRequestHeaders().getFirst("X-Lachan-Signature"));
      seen.add(exchange.getRequestHeaders().getFirst("X-Lachan-Timestamp"));
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static SecretVault vault(Map<String, String> fields) {
    return _ -> Optional.of(new Secret(fields));
  }

  private Stage stage(TestPlaybook playbook, SecretVault vault, Notices notices) {
    return new Stage(
        new TestDesk(TestDatabase.h2(), folder),
        EngineSettings.DEFAULT.allowing("127.0.0.1"),
        List.of(playbook.target(url()).json()),
        SigningPolicy.NONE,
        new EngineTools(vault, EventSearch.NONE, RemoteSettings.NONE, notices));
  }

  private TestPlaybook loggedIn(String type) {
    return TestPlaybook.named("p")
        .http("action--a", "GET /x HTTP/1.1", "", "action--b")
        .http("action--b", "GET /y HTTP/1.1", "", "end--done")
        .login(type + "--1", type, "khoa");
  }

  private Stage authenticated(String type, SecretVault vault) throws InterruptedException {
    TestPlaybook playbook = loggedIn(type).target(url());
    playbook.whole(root ->
        ((tools.jackson.databind.node.ObjectNode) root.at("/target_definitions/http-api--1"))
            .put("authentication_info", type + "--1"));
    return new Stage(
            new TestDesk(TestDatabase.h2(), folder),
            EngineSettings.DEFAULT.allowing("127.0.0.1"),
            List.of(playbook.json()),
            SigningPolicy.NONE,
            new EngineTools(vault, EventSearch.NONE, RemoteSettings.NONE, Notices.NONE))
        .start(Map.of());
  }

  @Test
  void logsInWithNameAndPasswordAndShowsNeither() throws InterruptedException {
    try (Stage stage =
        authenticated("http-basic", vault(Map.of("username", "u", "password", "bí mật")))) {
      assertThat(stage.run().state()).as(stage.run().problem()).isEqualTo(RunState.SUCCEEDED);
      String basic =
          Base64.getEncoder().encodeToString("u:bí mật".getBytes(StandardCharsets.UTF_8));
      assertThat(seen).containsExactly("/x Basic " + basic, "/y Basic " + basic);
      assertThat(stage.step("action--a").command())
          .endsWith("[đăng nhập: http-basic, kho khóa: khoa]")
          .doesNotContain("bí mật", basic);
    }
  }

  @Test
  void fetchesATokenOnceForAClient() throws InterruptedException {
    SecretVault vault =
        vault(Map.of("token_url", url() + "/token", "client_id", "c", "client_secret", "s&1"));
    try (Stage stage = authenticated("oauth2", vault)) {
      assertThat(stage.run().state()).as(stage.run().problem()).isEqualTo(RunState.SUCCEEDED);
      assertThat(seen).containsExactly("/token null", "/x Bearer the", "/y Bearer the");
      assertThat(bodies.getFirst())
          .isEqualTo("grant_type=client_credentials&client_id=c&client_secret=s%261");
    }
  }

  @Test
  void failsByNameWhenTheVaultHasNoSuchSecret() throws InterruptedException {
    try (Stage stage = authenticated("http-basic", SecretVault.EMPTY)) {
      assertThat(stage.run().problem()).contains("Kho khóa không có bí mật “khoa”");
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void triesAgainWithPausesWhereThatDoesNoHarm() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .http("action--a", "PUT /flaky HTTP/1.1", "x", "end--done")
            .extension("action--a", x -> x.putObject("retry").put("max", 3).put("backoff", 1000));
    failures.set(2);
    try (Stage stage = stage(playbook, SecretVault.EMPTY, Notices.NONE).start(Map.of())) {
      assertThat(stage.state("action--a")).isEqualTo(StepState.DELAYED);
      stage.desk.clock.advance(Duration.ofMillis(1001));
      stage.engine.poll();
      assertThat(stage.state("action--a")).isEqualTo(StepState.DELAYED);
      stage.desk.clock.advance(Duration.ofMillis(1001));
      stage.engine.poll();
      assertThat(stage.state("action--a")).as("the pause doubles").isEqualTo(StepState.DELAYED);
      stage.desk.clock.advance(Duration.ofMillis(1001));
      stage.engine.poll();
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(seen).hasSize(3);
    }
    TestPlaybook post =
        TestPlaybook.named("p")
            .http("action--a", "POST /flaky HTTP/1.1", "x", "end--done")
            .extension("action--a", x -> x.putObject("retry").put("max", 3).put("backoff", 1));
    failures.set(2);
    try (Stage stage = stage(post, SecretVault.EMPTY, Notices.NONE).start(Map.of())) {
      assertThat(stage.run().state()).as("a POST may not be repeated").isEqualTo(RunState.FAILED);
    }
  }

  @Test
  void signsWhatItTellsAServiceAndTellsNoPersonalData() throws Exception {
    Notices notices =
        new Notices(
            Map.of("truc-ban", new Notices.Webhook(URI.create(url() + "/hook"), "khoa")),
            Map.of(),
            MailSender.NONE,
            Duration.ofSeconds(5));
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .external("__incident_id__", "string")
            .variable("__n__", "integer", "12")
            .command(
                "action--a", "webhook", "Sự cố __incident_id__:value: __n__:value", "end--done")
            .extension("action--a", x -> x.putObject("notice").putArray("to").add("truc-ban"));
    try (Stage stage = stage(playbook, vault(Map.of("key", "khóa")), notices).start(Map.of())) {
      assertThat(stage.run().state()).as(stage.run().problem()).isEqualTo(RunState.SUCCEEDED);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("khóa".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String signed = seen.get(2) + "." + bodies.getFirst();
      assertThat(seen.get(1))
          .isEqualTo(
              "sha256="
                  + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
      assertThat(bodies.getFirst()).contains("Sự cố " + stage.incident + ": 12");
    }
    TestPlaybook leaky =
        TestPlaybook.named("p")
            .variable("__name__", "string", "Nguyễn Văn A")
            .command("action--a", "webhook", "__name__:value", "end--done")
            .extension("action--a", x -> x.putObject("notice").putArray("to").add("truc-ban"));
    try (Stage stage = stage(leaky, vault(Map.of("key", "k")), notices).start(Map.of())) {
      assertThat(stage.run().problem()).contains("không được chứa giá trị của __name__");
    }
  }

  @Test
  void readsSecretsOfHashicorpVault() throws IOException {
    Path token = folder.resolve("token");
    Files.writeString(token, "s.1\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    HashicorpVault.Place place =
        new HashicorpVault.Place(URI.create(url()), "secret", "", token, Duration.ofSeconds(5));
    try (HashicorpVault vault = new HashicorpVault(place)) {
      assertThat(vault.find("lc/may").orElseThrow().fields())
          .isEqualTo(Map.of("username", "u", "password", "p"));
      assertThat(vault.find("khác")).isEmpty();
      assertThatExceptionOfType(VaultException.class).isThrownBy(() -> vault.find("../sys/x"));
      Files.writeString(token, "s.2");
      assertThatExceptionOfType(VaultException.class)
          .isThrownBy(() -> vault.find("lc/may"))
          .withMessageContaining("does not let");
      Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
      assertThatExceptionOfType(VaultException.class)
          .isThrownBy(() -> vault.find("lc/may"))
          .withMessageContaining("0600");
    }
  }
}
