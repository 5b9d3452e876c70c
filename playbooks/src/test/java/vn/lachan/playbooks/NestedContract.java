package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.incidents.TestDesk.LAN;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.TestDesk;
import vn.lachan.playbooks.PlaybookEngineContract.Stage;

/** Playbooks that call playbooks. */
interface NestedContract {
  TestDesk desk();

  private static TestPlaybook child() {
    return TestPlaybook.named("con")
        .id("b")
        .external("__host__", "string")
        .variable("__found__", "integer", null)
        .manual("action--a", "Xem __host__:value", "end--done")
        .outputs("action--a", "__found__");
  }

  private static TestPlaybook parent(String version) {
    return TestPlaybook.named("cha")
        .start("playbook-action--n")
        .variable("__host__", "string", "m1")
        .variable("__found__", "integer", null)
        .nested("playbook-action--n", child().id(), version, "action--a")
        .inputs("playbook-action--n", "__host__")
        .outputs("playbook-action--n", "__found__")
        .manual("action--a", "Thấy __found__:value", "end--done");
  }

  private Stage stage(TestPlaybook... playbooks) {
    return new Stage(
        desk(),
        EngineSettings.DEFAULT,
        java.util.Arrays.stream(playbooks).map(TestPlaybook::json).toList(),
        SigningPolicy.NONE);
  }

  private static PlaybookRun childRun(Stage stage, String step) {
    return stage.engine.find(OrganizationScope.PROVINCE, stage.step(step).childRun()).orElseThrow();
  }

  private static void settle(Stage stage) throws InterruptedException {
    for (int i = 0; i < 20 && stage.engine.poll() > 0; i++) {}
  }

  @Test
  default void runsANestedPlaybookAsARunOfItsOwnAndTakesItsValues() throws InterruptedException {
    try (Stage stage = stage(parent(""), child()).start(Map.of())) {
      settle(stage);
      PlaybookRun below = childRun(stage, "playbook-action--n");
      assertThat(below.origin())
          .isEqualTo(new PlaybookRun.Origin(RunKind.NESTED, stage.runId, null));
      assertThat(below.startedBy()).isEqualTo("lan");
      var task =
          stage
              .desk
              .tasks
              .find(OrganizationScope.PROVINCE, below.steps().getLast().taskId())
              .orElseThrow();
      assertThat(task.instructions()).isEqualTo("Xem m1");
      stage.desk.tasks.complete(LAN, task.id(), "xong", Map.of("__found__", "7"));
      settle(stage);

      assertThat(childRun(stage, "playbook-action--n").state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(stage.task("action--a").instructions()).isEqualTo("Thấy 7");
      stage.complete("action--a", Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(stage.desk.audit.actions()).filteredOn("run.start"::equals).hasSize(2);
    }
  }

  @Test
  default void runsTheVersionThatTheStepNames() throws InterruptedException {
    TestPlaybook newer = child().modified("2026-02-01T00:00:00.000Z");
    try (Stage stage = stage(parent("2025-01-01T00:00:00.000Z"), child(), newer).start(Map.of())) {
      settle(stage);
      assertThat(childRun(stage, "playbook-action--n").playbookVersion())
          .isEqualTo("2025-01-01T00:00:00.000Z");
    }
    try (Stage stage = stage(parent(""), child(), newer).start(Map.of())) {
      settle(stage);
      assertThat(childRun(stage, "playbook-action--n").playbookVersion())
          .isEqualTo("2026-02-01T00:00:00.000Z");
    }
    try (Stage stage = stage(parent("2001-01-01T00:00:00.000Z"), child()).start(Map.of())) {
      assertThat(stage.run().problem()).contains("Không có kịch bản");
    }
  }

  @Test
  default void cancelsPausesAndTimesOutDownwards() throws InterruptedException {
    try (Stage stage = stage(parent(""), child()).start(Map.of())) {
      settle(stage);
      stage.engine.pause(LAN, stage.runId, "chờ lệnh");
      settle(stage);
      assertThat(stage.run().state()).isEqualTo(RunState.PAUSED);
      assertThat(childRun(stage, "playbook-action--n").state()).isEqualTo(RunState.PAUSED);
      stage.engine.cancel(LAN, stage.runId, "báo nhầm");
      settle(stage);
      assertThat(stage.run().state()).isEqualTo(RunState.CANCELLED);
      assertThat(childRun(stage, "playbook-action--n").state()).isEqualTo(RunState.CANCELLED);
      assertThat(stage.engine.stats().openRuns()).isZero();
    }
    TestPlaybook hasty = parent("").with("playbook-action--n", step -> step.put("timeout", 60_000));
    try (Stage stage = stage(hasty, child()).start(Map.of())) {
      settle(stage);
      stage.desk.clock.advance(Duration.ofSeconds(61));
      settle(stage);
      assertThat(stage.state("playbook-action--n")).isEqualTo(StepState.TIMED_OUT);
      assertThat(childRun(stage, "playbook-action--n").state()).isEqualTo(RunState.CANCELLED);
    }
  }

  @Test
  default void failsWithTheNestedPlaybookAndTakesTheWayOfFailure() throws InterruptedException {
    TestPlaybook bad =
        TestPlaybook.named("con").id("b").command("action--a", "ftp", "x", "end--done");
    TestPlaybook careful = parent("").onFailure("playbook-action--n", "action--help");
    careful.manual("action--help", "xử lý tay", "end--help").end("end--help");
    try (Stage stage = stage(careful, bad).start(Map.of())) {
      settle(stage);
      assertThat(stage.step("playbook-action--n").output()).contains("ftp");
      assertThat(stage.state("action--help")).isEqualTo(StepState.WAITING_INPUT);
    }
  }

  @Test
  default void refusesCirclesAndTooManyLevelsAndSecretsThatWouldBeShown()
      throws InterruptedException {
    TestPlaybook back =
        TestPlaybook.named("con")
            .id("b")
            .start("playbook-action--n")
            .nested("playbook-action--n", TestPlaybook.ID, "", "end--done");
    PlaybookLibrary circle = PlaybookLibrary.of(List.of(parent("").json(), back.json()));
    assertThat(circle.playbooks())
        .hasSize(2)
        .allSatisfy(playbook -> {
          assertThat(playbook.canRun()).isFalse();
          assertThat(playbook.problems())
              .extracting(PlaybookProblem::code)
              .contains("playbook-circle");
        });

    List<String> chain = new java.util.ArrayList<>();
    for (int i = 0; i < 8; i++) {
      chain.add(
          TestPlaybook.named("p" + i)
              .id(i == 0 ? "a" : "d" + i)
              .start("playbook-action--n")
              .nested(
                  "playbook-action--n",
                  TestPlaybook.named("x").id("d" + (i + 1)).id(),
                  "",
                  "end--done")
              .json());
    }
    chain.add(TestPlaybook.named("p8").id("d8").manual("action--a", "a", "end--done").json());
    try (Stage stage =
        new Stage(desk(), EngineSettings.DEFAULT, chain, SigningPolicy.NONE).start(Map.of())) {
      settle(stage);
      assertThat(stage.run().problem()).contains("sâu quá 5 tầng");
    }
  }
}
