package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.incidents.TestDesk.LAN;

import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.delivery.SmtpMail;
import vn.lachan.incidents.delivery.SmtpServer;
import vn.lachan.incidents.delivery.TestMailServer;
import vn.lachan.playbooks.vault.SecretVault;

/** Steps of type {@code email}, over a real SMTP server on a real socket. */
class MailStepTest {
  private static final OrganizationScope ALL = OrganizationScope.PROVINCE;

  @TempDir Path folder;

  private static TestPlaybook playbook() {
    return TestPlaybook.named("p")
        .external("__incident_id__", "string")
        .variable("__so_may__", "integer", "3")
        .command(
            "action--a",
            "email",
            "Sự cố __incident_id__:value, __so_may__:value máy. Xem trên Lá Chắn.",
            "end--done")
        .extension(
            "action--a",
            x -> {
              x.putObject("notice")
                  .put("subject", "Cần trực: __incident_id__:value")
                  .putArray("to")
                  .add("doi");
            });
  }

  private static PlaybookEngine engine(TestDesk desk, int port, TestPlaybook playbook) {
    SmtpServer server =
        new SmtpServer(
            "localhost",
            port,
            SmtpServer.Security.NONE,
            "la-chan@tuyenquang.gov.vn",
            null,
            Duration.ofSeconds(20));
    Notices notices =
        new Notices(
            Map.of(),
            Map.of("doi", List.of("doi@tuyenquang.gov.vn")),
            MailSender.over(new SmtpMail(server, Optional::empty, desk.clock)),
            Duration.ofSeconds(20));
    return new PlaybookEngine(
        desk.dataSource,
        desk.audit,
        desk.clock,
        PlaybookLibrary.of(List.of(playbook.json())),
        desk.incidents,
        desk.tasks,
        (agent, _) -> Optional.of(agent.unit()),
        EngineSettings.DEFAULT,
        SigningPolicy.NONE,
        new EngineTools(SecretVault.EMPTY, EventSearch.NONE, RemoteSettings.NONE, notices));
  }

  private TestDesk desk() {
    return new TestDesk(TestDatabase.h2(), folder);
  }

  private static PlaybookRun run(PlaybookEngine engine, String run) {
    return engine.find(ALL, run).orElseThrow();
  }

