package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.LAN;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.PaperReference;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.incidents.sharing.Observable;
import vn.lachan.incidents.sharing.SharingRefusedException;
import vn.lachan.playbooks.PlaybookEngineContract.Stage;
import vn.lachan.playbooks.vault.Secret;

/** What labels of incidents and observables let steps do, against a real receiver. */
class LeavingTest {
  @TempDir static Path folder;
  private static TestDesk desk;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeAll
  static void open() {
    desk = new TestDesk(TestDatabase.h2(), folder);
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Stage stage(TestPlaybook playbook) {
    Notices notices =
        new Notices(
            Map.of("truc-ban", new Notices.Webhook(URI.create(url() + "/hook"), "khoa")),
            Map.of("doi", List.of("doi@tuyenquang.gov.vn")),
            (to, subject, _, _) -> {
              mails.add(to + subject);
              return new MailSender.Sent.Taken();
            },
            Duration.ofSeconds(5));
    return new Stage(
        desk,
        EngineSettings.DEFAULT.allowing("127.0.0.1"),
        List.of(playbook.target(url()).json()),
        SigningPolicy.NONE,
        new EngineTools(
            _ -> Optional.of(new Secret(Map.of("key", "k", "old_key", "o"))),
            EventSearch.NONE,
            RemoteSettings.NONE,
            notices));
  }

  private static TestPlaybook http(String line) {
    return TestPlaybook.named("p").http("action--a", line, "", "end--done");
  }

  private static TestPlaybook notice(String type, String to) {
    return TestPlaybook.named("p")
        .command("action--a", type, "Có việc", "end--done")
        .extension("action--a", x -> x.putObject("notice").putArray("to").add(to));
  }

  /** What is sent, under which labels, and the rule that forbids it; empty: it goes. */
  @ParameterizedTest
  @CsvSource({
    "get,     AMBER,        GREEN, ''",
    "get,     AMBER,        AMBER, ''",
    "get,     AMBER,        RED,   PAP:RED/LOOKUP",
    "get,     AMBER_STRICT, GREEN, TLP:AMBER+STRICT/LOOKUP",
    "post,    AMBER,        GREEN, ''",
    "post,    AMBER,        AMBER, PAP:AMBER/SERVICE",
    "post,    RED,          CLEAR, TLP:RED/SERVICE",
    "email,   AMBER,        AMBER, ''",
    "email,   RED,          GREEN, TLP:RED/MAIL",
    "email,   AMBER,        RED,   PAP:RED/MAIL",
    "webhook, AMBER,        AMBER, ''",
    "webhook, AMBER_STRICT, GREEN, TLP:AMBER+STRICT/WEBHOOK"
  })
  void labelsDecideWhatAStepMaySend(String what, Tlp tlp, Pap pap, String rule)
      throws InterruptedException {
    TestPlaybook playbook =
        switch (what) {
          case "get" -> http("GET /x HTTP/1.1");
          case "post" -> http("POST /x HTTP/1.1");
          case "email" -> notice("email", "doi");
          default -> notice("webhook", "truc-ban");
        };
    try (Stage stage = stage(playbook)) {
      desk.labels.mark(LAN, stage.incident, new Marking(tlp, pap), "thử", null);
      stage.start(Map.of());
      if (rule.isEmpty()) {
        assertThat(stage.run().problem()).isEmpty();
        assertThat(requests.size() + mails.size()).isEqualTo(1);
      } else {
        assertThat(stage.run().problem()).contains(rule);
        assertThat(requests).isEmpty();
        assertThat(mails).isEmpty();
        assertThat(desk.audit.actions()).contains("sharing.refuse");
      }
    }
  }

  @Test
  void anObservableThatACommandNamesBringsItsOwnLabels() throws InterruptedException {
    for (String line :
        List.of("GET /ip/203.0.113.7 HTTP/1.1", "GET /url/c2%2Eexample%2FTAI HTTP/1.1")) {
      try (Stage stage = stage(http(line))) {
        Marking red = new Marking(Tlp.RED, Pap.RED);
        desk.observables.add(LAN, stage.incident, Observable.Kind.IP, "203.0.113.7", "", red);
        desk.observables.add(LAN, stage.incident, Observable.Kind.URL, "c2.example/tai", "", red);
        stage.start(Map.of());
        assertThat(stage.run().problem()).contains("TLP:RED/LOOKUP");
        assertThat(requests).isEmpty();
      }
    }
  }

  @Test
  void aStateSecretIsNotHandedToPlaybooksAndWhatRunsStops() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .manual("action--a", "Xem", "action--b")
            .manual("action--b", "Xem nữa", "end--done");
    try (Stage stage = stage(playbook).start(Map.of())) {
      String task =
          desk.tasks.ofIncident(OrganizationScope.PROVINCE, stage.incident).getFirst().id();
      desk.tasks.complete(LAN, task, "xong", Map.of());
      desk.secrets.declare(
          LAN,
          stage.incident,
          new PaperReference("15/BC-PA05"),
          desk.secrets.contents(OrganizationScope.PROVINCE, stage.incident).seen());
      stage.engine.poll();
      assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
      assertThat(stage.run().problem()).contains("BMNN");
      assertThatExceptionOfType(SharingRefusedException.class)
          .isThrownBy(() -> stage.engine.start(LAN, stage.incident, TestPlaybook.ID, Map.of()))
          .withMessageContaining("cơ yếu");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, PARTY",
    "10.60.0.5, PARTY",
    "172.20.1.1, PARTY",
    "172.40.1.1, WORLD",
    "192.168.7.7, PARTY",
    "[fd00::1], PARTY",
    "fdic.gov, WORLD",
    "fd-evil.com, WORLD",
    "10.60.0.5.evil.com, WORLD",
    "tuong-lua, PARTY",
    "lgsp.tuyenquang.gov.vn, PARTY",
    "gov.vn.evil.com, WORLD",
    "evilgov.vn, WORLD",
    "www.virustotal.com, WORLD",
    "doi-tac.example, PARTY"
  })
  void theNameOfAHostSaysWhetherItIsOfTheProvince(String host, Circle circle) {
    assertThat(HostCircle.of(host, Set.of("doi-tac.example"))).isEqualTo(circle);
  }
}
