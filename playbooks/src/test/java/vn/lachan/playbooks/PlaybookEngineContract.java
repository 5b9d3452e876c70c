package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.HOA;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.TUAN;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vn.lachan.audit.AuditTrailException;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.TimelineEntry;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskState;
import vn.lachan.playbooks.signature.TrustedKeys;

/** What {@link PlaybookEngine} must do on every database. */
interface PlaybookEngineContract extends NestedContract, ApprovalContract, CourseContract {
  OrganizationScope ALL = OrganizationScope.PROVINCE;
  Duration DAY = Duration.ofDays(1);

  /** Everything on an empty database; called once for each test. */
  @Override
  TestDesk desk();

  /** One playbook running for one incident. */
  final class Stage implements AutoCloseable {
    final TestDesk desk;
    final PlaybookEngine engine;
    final String incident;
    String runId = "";

    Stage(TestDesk desk, EngineSettings settings, TestPlaybook playbook) {
      this(desk, settings, List.of(playbook.json()), SigningPolicy.NONE);
    }

    Stage(TestDesk desk, EngineSettings settings, List<String> documents, SigningPolicy signing) {
      this(desk, settings, documents, signing, EngineTools.NONE);
    }

    Stage(
        TestDesk desk,
        EngineSettings settings,
        List<String> documents,
        SigningPolicy signing,
        EngineTools tools) {
      this.desk = desk;
      this.engine =
          new PlaybookEngine(
              desk.dataSource,
              desk.audit,
              desk.clock,
              PlaybookLibrary.of(documents),
              desk.incidents,
              desk.tasks,
              (agent, _) -> agent.unit().isEmpty() ? Optional.empty() : Optional.of(agent.unit()),
              settings,
              signing,
              tools);
      this.incident = desk.incident();
    }

    Stage start(Map<String, String> values) throws InterruptedException {
      runId = engine.start(LAN, incident, TestPlaybook.ID, values);
      engine.poll();
      return this;
    }

    PlaybookRun run() {
      return engine.find(ALL, runId).orElseThrow();
    }

    StepState state(String stepId) {
      return step(stepId).state();
    }

    RunStep step(String stepId) {
      return run().steps().stream()
          .filter(step -> step.stepId().equals(stepId))
          .reduce((_, later) -> later)
          .orElseThrow(() -> new AssertionError("not reached: " + stepId));
    }

    List<String> reached() {
      return run().steps().stream().map(RunStep::stepId).toList();
    }

    Task task(String stepId) {
      return desk.tasks.find(ALL, step(stepId).taskId()).orElseThrow();
    }

    void complete(String stepId, Map<String, String> outputs) throws InterruptedException {
      desk.tasks.complete(HOA, task(stepId).id(), "xong", outputs);
      engine.poll();
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  private Stage stage(TestPlaybook playbook) {
    return new Stage(desk(), EngineSettings.DEFAULT, playbook);
  }

  @Test
  default void givesAManualStepToTheUnitAndGoesOnWithItsValues() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .external("__incident_id__", "string")
            .variable("__host__", "string", null)
            .manual("action--a", "Tìm máy trong __incident_id__:value", "action--b")
            .outputs("action--a", "__host__")
            .with("action--a", step -> step.put("timeout", 3_600_000))
            .extension("action--a", x -> x.put("mandatory", true).put("clock", "IR-24H"))
            .manual("action--b", "Cô lập __host__:value", "end--done");
    try (Stage stage = stage(playbook).start(Map.of())) {
      Task task = stage.task("action--a");
      assertThat(task.unit()).isEqualTo("00001");
      assertThat(task.instructions()).isEqualTo("Tìm máy trong " + stage.incident);
      assertThat(task.mandatory()).isTrue();
      assertThat(task.dueAt()).isEqualTo(stage.desk.clock.instant().plusSeconds(3600));
      assertThat(stage.run().state()).isEqualTo(RunState.WAITING);

      stage.complete("action--a", Map.of("__host__", "may-01 __incident_id__:value"));
      assertThat(stage.task("action--b").instructions())
          .isEqualTo("Cô lập may-01 __incident_id__:value");
      stage.complete("action--b", Map.of());

      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(stage.run().endedAt()).isEqualTo(stage.desk.clock.instant());
      assertThat(stage.desk.incidents.clocks(ALL, stage.incident))
          .filteredOn(clock -> clock.id().equals("IR-24H"))
          .singleElement()
          .extracting(ReportingClock::state)
          .isEqualTo(ReportingClock.State.DONE);
      assertThat(stage.desk.incidents.timeline(ALL, stage.incident))
          .extracting(TimelineEntry::kind)
          .contains("RUN", "TASK", "CLOCK");
      assertThat(stage.desk.audit.actions()).contains("run.start", "task.create");
    }
  }

