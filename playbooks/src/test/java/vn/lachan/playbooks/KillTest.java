package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskInput;
import vn.lachan.incidents.task.ValueType;

/**
 * A process that dies at each of its commits, once before and once after it reached the database.
 */
class KillTest {
  private static final OrganizationScope ALL = OrganizationScope.PROVINCE;
  private static final int TURNS = 200;

  @TempDir Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
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

  private TestPlaybook child() {
    return TestPlaybook.named("con")
        .id("b")
        .target(url())
        .http("action--a", "POST /child HTTP/1.1", "x", "end--done");
  }

  /** Every kind of step. */
  private TestPlaybook everything() {
    return TestPlaybook.named("cha")
        .target(url())
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

  private PlaybookEngine engine(TestDesk desk) {
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
  private PlaybookRun live(TestDesk desk, PlaybookEngine engine, String incident)
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
                .anyMatch(path -> task.instructions().contains(url() + path));
        outputs.put(input.name(), done ? "thanh_cong" : "chay_lai");
      }
    }
    return outputs;
  }

  /** One life that ends at a commit, and one that goes on; false when the first did not end. */
  private boolean dies(DataSource database, int commit, boolean afterIt)
      throws InterruptedException {
    requests.clear();
    TestDesk second = new TestDesk(database, folder);
    String incident = second.incident();
    MortalDataSource mortal = new MortalDataSource(database, commit, afterIt);
    TestDesk first = new TestDesk(mortal, folder);
    try (PlaybookEngine engine = engine(first)) {
      live(first, engine, incident);
    } catch (MortalDataSource.Death _) {
      assertThat(mortal.isDead()).isTrue();
    }
    try (PlaybookEngine engine = engine(second)) {
      PlaybookRun ended = live(second, engine, incident);
      String name =
          "commit " + commit + (afterIt ? " reached" : " did not reach") + " the database";
      assertThat(ended.state()).as(name + ": " + ended.problem()).isEqualTo(RunState.SUCCEEDED);
      assertThat(requests)
          .as(name)
          .filteredOn(request -> request.startsWith("POST"))
          .containsExactlyInAnyOrder("POST /post", "POST /agreed", "POST /child");
      assertThat(requests).as(name).contains("PUT /put");
      assertThat(engine.ofIncident(ALL, incident)).as(name).hasSize(2);
      assertThat(engine.stats().openRuns()).as(name).isZero();
      assertThat(
              second.tasks.ofIncident(ALL, incident).stream()
                  .filter(task -> !task.title().startsWith("Xác định"))
                  .toList())
          .as(name)
          .hasSize(2);
    }
    return mortal.isDead();
  }

  @Test
  void nothingIsDoneTwiceOrLostOrHangsWhereverTheProcessDies() throws InterruptedException {
    DataSource database = TestDatabase.h2();
    int commit = 1;
    while (dies(database, commit, false)) {
      dies(database, commit, true);
      commit++;
    }
    assertThat(commit).as("commits of one run").isGreaterThan(15);
  }

  @Test
  void goesOnWhenTheDatabaseWasGone() throws InterruptedException {
    MortalDataSource database = new MortalDataSource(TestDatabase.h2(), Integer.MAX_VALUE, true);
    TestDesk desk = new TestDesk(database, folder);
    String incident = desk.incident();
    try (PlaybookEngine engine = engine(desk)) {
      engine.start(LAN, incident, TestPlaybook.ID, Map.of());
      engine.poll();
      database.away = true;
      assertThatThrownBy(engine::poll).hasStackTraceContaining("gone");
      desk.clock.advance(Duration.ofMinutes(1));
      database.away = false;
      assertThat(live(desk, engine, incident).state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void aClockThatJumpsAYearAheadEndsARunAndLosesNone() throws InterruptedException {
    TestDesk desk = new TestDesk(TestDatabase.h2(), folder);
    String incident = desk.incident();
    try (PlaybookEngine engine = engine(desk)) {
      String run = engine.start(LAN, incident, TestPlaybook.ID, Map.of());
      engine.poll();
      desk.clock.advance(Duration.ofDays(365));
      engine.poll();
      assertThat(engine.find(ALL, run).orElseThrow().state()).isEqualTo(RunState.FAILED);
      assertThat(engine.stats().openRuns()).isZero();
    }
  }

  @Test
  void theOneWhoWasSuspendedPastItsLeaseWritesNothing() throws InterruptedException {
    TestDesk desk = new TestDesk(TestDatabase.h2(), folder);
    String incident = desk.incident();
    try (PlaybookEngine engine = engine(desk)) {
      String run = engine.start(LAN, incident, TestPlaybook.ID, Map.of());
      JdbcRunStore store = new JdbcRunStore(desk.dataSource);
      Rows.Run suspended =
          store
              .acquire(run, "kia", desk.clock.instant(), Duration.ofMinutes(1))
              .orElseThrow()
              .run();
      assertThat(engine.poll()).as("held by the other").isZero();
      desk.clock.advance(Duration.ofMinutes(2));
      PlaybookRun ended = live(desk, engine, incident);
      assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
      assertThatThrownBy(() ->
              store.write(
                  suspended,
                  new Changes(),
                  new RunStore.Hold(desk.clock.instant(), Duration.ofMinutes(1), null)))
          .isInstanceOf(LeaseLostException.class);
    }
  }
}