  @Test
  void aMailReachesTheMailboxWithNumbersAndTheIncidentOnly() throws Exception {
    TestDesk desk = desk();
    try (TestMailServer server = TestMailServer.plain();
        PlaybookEngine engine = engine(desk, server.port(), playbook())) {
      String incident = desk.incident();
      String run = engine.start(LAN, incident, TestPlaybook.ID, Map.of());
      engine.poll();

      assertThat(run(engine, run).state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(server.recipients()).containsExactly("doi@tuyenquang.gov.vn");
      MimeMessage message = server.messages().getFirst();
      assertThat(message.getSubject()).isEqualTo("Cần trực: " + incident);
      assertThat(message.getContent().toString().strip())
          .isEqualTo("Sự cố " + incident + ", 3 máy. Xem trên Lá Chắn.");
      assertThat(message.getMessageID()).startsWith("<buoc-").endsWith("@tuyenquang.gov.vn>");
    }
  }

  @Test
  void aTextSomebodyWroteNeverLeaves() throws Exception {
    TestDesk desk = desk();
    TestPlaybook playbook =
        playbook()
            .variable("__nguoi__", "string", "Nguyễn Thị Tâm")
            .command("action--a", "email", "Báo cho __nguoi__:value", "end--done");
    try (TestMailServer server = TestMailServer.plain();
        PlaybookEngine engine = engine(desk, server.port(), playbook)) {
      String run = engine.start(LAN, desk.incident(), TestPlaybook.ID, Map.of());
      engine.poll();

      assertThat(run(engine, run).problem()).contains("__nguoi__").doesNotContain("Tâm");
      assertThat(server.texts()).isEmpty();
    }
  }

  @Test
  void aRedIncidentSendsNothing() throws Exception {
    TestDesk desk = desk();
    try (TestMailServer server = TestMailServer.plain();
        PlaybookEngine engine = engine(desk, server.port(), playbook())) {
      String incident = desk.incident();
      desk.labels.mark(LAN, incident, new Marking(Tlp.RED, Pap.GREEN), "danh tính", null);
      String run = engine.start(LAN, incident, TestPlaybook.ID, Map.of());
      engine.poll();

      assertThat(run(engine, run).problem()).contains("TLP:RED/MAIL");
      assertThat(server.texts()).isEmpty();
      assertThat(desk.audit.actions()).contains("sharing.refuse");
    }
  }

  /** Without a word about retries, and with one. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitsForAServerThatIsAwayForAMoment(boolean declared) throws Exception {
    TestDesk desk = desk();
    TestPlaybook playbook = playbook();
    if (declared) {
      playbook.extension(
          "action--a", x -> x.putObject("retry").put("max", 3).put("backoff", 20_000));
    }
    int port;
    try (TestMailServer before = TestMailServer.plain()) {
      port = before.port();
    }
    try (PlaybookEngine engine = engine(desk, port, playbook)) {
      String run = engine.start(LAN, desk.incident(), TestPlaybook.ID, Map.of());
      engine.poll();
      assertThat(run(engine, run).steps())
          .as("nobody listens")
          .extracting(RunStep::state)
          .contains(StepState.DELAYED);
      try (TestMailServer server = TestMailServer.again(port)) {
        server.refuse(1, 451);
        engine.poll();
        assertThat(server.texts()).as("not before its time").isEmpty();
        desk.clock.advance(Duration.ofSeconds(21));
        engine.poll();
        assertThat(server.texts()).as("refused for now").isEmpty();
        desk.clock.advance(Duration.ofSeconds(41));
        engine.poll();

        assertThat(run(engine, run).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(server.recipients()).hasSize(1);
        desk.clock.advance(Duration.ofHours(1));
        engine.poll();
        assertThat(server.recipients()).as("once").hasSize(1);
      }
    }
  }

  @Test
  void endsWhenTheServerStaysAwayOrRefusesForGood() throws Exception {
    TestDesk desk = desk();
    try (TestMailServer server = TestMailServer.plain();
        PlaybookEngine engine = engine(desk, server.port(), playbook())) {
      server.refuse(100, 451);
      String away = engine.start(LAN, desk.incident(), TestPlaybook.ID, Map.of());
      for (int i = 0; i < 5; i++) {
        engine.poll();
        desk.clock.advance(Duration.ofMinutes(2));
      }
      assertThat(run(engine, away).problem()).contains("451");
      server.refuse(1, 550);
      String never = engine.start(LAN, desk.incident(), TestPlaybook.ID, Map.of());
      engine.poll();
      assertThat(run(engine, never).problem()).contains("550");
      assertThat(server.texts()).isEmpty();
    }
  }

  /** The process that will be killed: it never hears that its mail was taken. */
  static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    JdbcConnectionPool database = TestDatabase.h2(folder.resolve("db"));
    TestDesk desk = new TestDesk(database, folder.resolve("evidence"));
    boolean idempotent = Boolean.parseBoolean(arguments[2]);
    try (PlaybookEngine engine =
        engine(desk, Integer.parseInt(arguments[1]), declared(idempotent))) {
      String run = engine.start(LAN, desk.incident(), TestPlaybook.ID, Map.of());
      Files.writeString(folder.resolve("run"), run);
      engine.poll();
    }
  }

  private static TestPlaybook declared(boolean idempotent) {
    TestPlaybook playbook = playbook();
    return idempotent ? playbook.extension("action--a", x -> x.put("idempotent", true)) : playbook;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMailIsNotSentTwiceByARestartUnlessThePlaybookSaysItMay(boolean idempotent)
      throws Exception {
    CountDownLatch killed = new CountDownLatch(1);
    try (TestMailServer server = TestMailServer.plain()) {
      server.holdAnswers(killed);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  MailStepTest.class.getName(),
                  folder.toString(),
                  Integer.toString(server.port()),
                  Boolean.toString(idempotent))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      try {
        while (process.isAlive() && server.texts().isEmpty()) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
        process.destroyForcibly().waitFor();
      } finally {
        process.destroyForcibly();
        killed.countDown();
      }
      int before = server.texts().size();
      assertThat(before).as(() -> log()).isPositive();
      goOn(server, idempotent, before);
    }
  }

  private void goOn(TestMailServer server, boolean idempotent, int before) throws Exception {
    String runId = Files.readString(folder.resolve("run"));
    JdbcConnectionPool database = TestDatabase.h2(folder.resolve("db"));
    TestDesk desk = new TestDesk(database, folder.resolve("evidence"));
    try (PlaybookEngine engine = engine(desk, server.port(), declared(idempotent))) {
      engine.resume();
      PlaybookRun run = run(engine, runId);
      if (idempotent) {
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(server.texts()).hasSizeGreaterThan(before);
        for (MimeMessage message : server.messages()) {
          assertThat(message.getMessageID())
              .as("a repetition can be told")
              .isEqualTo(server.messages().getFirst().getMessageID());
        }
      } else {
        assertThat(server.texts()).hasSize(before);
        assertThat(run.state()).isEqualTo(RunState.WAITING);
        assertThat(desk.tasks.ofIncident(ALL, run.incidentId()))
            .as("somebody has to say whether it was sent")
            .hasSize(1);
      }
    } finally {
      database.dispose();
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
