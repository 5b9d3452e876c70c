package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.TestDesk;
import vn.lachan.playbooks.PlaybookEngineContract.Stage;

/** Steps that people have to agree to. */
interface ApprovalContract {
  Officer DUNG =
      new Officer(
          new Actor("dung", "catinh", List.of(Officer.COORDINATOR)), OrganizationScope.PROVINCE);

  Officer GAST =
      new Officer(new Actor("gast", "catinh", List.of("KIEM_TOAN")), OrganizationScope.PROVINCE);

  TestDesk desk();

  private static TestPlaybook playbook(int count) {
    return TestPlaybook.named("p")
        .external("__host__", "string")
        .manual("action--a", "Cô lập __host__:value", "end--done")
        .extension(
            "action--a",
            x -> {
              var approval = x.put("destructive", true).putObject("approval");
              approval.put("count", count).put("not_requester", true);
              approval.putArray("roles").add("DIEU_PHOI").add("PHAN_TICH");
            });
  }

  private Stage started(TestPlaybook playbook) throws InterruptedException {
    return new Stage(desk(), EngineSettings.DEFAULT, playbook).start(Map.of("__host__", "máy 1"));
  }

  private static PendingApproval pending(Stage stage) {
    return stage.engine.approvals(LAN, stage.incident).getFirst();
  }

  @Test
  default void beginsAStepOnlyWhenTwoOthersHaveAgreedToWhatTheySaw() throws InterruptedException {
    try (Stage stage = started(playbook(2))) {
      assertThat(stage.state("action--a")).isEqualTo(StepState.WAITING_APPROVAL);
      assertThat(stage.run().state()).isEqualTo(RunState.WAITING);
      PendingApproval wanted = pending(stage);
      assertThat(wanted.command()).contains("Cô lập máy 1");
      assertThat(wanted.destructive()).isTrue();

      assertThatExceptionOfType(NotAllowedException.class)
          .as("who started the run")
          .isThrownBy(
              () -> stage.engine.approve(LAN, stage.runId, wanted.step(), wanted.digest(), ""));
      assertThatExceptionOfType(NotAllowedException.class)
          .as("without the role")
          .isThrownBy(
              () -> stage.engine.approve(GAST, stage.runId, wanted.step(), wanted.digest(), ""));
      assertThatExceptionOfType(InvalidRequestException.class)
          .as("not what was shown")
          .isThrownBy(() -> stage.engine.approve(DUNG, stage.runId, wanted.step(), "0", ""));
      stage.engine.approve(DUNG, stage.runId, wanted.step(), wanted.digest(), "được");
      assertThatExceptionOfType(NotAllowedException.class)
          .as("the same person twice")
          .isThrownBy(
              () -> stage.engine.approve(DUNG, stage.runId, wanted.step(), wanted.digest(), ""));
      stage.engine.poll();
      assertThat(stage.state("action--a")).isEqualTo(StepState.WAITING_APPROVAL);
      assertThat(pending(stage).decisions())
          .extracting(PendingApproval.Decision::person)
          .containsExactly("dung");

      stage.engine.approve(MINH, stage.runId, wanted.step(), wanted.digest(), "");
      stage.engine.poll();
      assertThat(stage.task("action--a").instructions()).isEqualTo("Cô lập máy 1");
      assertThat(stage.desk.audit.actions()).filteredOn("run.approve"::equals).hasSize(2);
      assertThatExceptionOfType(IllegalTransitionException.class)
          .isThrownBy(
              () -> stage.engine.approve(MINH, stage.runId, wanted.step(), wanted.digest(), ""));
    }
  }

  @Test
  default void failsAStepThatOnePersonRefuses() throws InterruptedException {
    try (Stage stage = started(playbook(2))) {
      PendingApproval wanted = pending(stage);
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(
              () -> stage.engine.refuse(DUNG, stage.runId, wanted.step(), wanted.digest(), " "));
      stage.engine.refuse(DUNG, stage.runId, wanted.step(), wanted.digest(), "sai máy");
      stage.engine.poll();
      assertThat(stage.run().state()).isEqualTo(RunState.FAILED);
      assertThat(stage.run().problem()).contains("dung: sai máy");
    }
  }

  @Test
  default void stopsWaitingWhenTheTimeIsOver() throws InterruptedException {
    try (Stage stage = started(playbook(1))) {
      stage.desk.clock.advance(Duration.ofDays(7).plusSeconds(1));
      stage.engine.poll();
      assertThat(stage.state("action--a")).isEqualTo(StepState.TIMED_OUT);
    }
  }

  @Test
  default void asksAnewWhenTheCommandHasBecomeAnother() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .variable("__n__", "string", "1")
            .manual("action--a", "một", "end--done")
            .with(
                "action--a",
                step -> {
                  step.putArray("out_args").add("__n__");
                  ((tools.jackson.databind.node.ArrayNode) step.get("commands"))
                      .addObject()
                      .put("type", "manual")
                      .put("command", "hai __n__:value");
                })
            .extension("action--a", x -> x.putObject("approval").put("count", 1));
    try (Stage stage = new Stage(desk(), EngineSettings.DEFAULT, playbook).start(Map.of())) {
      PendingApproval first = pending(stage);
      stage.engine.approve(MINH, stage.runId, first.step(), first.digest(), "");
      stage.engine.poll();
      stage.complete("action--a", Map.of("__n__", "khác"));

      assertThat(stage.state("action--a")).isEqualTo(StepState.WAITING_APPROVAL);
      PendingApproval second = pending(stage);
      assertThat(second.digest()).isNotEqualTo(first.digest());
      assertThat(second.command()).contains("hai khác");
      stage.engine.approve(MINH, stage.runId, second.step(), second.digest(), "");
      stage.engine.poll();
      assertThat(stage.task("action--a").instructions()).isEqualTo("hai khác");
    }
  }

  @Test
  default void asksBeforeANestedPlaybookAndABranchToo() throws InterruptedException {
    TestPlaybook child = TestPlaybook.named("con").id("b").manual("action--a", "x", "end--done");
    TestPlaybook parent =
        TestPlaybook.named("cha")
            .start("playbook-action--n")
            .nested("playbook-action--n", child.id(), "", "end--done")
            .extension("playbook-action--n", x -> x.putObject("approval").put("count", 1));
    try (Stage stage =
        new Stage(
                desk(),
                EngineSettings.DEFAULT,
                List.of(parent.json(), child.json()),
                SigningPolicy.NONE)
            .start(Map.of())) {
      PendingApproval wanted = pending(stage);
      assertThat(wanted.command()).contains("Chạy kịch bản con");
      stage.engine.approve(MINH, stage.runId, wanted.step(), wanted.digest(), "");
      stage.engine.poll();
      assertThat(stage.step("playbook-action--n").childRun()).isNotNull();
    }
  }
}
