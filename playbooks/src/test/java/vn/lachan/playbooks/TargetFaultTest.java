package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.incidents.TestDesk.LAN;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.playbooks.PlaybookEngineContract.Stage;

/**
 * Targets that hang, drip, close, lie or refuse, on real sockets; and a database that goes away.
 */
class TargetFaultTest {
  private static final Duration CALL = Duration.ofMillis(400);

  @TempDir Path folder;
  private BadTarget target;

  @BeforeEach
  void listen() throws IOException {
    target = new BadTarget();
  }

  @AfterEach
  void stop() {
    target.close();
  }

  private EngineSettings settings() {
    EngineSettings standard = EngineSettings.DEFAULT;
    return new EngineSettings(
        "test",
        Duration.ofMinutes(5),
        100,
        10,
        Duration.ofDays(1),
        Duration.ofHours(1),
        CALL,
        3,
        standard.pause(),
        5000,
        Set.of("127.0.0.1:" + target.port()),
        standard.maxDepth(),
        standard.approvalTimeout(),
        2,
        16);
  }

  private TestPlaybook calling(String id, String line) {
    return TestPlaybook.named(id)
        .id(id)
        .target(target.url())
        .http("action--a", line, line.startsWith("GET") ? "" : "x", "end--done");
  }

  private Stage stage(TestDesk desk, TestPlaybook... playbooks) {
    return new Stage(
        desk,
        settings(),
        java.util.Arrays.stream(playbooks).map(TestPlaybook::json).toList(),
        SigningPolicy.NONE);
  }