  @Test
  default void takesEitherWayOfACondition() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .start("if-condition--c")
            .external("__sure__", "bool")
            .condition(
                "if-condition--c", "__sure__:value = true", "action--a", "action--b", "end--done")
            .manual("action--a", "có", "end--a")
            .manual("action--b", "không", "end--b")
            .end("end--a")
            .end("end--b");
    try (Stage stage = stage(playbook)) {
      stage.start(Map.of("__sure__", "true"));
      assertThat(stage.reached()).contains("action--a").doesNotContain("action--b");
      stage.complete("action--a", Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);

      stage.start(Map.of("__sure__", "false"));
      assertThat(stage.reached()).contains("action--b").doesNotContain("action--a");
      assertThat(stage.engine.ofIncident(ALL, stage.incident)).hasSize(2);
    }
  }

  @Test
  default void waitsForAllBranchesOfAParallelStep() throws InterruptedException {
    TestPlaybook playbook = parallel();
    try (Stage stage = stage(playbook).start(Map.of())) {
      assertThat(stage.state("action--a")).isEqualTo(StepState.WAITING_INPUT);
      assertThat(stage.state("action--b")).isEqualTo(StepState.WAITING_INPUT);
      stage.complete("action--b", Map.of());
      assertThat(stage.state("parallel--p")).isEqualTo(StepState.RUNNING);
      assertThat(stage.reached()).doesNotContain("action--after");
      stage.complete("action--a", Map.of());
      assertThat(stage.state("parallel--p")).isEqualTo(StepState.SUCCEEDED);
      stage.complete("action--after", Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  private static TestPlaybook parallel() {
    return TestPlaybook.named("p")
        .start("parallel--p")
        .parallel("parallel--p", List.of("action--a", "action--b"), "action--after")
        .manual("action--a", "a", "end--a")
        .manual("action--b", "b", "end--b")
        .end("end--a")
        .end("end--b")
        .manual("action--after", "sau", "end--done");
  }

  @Test
  default void letsTheOtherBranchesSettleBeforeAParallelStepFails() throws InterruptedException {
    TestPlaybook playbook =
        parallel()
            .with(
                "action--a",
                step ->
                    ((tools.jackson.databind.node.ObjectNode) step.get("commands").get(0))
                        .put("type", "ftp"))
            .onFailure("parallel--p", "action--after");
    try (Stage stage = stage(playbook).start(Map.of())) {
      assertThat(stage.state("action--a")).isEqualTo(StepState.FAILED);
      assertThat(stage.step("action--a").output()).isEqualTo("Loại lệnh “ftp” chưa được hỗ trợ.");
      assertThat(stage.state("parallel--p")).isEqualTo(StepState.RUNNING);
      stage.complete("action--b", Map.of());
      assertThat(stage.state("parallel--p")).isEqualTo(StepState.FAILED);
      assertThat(stage.state("action--after")).isEqualTo(StepState.WAITING_INPUT);
    }
  }

  @Test
  default void takesTheWayOfFailureAfterATimeoutAndTakesTheTaskBack() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .manual("action--a", "a", "end--done")
            .with("action--a", step -> step.put("timeout", 60_000))
            .onFailure("action--a", "action--late")
            .manual("action--late", "quá hạn", "end--late")
            .end("end--late");
    try (Stage stage = stage(playbook).start(Map.of())) {
      stage.desk.clock.advance(Duration.ofSeconds(60));
      stage.engine.poll();
      assertThat(stage.state("action--a")).isEqualTo(StepState.WAITING_INPUT);
      stage.desk.clock.advance(Duration.ofSeconds(1));
      stage.engine.poll();

      assertThat(stage.state("action--a")).isEqualTo(StepState.TIMED_OUT);
      assertThat(stage.task("action--a").state()).isEqualTo(TaskState.BO_QUA);
      stage.complete("action--late", Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  default void entersTheExceptionOfThePlaybookOnceAndEndsAsFailed() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .http("action--a", "GET /x HTTP/1.1", "", "end--done")
            .target("http://127.0.0.1:1")
            .exception("action--help")
            .manual("action--help", "xử lý tay", "end--help")
            .end("end--help");
    try (Stage stage = stage(playbook).start(Map.of())) {
      assertThat(stage.step("action--a").output())
          .isEqualTo("Máy 127.0.0.1 không có trong danh sách được phép gọi.");
      stage.complete("action--help", Map.of());

      assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
      assertThat(stage.run().problem()).contains("được phép gọi");
    }
  }

  @Test
  default void goesOnWithoutTheValuesOfASkippedTask() throws InterruptedException {
    TestPlaybook playbook = TestPlaybook.named("p").manual("action--a", "a", "end--done");
    try (Stage stage = stage(playbook).start(Map.of())) {
      stage.desk.tasks.skip(LAN, stage.task("action--a").id(), "đã làm rồi");
      stage.engine.poll();

      assertThat(stage.state("action--a")).isEqualTo(StepState.SKIPPED);
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  default void waitsOutADelay() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .manual("action--a", "a", "end--done")
            .with("action--a", step -> step.put("delay", 5000));
    try (Stage stage = stage(playbook).start(Map.of())) {
      assertThat(stage.state("action--a")).isEqualTo(StepState.DELAYED);
      assertThat(stage.run().state()).isEqualTo(RunState.RUNNING);
      stage.desk.clock.advance(Duration.ofSeconds(6));
      stage.engine.poll();
      assertThat(stage.state("action--a")).isEqualTo(StepState.WAITING_INPUT);
    }
  }

  @Test
  default void repeatsABranchAsLongAsItsConditionHolds() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .start("while-condition--w")
            .variable("__again__", "bool", "true")
            .with(
                "while-condition--w",
                step ->
                    step.put("condition", "__again__:value = true")
                        .put("on_true", "action--a")
                        .put("on_completion", "end--done"))
            .manual("action--a", "a", "end--a")
            .outputs("action--a", "__again__")
            .end("end--a");
    try (Stage stage = stage(playbook).start(Map.of())) {
      stage.complete("action--a", Map.of("__again__", "true"));
      stage.complete("action--a", Map.of("__again__", "false"));

      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(stage.reached()).filteredOn("action--a"::equals).hasSize(2);
    }
  }

  @Test
  default void choosesTheCaseOfASwitch() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .start("switch-condition--s")
            .external("__level__", "string")
            .with(
                "switch-condition--s",
                step -> {
                  step.put("switch", "__level__:value").put("on_completion", "end--done");
                  step.putObject("cases").put("M1", "action--a").put("default", "action--b");
                })
            .manual("action--a", "a", "end--a")
            .manual("action--b", "b", "end--b")
            .end("end--a")
            .end("end--b");
    try (Stage stage = stage(playbook)) {
      assertThat(stage.start(Map.of("__level__", "M1")).reached()).contains("action--a");
      assertThat(stage.start(Map.of("__level__", "M3")).reached()).contains("action--b");
    }
  }

  @Test
  default void refusesAStepItCannotRunByName() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .manual("action--a", "a", "playbook-action--x")
            .with(
                "playbook-action--x",
                step -> step.put("playbook_id", "playbook--1").put("on_completion", "end--done"));
    try (Stage stage = stage(playbook).start(Map.of())) {
      stage.complete("action--a", Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
      assertThat(stage.run().problem()).contains("Không có kịch bản playbook--1");
    }
  }

  @Test
  default void refusesAStepThatIsOnlySketched() throws InterruptedException {
    TestPlaybook sketched =
        TestPlaybook.named("p")
            .manual("action--a", "a", "end--done")
            .with("action--a", step -> step.remove(List.of("agent", "commands")));
    try (Stage stage = new Stage(desk(), EngineSettings.DEFAULT, sketched).start(Map.of())) {
      assertThat(stage.run().problem()).contains("chưa có lệnh");
    }
  }

  @Test
  default void stopsARunAndTakesItsTasksBack() throws InterruptedException {
    try (Stage stage = stage(parallel()).start(Map.of())) {
      stage.engine.cancel(LAN, stage.runId, "báo nhầm");
      stage.engine.poll();

      assertThat(stage.run().state()).isEqualTo(RunState.CANCELLED);
      assertThat(stage.run().problem()).isEqualTo("báo nhầm");
      assertThat(stage.task("action--a").state()).isEqualTo(TaskState.BO_QUA);
      assertThat(stage.task("action--b").state()).isEqualTo(TaskState.BO_QUA);
      assertThatExceptionOfType(IllegalTransitionException.class)
          .isThrownBy(() -> stage.engine.cancel(LAN, stage.runId, "lần nữa"));
      assertThat(stage.engine.poll()).isZero();
    }
  }

  @Test
  default void endsARunThatTakesTooLong() throws InterruptedException {
    try (Stage stage = stage(parallel()).start(Map.of())) {
      for (int i = 0; i < 91; i++) {
        stage.desk.clock.advance(DAY);
      }
      stage.engine.poll();
      assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
      assertThat(stage.run().problem()).contains("quá thời gian");
    }
  }

  @Test
  default void refusesToStartWithoutRightValuesOrRights() {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .external("__ip__", "ipv4-addr")
            .manual("action--a", "a", "end--done");
    try (Stage stage = stage(playbook)) {
      for (Map<String, String> values :
          List.of(
              Map.<String, String>of(),
              Map.of("__ip__", "máy"),
              Map.of("__ip__", "1.2.3.4", "__other__", "x"))) {
        assertThatExceptionOfType(InvalidRequestException.class)
            .isThrownBy(() -> stage.engine.start(LAN, stage.incident, TestPlaybook.ID, values));
      }
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() ->
              stage.engine.start(
                  TUAN, stage.incident, TestPlaybook.ID, Map.of("__ip__", "1.2.3.4")));
      stage.desk.audit.refuse(true);
      assertThatExceptionOfType(AuditTrailException.class)
          .isThrownBy(() ->
              stage.engine.start(
                  LAN, stage.incident, TestPlaybook.ID, Map.of("__ip__", "1.2.3.4")));
      assertThat(stage.engine.ofIncident(ALL, stage.incident)).isEmpty();
    }
  }

  @Test
  default void startsOnlyWhatTrustedKeysSignedWhereAnOrganisationAsksForIt()
      throws InterruptedException, java.security.GeneralSecurityException, java.io.IOException {
    String plain = TestPlaybook.named("p").manual("action--a", "a", "end--done").json();
    java.security.KeyPair pair = vn.lachan.playbooks.signature.TestKeys.pair("Ed25519");
    TestDesk desk = desk();
    String signed = TestPlaybook.signed(plain, pair, desk.clock);
    SigningPolicy policy = new SigningPolicy(Map.of("", TrustedKeys.of(pair.getPublic())));
    try (Stage stage = new Stage(desk, EngineSettings.DEFAULT, List.of(plain), policy)) {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> stage.start(Map.of()))
          .withMessageContaining("chưa được ký");
    }
    String altered = signed.replace("\"command\":\"a\"", "\"command\":\"b\"");
    try (Stage stage = new Stage(desk, EngineSettings.DEFAULT, List.of(altered), policy)) {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> stage.start(Map.of()));
    }
    try (Stage stage = new Stage(desk, EngineSettings.DEFAULT, List.of(signed), policy)) {
      assertThat(stage.start(Map.of()).run().state()).isEqualTo(RunState.WAITING);
    }
  }

