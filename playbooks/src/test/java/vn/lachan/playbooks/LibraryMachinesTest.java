package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskFilter;
import vn.lachan.incidents.task.TaskInput;
import vn.lachan.incidents.task.ValueType;
import vn.lachan.playbooks.vault.Secret;

/** The playbooks that come with the platform against a real SSH server and a real HTTP server. */
class LibraryMachinesTest {
  private static final OrganizationScope ALL = OrganizationScope.PROVINCE;
  private static final Set<String> CATEGORIES =
      Set.of("MD", "MH", "TC", "GM", "XN", "GD", "LD", "LQ", "TS", "LH", "TT");

  /** A coordinator who started nothing. */
  private static final Officer OTHER =
      new Officer(new Actor("dung", "catinh", List.of(Officer.COORDINATOR)), ALL);

  @TempDir Path folder;

  @Test
  void everyCategoryThatIsAskedForHasAPlaybook() {
    Set<String> offered = new HashSet<>();
    PlaybookLibrary.load(List.of()).playbooks().forEach(p -> offered.addAll(p.categories()));
    assertThat(offered).containsAll(CATEGORIES);
  }

  @Test
  void collectsEvidenceActsOnlyWithApprovalAndFindsTheWayBack()
      throws IOException, InterruptedException {
    List<String> notified = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          notified.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try (LocalMachine machine = new LocalMachine(folder)) {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      for (Playbook playbook : PlaybookLibrary.load(List.of()).playbooks()) {
        machine.received.clear();
        notified.clear();
        run(playbook, url, machine);
        assertThat(notified).as(playbook.name()).containsOnly("/nhan").isNotEmpty();
      }
    } finally {
      server.stop(0);
    }
  }

  private void run(Playbook playbook, String url, LocalMachine machine)
      throws InterruptedException {
    TestDesk desk = new TestDesk(TestDatabase.h2(), folder);
    boolean machines = playbook.cacao().variables().containsKey("__automation_enabled__");
    Map<String, String> values = new HashMap<>();
    values.put("__notify_enabled__", "true");
    values.put("__notify_host__", "127.0.0.1");
    values.put("__notify_path__", "/nhan");
    if (machines) {
      values.put("__automation_enabled__", "true");
      values.put("__isolate_host__", "127.0.0.1");
      values.put("__isolate_port__", String.valueOf(machine.port()));
    }
    try (PlaybookEngine engine = engine(desk, at(playbook, url), machine)) {
      String run = engine.start(LAN, desk.incident(), playbook.id(), values);
      String incident = engine.find(ALL, run).orElseThrow().incidentId();
      live(engine, desk, incident);
      PlaybookRun ended = engine.find(ALL, run).orElseThrow();
      assertThat(ended.state())
          .as("%s: %s", playbook.name(), ended.problem())
          .isEqualTo(RunState.SUCCEEDED);
      if (!machines) {
        return;
      }
      assertThat(machine.received).as(playbook.name()).hasSize(2);
      assertThat(machine.received.getFirst()).contains("lachan-chung-cu '" + incident + "'");
      String back = engine.rollback(LAN, run);
      live(engine, desk, incident);
      assertThat(engine.find(ALL, back).orElseThrow().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(machine.received.getLast()).contains("lachan-bo-");
    }
  }

  private static String at(Playbook playbook, String url) {
    ObjectNode document = (ObjectNode) playbook.source().deepCopy();
    document
        .get("target_definitions")
        .forEach(target -> {
          if (target.get("type").asString().equals("http-api")) {
            ((ObjectNode) target).putObject("address").putArray("url").add(url);
          }
        });
    return document.toString().replace("sudo /usr/local/sbin/", "echo ");
  }

  private static PlaybookEngine engine(TestDesk desk, String document, LocalMachine machine) {
    Secret login = new Secret(Map.of("username", "lachan", "password", LocalMachine.PASSWORD));
    return new PlaybookEngine(
        desk.dataSource,
        desk.audit,
        desk.clock,
        PlaybookLibrary.of(List.of(document)),
        desk.incidents,
        desk.tasks,
        (agent, _) -> Optional.of(agent.unit().isEmpty() ? "00001" : agent.unit()),
        EngineSettings.DEFAULT.allowing("127.0.0.1"),
        SigningPolicy.NONE,
        new EngineTools(
            _ -> Optional.of(login), EventSearch.NONE, machine.settings(), Notices.NONE));
  }

  private static void live(PlaybookEngine engine, TestDesk desk, String incident)
      throws InterruptedException {
    for (int i = 0; i < 200 && engine.stats().openRuns() > 0; i++) {
      engine.poll();
      for (PendingApproval wanted : engine.approvals(MINH, incident)) {
        if (wanted.decisions().isEmpty()) {
          engine.approve(OTHER, wanted.runId(), wanted.step(), wanted.digest(), "");
        }
      }
      TaskFilter open = new TaskFilter(TaskFilter.Show.OPEN, null, null, 200);
      for (Task task : desk.tasks.list(ALL, open).items()) {
        desk.tasks.complete(LAN, task.id(), "xong", outputs(task));
      }
      desk.clock.advance(Duration.ofSeconds(1));
    }
  }

  private static Map<String, String> outputs(Task task) {
    Map<String, String> outputs = new HashMap<>();
    for (TaskInput input : task.inputs()) {
      if (input.type() == ValueType.BOOL) {
        // A reason for the access at work would end the misuse playbook at once.
        outputs.put(input.name(), String.valueOf(!input.name().equals("__has_work_reason__")));
      } else if (input.type() == ValueType.STRING) {
        outputs.put(input.name(), "M1");
      }
    }
    return outputs;
  }
}