  private TestDesk desk() {
    return new TestDesk(TestDatabase.h2(), folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/hangs", "/drips", "/drips-header", "/closes", "/breaks-off", "/lies", "/no"})
  void aBadAnswerEndsTheStepInItsTimeAndIsNoSecondCallOfAPost(String path)
      throws InterruptedException {
    try (Stage stage = stage(desk(), calling("a", "POST " + path + " HTTP/1.1"))) {
      stage.start(Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
      boolean slow = path.contains("hang") || path.contains("drip");
      assertThat(stage.state("action--a"))
          .as(stage.step("action--a").output())
          .isEqualTo(slow ? StepState.TIMED_OUT : StepState.FAILED);
      assertThat(target.requests).containsExactly("POST " + path + " HTTP/1.1");
      assertThat(stage.engine.stats().openRuns()).isZero();
    }
  }

  @Test
  void aBrokenCallThatDoesNoHarmIsMadeAgainAndNotForEver() throws InterruptedException {
    try (Stage stage = stage(desk(), calling("a", "PUT /closes HTTP/1.1"))) {
      stage.start(Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
      assertThat(stage.step("action--a").attempts()).isEqualTo(3);
    }
  }

  /** Nothing left this machine, so even a call that must not be repeated may be made again. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPostToAClosedPortWaitsForItToOpenAndIsMadeOnce(boolean declared) throws Exception {
    TestPlaybook playbook = calling("a", "POST /good HTTP/1.1");
    playbook.extension("action--a", x -> x.put("idempotent", false));
    if (declared) {
      playbook.extension(
          "action--a", x -> x.putObject("retry").put("max", 3).put("backoff", 20_000));
    }
    TestDesk desk = desk();
    int port = target.port();
    target.close();
    try (Stage stage = stage(desk, playbook).start(Map.of())) {
      assertThat(stage.state("action--a")).isEqualTo(StepState.DELAYED);
      try (BadTarget open = new BadTarget(port)) {
        desk.clock.advance(Duration.ofSeconds(21));
        stage.engine.poll();
        assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(stage.step("action--a").attempts()).isEqualTo(2);
        assertThat(open.requests).containsExactly("POST /good HTTP/1.1");
      }
    }
  }

  @Test
  void aPortThatStaysClosedEndsTheStepAfterItsTries() throws InterruptedException {
    TestDesk desk = desk();
    target.close();
    try (Stage stage = stage(desk, calling("a", "POST /good HTTP/1.1")).start(Map.of())) {
      for (int i = 0; i < 5; i++) {
        desk.clock.advance(Duration.ofMinutes(2));
        stage.engine.poll();
      }
      assertThat(stage.state("action--a")).isEqualTo(StepState.FAILED);
      assertThat(stage.step("action--a").attempts()).isEqualTo(3);
      assertThat(stage.step("action--a").output()).contains("chưa gửi gì");
    }
  }

  @Test
  void runsThatHangHoldUpNoOther() {
    TestPlaybook hanging =
        calling("a", "POST /hangs HTTP/1.1").with("action--a", step -> step.put("timeout", 60_000));
    TestPlaybook good = calling("b", "POST /good HTTP/1.1");
    try (Stage stage = stage(desk(), hanging, good)) {
      for (int i = 0; i < 8; i++) {
        stage.engine.start(LAN, stage.incident, hanging.id(), Map.of());
      }
      stage.engine.turn();
      await(() -> target.requests.size() == 8);
      String run = stage.engine.start(LAN, stage.incident, good.id(), Map.of());
      stage.engine.turn();
      await(() -> state(stage, run).isFinished());
      assertThat(state(stage, run)).isEqualTo(RunState.SUCCEEDED);
      assertThat(stage.engine.stats().openRuns()).isEqualTo(8);
    }
  }

  @Test
  void whatACallBroughtIsKeptWhileTheDatabaseIsAway() throws InterruptedException {
    MortalDataSource database = new MortalDataSource(TestDatabase.h2(), Integer.MAX_VALUE, true);
    TestPlaybook slow = calling("a", "POST /goes HTTP/1.1");
    try (Stage stage = stage(new TestDesk(database, folder), slow)) {
      String run = stage.engine.start(LAN, stage.incident, slow.id(), Map.of());
      database.awayAfterCommits(2); // the lease, then the row of the call
      stage.engine.turn();
      await(() -> target.requests.size() == 1 && database.refused() > 1);
      database.away = false;
      await(() -> state(stage, run).isFinished());
      assertThat(state(stage, run)).isEqualTo(RunState.SUCCEEDED);
      assertThat(target.requests).hasSize(1);
      assertThat(stage.engine.stats().unknown()).isZero();
    }
  }

  @Test
  void aRunWhoseWorkBrokeOffIsTakenUpAgainBeforeTheEndOfItsLease() throws InterruptedException {
    MortalDataSource database = new MortalDataSource(TestDatabase.h2(), Integer.MAX_VALUE, true);
    TestPlaybook manual = TestPlaybook.named("a").id("a").manual("action--a", "xem", "end--done");
    TestDesk desk = new TestDesk(database, folder);
    try (Stage stage = stage(desk, manual)) {
      String run = stage.engine.start(LAN, stage.incident, manual.id(), Map.of());
      database.awayAfterCommits(1);
      stage.engine.turn();
      await(() -> database.refused() > 0);
      database.away = false;
      await(() -> {
        stage.engine.turn();
        return state(stage, run) == RunState.WAITING;
      });
      assertThat(desk.tasks.ofIncident(OrganizationScope.PROVINCE, stage.incident)).hasSize(1);
    }
  }

  @Test
  void aClockThatIsSetBackAnHourLosesNoRunAndGivesNoTaskTwice() throws InterruptedException {
    TestDesk desk = desk();
    TestPlaybook playbook =
        TestPlaybook.named("a")
            .id("a")
            .manual("action--a", "xem", "action--b")
            .manual("action--b", "xem", "end--done")
            .with("action--b", step -> step.put("delay", 1000));
    try (Stage stage = stage(desk, playbook)) {
      stage.runId = stage.engine.start(LAN, stage.incident, playbook.id(), Map.of());
      stage.engine.poll();
      desk.clock.advance(Duration.ofHours(-1));
      stage.engine.poll();
      stage.complete("action--a", Map.of());
      assertThat(stage.state("action--b")).isEqualTo(StepState.DELAYED);
      desk.clock.advance(Duration.ofSeconds(2));
      stage.engine.poll();
      stage.complete("action--b", Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(desk.tasks.ofIncident(OrganizationScope.PROVINCE, stage.incident)).hasSize(2);
    }
  }

  @Test
  void runsALongPlaybookToItsEndAndStopsOneThatIsTooLong() throws InterruptedException {
    try (Stage stage = stage(desk(), line(97), line(101).id("b"))) {
      stage.runId = stage.engine.start(LAN, stage.incident, line(97).id(), Map.of());
      stage.engine.poll();
      assertThat(stage.run().state()).as(stage.run().problem()).isEqualTo(RunState.SUCCEEDED);
      stage.runId = stage.engine.start(LAN, stage.incident, line(101).id("b").id(), Map.of());
      stage.engine.poll();
      assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
      assertThat(stage.run().problem()).contains("100 bước");
    }
  }

  @Test
  void stopsALoopThatNeverEnds() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("a")
            .id("a")
            .target(target.url())
            .start("while-condition--w")
            .variable("__again__", "bool", "true")
            .with(
                "while-condition--w",
                step ->
                    step.put("condition", "__again__:value = true")
                        .put("on_true", "action--a")
                        .put("on_completion", "end--done"))
            .http("action--a", "GET /ok HTTP/1.1", "", "end--a")
            .end("end--a");
    try (Stage stage = stage(desk(), playbook)) {
      stage.runId = stage.engine.start(LAN, stage.incident, playbook.id(), Map.of());
      stage.engine.poll();
      assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
      assertThat(stage.run().problem()).contains("10 lượt");
      assertThat(target.requests).hasSize(10);
    }
  }

  /** Conditions one after the other, none of which holds. */
  private static TestPlaybook line(int steps) {
    TestPlaybook playbook =
        TestPlaybook.named("a")
            .id("a")
            .variable("__x__", "bool", "false")
            .start("if-condition--0")
            .manual("action--a", "xem", "end--a")
            .end("end--a");
    for (int i = 0; i < steps; i++) {
      String next = i + 1 < steps ? "if-condition--" + (i + 1) : "end--done";
      playbook.condition("if-condition--" + i, "__x__:value = true", "action--a", null, next);
    }
    return playbook;
  }

  private static RunState state(Stage stage, String run) {
    return stage.engine.find(OrganizationScope.PROVINCE, run).orElseThrow().state();
  }

  static void await(BooleanSupplier done) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for a minute").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