  @Test
  default void aStepSeesItsOwnVariablesFirstAndKeepsThemToItself() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .variable("__may__", "string", "chung")
            .manual("action--a", "Xem __may__:value", "action--b")
            .with(
                "action--a",
                step ->
                    step.putObject("step_variables")
                        .putObject("__may__")
                        .put("type", "string")
                        .put("value", "riêng"))
            .manual("action--b", "Xem __may__:value", "end--done");
    try (Stage stage = stage(playbook).start(Map.of())) {
      assertThat(stage.task("action--a").instructions()).isEqualTo("Xem riêng");
      stage.complete("action--a", Map.of());
      assertThat(stage.task("action--b").instructions()).isEqualTo("Xem chung");
    }
  }

  @Test
  default void saysWhyAPlaybookIsNotInForce() {
    Map<String, java.util.function.Consumer<tools.jackson.databind.node.ObjectNode>> changes =
        Map.of(
            "thu hồi", root -> root.put("revoked", true),
            "hết hiệu lực", root -> root.put("valid_until", "2020-01-01T00:00:00.000Z"),
            "chưa có hiệu lực", root -> root.put("valid_from", "2090-01-01T00:00:00.000Z"));
    TestDesk desk = desk();
    changes.forEach((reason, change) -> {
      TestPlaybook playbook = TestPlaybook.named("p").manual("action--a", "a", "end--done");
      try (Stage stage = new Stage(desk, EngineSettings.DEFAULT, playbook.whole(change))) {
        assertThatExceptionOfType(InvalidRequestException.class)
            .isThrownBy(() -> stage.start(Map.of()))
            .withMessageContaining(reason);
      }
    });
  }

  @Test
  default void showsNothingOfARunToStrangersAndOnlyTheirStepsToUnits() throws InterruptedException {
    try (Stage stage = stage(parallel()).start(Map.of())) {
      assertThat(stage.engine.find(TUAN.scope(), stage.runId)).isEmpty();
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> stage.engine.ofIncident(TUAN.scope(), stage.incident));
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> stage.engine.cancel(TUAN, stage.runId, "x"));
      stage.desk.tasks.create(LAN, stage.desk.task(stage.incident, "00002"));

      PlaybookRun seen = stage.engine.find(TUAN.scope(), stage.runId).orElseThrow();
      assertThat(seen.steps())
          .allSatisfy(step -> {
            assertThat(step.command()).isEmpty();
            assertThat(step.taskId()).isNull();
          });
      assertThat(
              stage.engine.find(HOA.scope(), stage.runId).orElseThrow().steps().stream()
                  .map(RunStep::command)
                  .collect(Collectors.toSet()))
          .contains("a", "b");
    }
  }

  @Test
  default void leavesARunToTheProcessThatHoldsIt() throws InterruptedException {
    TestDesk desk = desk();
    EngineSettings other =
        new EngineSettings(
            "other",
            Duration.ofMinutes(5),
            1000,
            100,
            Duration.ofDays(90),
            Duration.ofDays(7),
            Duration.ofSeconds(30),
            3,
            65536,
            java.util.Set.of());
    try (Stage stage = new Stage(desk, EngineSettings.DEFAULT, parallel())) {
      String run = stage.engine.start(LAN, stage.incident, TestPlaybook.ID, Map.of());
      JdbcRunStore store = new JdbcRunStore(desk.dataSource);
      Rows.Run held =
          store.acquire(run, "other", desk.clock.instant(), other.lease()).orElseThrow().run();

      assertThat(stage.engine.resume()).isZero();
      desk.clock.advance(Duration.ofMinutes(6));
      assertThat(stage.engine.poll()).isEqualTo(1);
      assertThatExceptionOfType(LeaseLostException.class)
          .isThrownBy(() ->
              store.write(
                  held,
                  new Changes(),
                  new RunStore.Hold(desk.clock.instant(), other.lease(), null)));
    }
  }
}
