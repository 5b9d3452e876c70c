package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskInput;
import vn.lachan.incidents.task.ValueType;

/**
 * A run of every kind of step against a server that counts, and people who do their part: for
 * processes that die in the middle of it.
 */
final class EveryStep implements AutoCloseable {
  private static final OrganizationScope ALL = OrganizationScope.PROVINCE;
  private static final int TURNS = 200;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final @Nullable HttpServer server;
  private final String url;

  private EveryStep(@Nullable HttpServer server, String url) {
    this.server = server;
    this.url = url;
  }

  /** With a server of its own. */
  static EveryStep serving() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    EveryStep steps = new EveryStep(server, "http://127.0.0.1:" + server.getAddress().getPort());
    server.createContext(
        "/",
        exchange -> {
          steps.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return steps;
  }

  /** Against the server of another process. */
  static EveryStep against(String url) {
    return new EveryStep(null, url);
  }

  String url() {
    return url;
  }

  /** Forgets what was asked of the server. */
  void forget() {
    requests.clear();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
  }

  private TestPlaybook child() {
    return TestPlaybook.named("con")
        .id("b")
        .target(url)
        .http("action--a", "POST /child HTTP/1.1", "x", "end--done");
  }

  /** Every kind of step. */
  private TestPlaybook everything() {
    return TestPlaybook.named("cha")
        .target(url)
        .start("parallel--p")
        .variable("__again__", "bool", "true")
        .parallel("parallel--p", List.of("action--m", "action--put"), "if-condition--c")
        .manual("action--m", "xem", "end--m")
        .end("end--m")
        .http("action--put", "PUT /put HTTP/1.1", "x", "end--put")
        .end("end--put")
        .condition(
            "if-condition--c", "__again__:value = true", "action--post", null, "while-condition--w")
        .http("action--post", "POST /post HTTP/1.1", "x", "end--post")
        .end("end--post")
        .with(
            "while-condition--w",
            step ->
                step.put("condition", "__again__:value = true")
                    .put("on_true", "action--again")
                    .put("on_completion", "switch-condition--s"))
        .manual("action--again", "nữa không", "end--again")
        .outputs("action--again", "__again__")
        .end("end--again")
        .with(
            "switch-condition--s",
            step -> {
              step.put("switch", "__again__:value").put("on_completion", "playbook-action--n");
              step.putObject("cases").put("false", "action--agreed");
            })
        .http("action--agreed", "POST /agreed HTTP/1.1", "x", "end--agreed")
        .extension("action--agreed", x -> x.putObject("approval").put("count", 1))
        .end("end--agreed")
        .nested("playbook-action--n", child().id(), "", "end--done");
  }

  PlaybookEngine engine(TestDesk desk) {
    EngineSettings standard = EngineSettings.DEFAULT.allowing("127.0.0.1");
    return new PlaybookEngine(
        desk.dataSource,
        desk.audit,
        desk.clock,
        PlaybookLibrary.of(List.of(everything().json(), child().json())),
        desk.incidents,
        desk.tasks,
        (agent, _) -> Optional.of(agent.unit()),
        standard);
  }

  /** Everybody does their part until the run is over; returns how it ended. */
  PlaybookRun live(TestDesk desk, PlaybookEngine engine, String incident)
      throws InterruptedException {
    engine.resume();
    for (int i = 0; i < TURNS; i++) {
      List<PlaybookRun> runs = engine.ofIncident(ALL, incident);
      if (runs.isEmpty()) {
        engine.start(LAN, incident, TestPlaybook.ID, Map.of());
      } else if (first(runs).state().isFinished()) {
        return first(runs);
      }
      engine.poll();
      for (Task task : desk.tasks.ofIncident(ALL, incident)) {
        if (!task.state().isFinished()) {
          desk.tasks.complete(LAN, task.id(), "xong", outputs(task));
        }
      }
      for (PendingApproval wanted : engine.approvals(MINH, incident)) {
        if (wanted.decisions().isEmpty()) {
          engine.approve(MINH, wanted.runId(), wanted.step(), wanted.digest(), "");
        }
      }
      desk.clock.advance(Duration.ofSeconds(1));
    }
    throw new AssertionError("the run hangs: " + engine.ofIncident(ALL, incident));
  }

  /** The run that a person started; the two lives have clocks of their own. */
  private static PlaybookRun first(List<PlaybookRun> runs) {
    return runs.stream().filter(r -> r.origin().kind() == RunKind.START).findFirst().orElseThrow();
  }

  /** A person who decides looks at what really happened. */
  private Map<String, String> outputs(Task task) {
    Map<String, String> outputs = new HashMap<>();
    for (TaskInput input : task.inputs()) {
      if (input.type() == ValueType.BOOL) {
        outputs.put(input.name(), "false");
      } else if (input.name().equals(ActionWorker.DECISION)) {
        boolean done =
            requests.stream()
                .map(request -> request.substring(request.indexOf('/')))
                .anyMatch(path -> task.instructions().contains(url + path));
        outputs.put(input.name(), done ? "thanh_cong" : "chay_lai");
      }
    }
    return outputs;
  }

  /** What must not be done twice was done once. */
  void assertOnceEach(String name) {
    assertThat(requests)
        .as(name)
        .filteredOn(request -> request.startsWith("POST"))
        .containsExactlyInAnyOrder("POST /post", "POST /agreed", "POST /child");
  }

  /** In this life the run ends well, and nothing was done twice or was lost. */
  void assertGoesOn(TestDesk second, String incident, String name) {
    try (PlaybookEngine engine = engine(second)) {
      PlaybookRun ended = live(second, engine, incident);
      assertThat(ended.state()).as(name + ": " + ended.problem()).isEqualTo(RunState.SUCCEEDED);
      assertOnceEach(name);
      assertThat(requests).as(name).contains("PUT /put");
      assertThat(engine.ofIncident(ALL, incident)).as(name).hasSize(2);
      assertThat(engine.stats().openRuns()).as(name).isZero();
      assertThat(
              second.tasks.ofIncident(ALL, incident).stream()
                  .filter(task -> !task.title().startsWith("Xác định"))
                  .toList())
          .as(name)
          .hasSize(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(name, e);
    }
  }
}
