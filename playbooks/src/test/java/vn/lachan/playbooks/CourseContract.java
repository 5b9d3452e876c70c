package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.LAN;

import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.TestDesk;
import vn.lachan.playbooks.PlaybookEngineContract.Stage;

/** Pausing, going on, doing again and taking back. */
interface CourseContract {

  TestDesk desk();

  private static TestPlaybook playbook() {
    return TestPlaybook.named("p")
        .manual("action--a", "chặn", "action--b")
        .extension("action--a", x -> x.put("compensation", "action--undoa"))
        .manual("action--b", "khóa", "end--done")
        .extension("action--b", x -> x.put("compensation", "action--undob"))
        .manual("action--undoa", "bỏ chặn", "end--ua")
        .manual("action--undob", "mở khóa", "end--ub")
        .end("end--ua")
        .end("end--ub");
  }

  private Stage started(TestPlaybook playbook) throws InterruptedException {
    return new Stage(desk(), EngineSettings.DEFAULT, playbook).start(Map.of());
  }

  @Test
  default void standsStillUntilItIsLetGoOn() throws InterruptedException {
    try (Stage stage = started(playbook())) {
      stage.engine.pause(LAN, stage.runId, "chờ chỉ đạo");
      stage.engine.poll();
      assertThat(stage.run().state()).isEqualTo(RunState.PAUSED);
      stage.complete("action--a", Map.of());
      assertThat(stage.reached()).doesNotContain("action--b");

      stage.engine.goOn(LAN, stage.runId);
      stage.engine.poll();
      assertThat(stage.state("action--b")).isEqualTo(StepState.WAITING_INPUT);
      assertThat(stage.run().state()).isEqualTo(RunState.WAITING);
      assertThat(stage.desk.audit.actions()).contains("run.pause", "run.resume");
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> stage.engine.pause(LAN, stage.runId, ""));
    }
  }

  @Test
  default void takesBackTheLastStepFirstInARunOfItsOwn() throws InterruptedException {
    try (Stage stage = started(playbook())) {
      assertThatExceptionOfType(IllegalTransitionException.class)
          .isThrownBy(() -> stage.engine.rollback(LAN, stage.runId));
      stage.complete("action--a", Map.of());
      stage.complete("action--b", Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
      String done = stage.runId;

      stage.runId = stage.engine.rollback(LAN, done);
      stage.engine.poll();
      assertThat(stage.run().origin())
          .isEqualTo(new PlaybookRun.Origin(RunKind.ROLLBACK, null, done));
      assertThat(stage.run().playbookName()).isEqualTo("Hoàn tác: p");
      for (String text : new String[] {"mở khóa", "bỏ chặn"}) {
        RunStep open = stage.run().steps().getLast();
        var task = stage.desk.tasks.find(OrganizationScope.PROVINCE, open.taskId()).orElseThrow();
        assertThat(task.instructions()).isEqualTo(text);
        stage.desk.tasks.complete(LAN, task.id(), "xong", Map.of());
        stage.engine.poll();
      }
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
      assertThatExceptionOfType(InvalidRequestException.class)
          .as("a way back has no way back of its own")
          .isThrownBy(() -> stage.engine.rollback(LAN, stage.runId));
    }
  }

  @Test
  default void goesOnFromAStepOfAFinishedRun() throws InterruptedException {
    try (Stage stage = started(playbook())) {
      stage.complete("action--a", Map.of());
      stage.engine.cancel(LAN, stage.runId, "nhầm");
      stage.engine.poll();
      String old = stage.runId;
      int number = stage.step("action--b").number();

      stage.runId = stage.engine.rerun(LAN, old, number);
      stage.engine.poll();
      assertThat(stage.reached()).containsExactly("action--b");
      assertThat(stage.run().origin()).isEqualTo(new PlaybookRun.Origin(RunKind.RERUN, null, old));
      stage.complete("action--b", Map.of());
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }
}
