package vn.lachan.app.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.plans.Approval.Action;
import vn.lachan.app.plans.Approval.State;
import vn.lachan.app.plans.ApprovalException.Reason;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditFilter;

class ApprovalsTest {
  private static final Actor FIRST = new Actor("van.hanh", "ttpvhcc-tinh", List.of("VAN_HANH"));
  private static final Actor SECOND = new Actor("dieu.phoi", "ca-tinh", List.of("DIEU_PHOI"));
  private static final Map<String, List<String>> SNAPSHOT =
      Map.of("snapshots", List.of("ab".repeat(32)));

  @TempDir Path folder;
  private TestPlans given;
  private Approvals approvals;

  @BeforeEach
  void start() {
    given = new TestPlans(folder);
    approvals = given.approvals();
  }

  @AfterEach
  void stop() {
    given.close();
  }

  private Approval ask() {
    return approvals.request(
        FIRST, "mot-cua", "ttpvhcc-tinh", Action.FORGET, "Tại chỗ", SNAPSHOT, "bản thử");
  }

  private static void refused(Reason reason, ThrowingCallable act) {
    assertThatExceptionOfType(ApprovalException.class)
        .isThrownBy(act)
        .extracting(ApprovalException::reason)
        .isEqualTo(reason);
  }

  @Test
  void needsAnotherPerson() {
    Approval asked = ask();
    refused(Reason.APPROVAL_OWN, () -> approvals.approve(FIRST, "", asked.id()));
    refused(Reason.APPROVAL_OWN, () -> approvals.refuse(FIRST, "", asked.id(), "thôi"));

    Approval agreed = approvals.approve(SECOND, "", asked.id());
    assertThat(agreed.state()).isEqualTo(State.APPROVED);
    assertThat(agreed.decidedBy()).isEqualTo("dieu.phoi");
    approvals.finish(asked.id(), true, "đã xoá 1, giữ 6");
    assertThat(approvals.find(asked.id()).state()).isEqualTo(State.DONE);
    assertThat(
            given.trail.read(AuditFilter.newest(2)).stream().map(r -> r.entry().action()).toList())
        .containsExactly("backup.approval.approve", "backup.approval.request");
  }

  @Test
  void isAnsweredOnce() {
    Approval asked = ask();
    approvals.refuse(SECOND, "", asked.id(), "không có phiếu");
    refused(Reason.APPROVAL_SETTLED, () -> approvals.approve(SECOND, "", asked.id()));
    assertThat(approvals.find(asked.id()).decision()).isEqualTo("không có phiếu");
  }

  @Test
  void expires() {
    Approval asked = ask();
    given.now.updateAndGet(now -> now.plus(Duration.ofDays(3)));
    assertThat(approvals.find(asked.id()).state()).isEqualTo(State.EXPIRED);
    assertThat(approvals.waiting()).isZero();
    refused(Reason.APPROVAL_SETTLED, () -> approvals.approve(SECOND, "", asked.id()));
    assertThat(ask().state()).as("and may be asked again").isEqualTo(State.WAITING);
  }

  @Test
  void isAskedForOnceAndCompletely() {
    ask();
    refused(Reason.APPROVAL_EXISTS, this::ask);
    refused(
        Reason.APPROVAL_INVALID,
        () -> approvals.request(FIRST, "p", "", Action.FORGET, "t", Map.of(), "vì"));
    refused(
        Reason.APPROVAL_INVALID,
        () -> approvals.request(FIRST, "p", "", Action.UNLOCK, "t", Map.of(), " "));
    refused(Reason.APPROVAL_NOT_FOUND, () -> approvals.find("khong-co"));
  }

  @Test
  void asksForAHeldChangeOnceAndWithdrawsItWithTheFile() {
    PlansInForce plans = given.plans();
    given.write(TestPlans.PLAN.replace("within: 60d", "within: 10d"));
    plans.read();

    assertThat(approvals.holdPlanChanges(plans.view().held())).hasSize(1);
    assertThat(approvals.holdPlanChanges(plans.view().held())).as("not asked again").isEmpty();
    Approval waiting = approvals.all(1).getFirst();
    assertThat(waiting.requestedBy()).isEqualTo(Approvals.FILE);

    given.write(TestPlans.PLAN);
    plans.read();
    approvals.holdPlanChanges(plans.view().held());
    assertThat(approvals.find(waiting.id()).state()).isEqualTo(State.WITHDRAWN);
  }
}
