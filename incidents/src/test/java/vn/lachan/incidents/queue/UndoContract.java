package vn.lachan.incidents.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.Level;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.handling.Escalated;
import vn.lachan.incidents.handling.Escalation;
import vn.lachan.incidents.handling.StateChange;

/** What taking back an act on the queue must do, whichever act it was. */
public interface UndoContract {
  OrganizationScope ALL = OrganizationScope.PROVINCE;

  /** Everything on an empty database; called once for each test. */
  TestDesk desk();

  @Test
  default void undoPutsBackExactlyWhatWasThere() {
    TestDesk desk = desk();
    desk.queue.add(
        List.of(desk.alert("a1", "r1", "an", "00001"), desk.alert("b1", "r1", "an", "00002")));
    desk.queue.change(MINH, new AlertAction.Take(""), List.of("a1"));
    QueuedAlert before = desk.queue.find(ALL, "a1").orElseThrow();
    Change close =
        desk.queue.change(
            LAN, new AlertAction.Close(Disposition.SAI_LUAT, "ngưỡng"), List.of("a1", "b1"));

    assertThat(desk.queue.undo(LAN, close.undo()).changed()).isEqualTo(2);

    assertThat(desk.queue.find(ALL, "a1").orElseThrow().handling()).isEqualTo(before.handling());
    assertThat(desk.queue.find(ALL, "b1").orElseThrow().state()).isEqualTo(AlertState.MOI);
    assertThat(desk.queue.history(ALL, "a1"))
        .extracting(AlertHistory::action)
        .containsExactly("TAKE", "CLOSE", "UNDO");
    assertThat(desk.queue.add(List.of(desk.alert("a2", "r1", "an", "00001"))).joined()).hasSize(1);
  }

  @Test
  default void undoLeavesAloneWhatChangedSinceAndBelongsToItsAuthor() {
    TestDesk desk = desk();
    desk.queue.add(
        List.of(desk.alert("a1", "r1", "an", "00001"), desk.alert("b1", "r1", "an", "00002")));
    Change take = desk.queue.change(LAN, new AlertAction.Take(""), List.of("a1", "b1"));
    desk.queue.change(MINH, new AlertAction.Take(""), List.of("b1"));

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.queue.undo(MINH, take.undo()));
    assertThat(desk.queue.undo(LAN, take.undo()).changed()).isEqualTo(1);
    assertThat(desk.queue.undo(LAN, take.undo()).changed()).isZero();
    assertThat(desk.queue.find(ALL, "b1").orElseThrow().owner()).isEqualTo("minh");
  }

  @Test
  default void undoOfPuttingOffBringsTheRowBackToItsOwnerWithTheOldDeadline() {
    TestDesk desk = desk();
    raise(desk, "a1", "b1");
    desk.queue.change(LAN, new AlertAction.Take(""), List.of("a1"));
    List<Handling> before = handlings(desk, "a1", "b1");
    Instant until = desk.clock.instant().plus(Duration.ofDays(3));
    Change snooze =
        desk.queue.change(LAN, new AlertAction.Snooze(until, "chờ"), List.of("a1", "b1"));

    Undone undone = desk.queue.undo(LAN, snooze.undo());

    assertThat(undone.rows()).containsExactly("a1", "b1");
    assertThat(undone.left()).isEmpty();
    assertThat(handlings(desk, "a1", "b1")).isEqualTo(before);
    assertThat(desk.queue.find(ALL, "a1").orElseThrow().snoozedUntil()).isNull();
    desk.clock.advance(Duration.ofDays(4));
    assertThat(desk.queue.wake()).isZero();
    assertThat(desk.audit.actions()).containsExactly("alert.take", "alert.snooze", "alert.undo");
  }

  @Test
  default void whatCameBackByItselfIsNotPutOffAnyMoreAndCannotBeUndone() {
    TestDesk desk = desk();
    raise(desk, "a1");
    Instant until = desk.clock.instant().plus(Duration.ofHours(1));
    Change snooze = desk.queue.change(LAN, new AlertAction.Snooze(until, "chờ"), List.of("a1"));
    desk.clock.advance(Duration.ofHours(2));
    assertThat(desk.queue.wake()).isEqualTo(1);

    assertThat(desk.queue.undo(LAN, snooze.undo()).left()).containsExactly("a1");
    assertThat(desk.queue.history(ALL, "a1")).extracting(AlertHistory::undo).containsOnlyNulls();
  }

  @Test
  default void undoOfPuttingOffLongerGoesBackToTheFirstTime() {
    TestDesk desk = desk();
    raise(desk, "a1");
    Instant first = desk.clock.instant().plus(Duration.ofDays(1));
    desk.queue.change(LAN, new AlertAction.Snooze(first, "chờ"), List.of("a1"));
    Change longer =
        desk.queue.change(
            LAN, new AlertAction.Snooze(first.plus(Duration.ofDays(5)), "chờ"), List.of("a1"));

    desk.queue.undo(LAN, longer.undo());

    assertThat(desk.queue.find(ALL, "a1").orElseThrow().snoozedUntil()).isEqualTo(first);
  }

  @Test
  default void undoOfANoteWithdrawsItAndTouchesNothingElse() {
    TestDesk desk = desk();
    raise(desk, "a1", "b1");
    Change note = desk.queue.change(LAN, new AlertAction.Note("nhầm máy"), List.of("a1", "b1"));
    desk.queue.change(MINH, new AlertAction.Take(""), List.of("a1"));
    List<Handling> before = handlings(desk, "a1", "b1");

    assertThat(desk.queue.undo(LAN, note.undo()).rows()).containsExactly("a1", "b1");

    assertThat(handlings(desk, "a1", "b1")).isEqualTo(before);
    List<AlertHistory> history = desk.queue.history(ALL, "a1");
    assertThat(history).extracting(AlertHistory::action).containsExactly("NOTE", "TAKE", "UNDO");
    assertThat(history).extracting(AlertHistory::undone).containsExactly(true, false, false);
    // Its words stay in the history: nothing of the record is ever shortened.
    assertThat(history.getFirst().note()).isEqualTo("nhầm máy");
    assertThat(desk.audit.actions()).containsExactly("alert.note", "alert.take", "alert.undo");
  }

  @Test
  default void undoOfABulkAssignmentGivesEveryRowBackToWhoHadItButNotWhatSomebodyMovedOn() {
    TestDesk desk = desk();
    raise(desk, "a1", "b1", "c1", "d1");
    desk.queue.change(MINH, new AlertAction.Take(""), List.of("b1"));
    Change assign =
        desk.queue.change(
            LAN, new AlertAction.Assign("hung", "ca đêm"), List.of("a1", "b1", "c1", "d1"));
    desk.queue.change(MINH, new AlertAction.Close(Disposition.TRUNG_LAP, ""), List.of("c1"));

    Undone undone = desk.queue.undo(LAN, assign.undo());

    assertThat(undone.rows()).containsExactly("a1", "b1", "d1");
    assertThat(undone.left()).containsExactly("c1");
    assertThat(desk.queue.list(ALL, AlertFilter.ALL.withOwner("hung")).items())
        .extracting(QueuedAlert::id)
        .containsExactly("c1");
    assertThat(desk.queue.find(ALL, "a1").orElseThrow().state()).isEqualTo(AlertState.MOI);
    assertThat(desk.queue.find(ALL, "a1").orElseThrow().owner()).isEmpty();
    assertThat(desk.queue.find(ALL, "b1").orElseThrow().owner()).isEqualTo("minh");
    assertThat(desk.audit.actions())
        .containsExactly("alert.take", "alert.assign", "alert.close", "alert.undo");
  }

  @Test
  default void undoOfReopeningClosesAgainWithTheSameDecision() {
    TestDesk desk = desk();
    raise(desk, "a1");
    desk.queue.change(LAN, new AlertAction.Close(Disposition.HOP_LE, "đã báo"), List.of("a1"));
    List<Handling> before = handlings(desk, "a1");
    Change reopen = desk.queue.change(MINH, new AlertAction.Reopen("xem lại"), List.of("a1"));

    desk.queue.undo(MINH, reopen.undo());

    assertThat(handlings(desk, "a1")).isEqualTo(before);
    assertThat(desk.queue.add(List.of(desk.alert("a2", "r1", "a1", "00001"))).opened())
        .as("a closed row takes no more alerts")
        .hasSize(1);
  }

  @Test
  default void actsAreTakenBackOneAfterTheOtherTheYoungestFirstAndDoneAgainInOrder() {
    TestDesk desk = desk();
    raise(desk, "a1");
    List<Handling> stages = new ArrayList<>(handlings(desk, "a1"));
    List<Change> acts = new ArrayList<>();
    Instant until = desk.clock.instant().plus(Duration.ofDays(1));
    for (AlertAction action :
        List.of(
            new AlertAction.Take(""),
            new AlertAction.Snooze(until, "chờ"),
            new AlertAction.Close(Disposition.CHUA_XAC_DINH, ""))) {
      acts.add(desk.queue.change(LAN, action, List.of("a1")));
      stages.addAll(handlings(desk, "a1"));
    }
    desk.queue.change(MINH, new AlertAction.Note("một ghi chú không cản trở"), List.of("a1"));
    assertThat(desk.queue.undo(LAN, acts.getFirst().undo()).left()).containsExactly("a1");

    List<Undone> undone = new ArrayList<>();
    for (int i = 2; i >= 0; i--) {
      undone.add(desk.queue.undo(LAN, acts.get(i).undo()));
      assertThat(undone.getLast().changed()).isEqualTo(1);
      assertThat(handlings(desk, "a1")).containsExactly(stages.get(i));
    }
    assertThat(desk.queue.undo(LAN, undone.getFirst().undo()).left())
        .as("closing again would skip what came before it")
        .containsExactly("a1");
    for (int i = 2; i >= 0; i--) {
      assertThat(desk.queue.undo(LAN, undone.get(i).undo()).changed()).isEqualTo(1);
      assertThat(handlings(desk, "a1")).containsExactly(stages.get(3 - i));
    }
    assertThat(desk.queue.history(ALL, "a1").get(2).undo()).isEqualTo(acts.get(2).undo());
    assertThat(desk.queue.undo(LAN, acts.get(2).undo()).changed()).isEqualTo(1);
  }

  @Test
  default void undoKeepsADeadlineThatANewAlertBroughtForward() {
    TestDesk desk = desk();
    raise(desk, "a1");
    Change take = desk.queue.change(LAN, new AlertAction.Take(""), List.of("a1"));
    desk.queue.add(
        List.of(desk.alert("a2", "r1", "a1", "00001", Level.CRITICAL, desk.clock.instant())));
    Instant sooner = desk.queue.find(ALL, "a1").orElseThrow().dueAt();

    assertThat(desk.queue.undo(LAN, take.undo()).changed()).isEqualTo(1);

    QueuedAlert row = desk.queue.find(ALL, "a1").orElseThrow();
    assertThat(row.state()).isEqualTo(AlertState.MOI);
    assertThat(row.dueAt()).isEqualTo(sooner);
    assertThat(row.occurrences()).isEqualTo(2);
  }

  @Test
  default void nobodyElseTakesBackWhatSomebodyDid() {
    TestDesk desk = desk();
    raise(desk, "a1");
    Instant until = desk.clock.instant().plus(Duration.ofDays(1));
    for (AlertAction action :
        List.of(
            new AlertAction.Note("n"),
            new AlertAction.Assign("minh", ""),
            new AlertAction.Snooze(until, "chờ"))) {
      Change change = desk.queue.change(LAN, action, List.of("a1"));
      List<Handling> before = handlings(desk, "a1");
      for (Officer other : List.of(MINH, TestDesk.HOA, TestDesk.TUAN)) {
        assertThatExceptionOfType(NotFoundException.class)
            .isThrownBy(() -> desk.queue.undo(other, change.undo()));
      }
      assertThat(handlings(desk, "a1")).isEqualTo(before);
    }
    assertThat(desk.audit.actions()).doesNotContain("alert.undo");
  }

  @Test
  default void undoOfAnEscalationIsToldInTheIncidentAndNeverTouchesAClosedOne() {
    TestDesk desk = desk();
    raise(desk, "a1", "b1");
    Escalated one = escalate(desk, "a1");
    Escalated two = escalate(desk, "b1");
    desk.incidents.move(LAN, two.incidentId(), StateChange.to(IncidentState.HUY, "diễn tập"));

    assertThat(desk.queue.undo(LAN, one.undo()).changed()).isEqualTo(1);
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> desk.queue.undo(LAN, two.undo()));

    assertThat(desk.incidents.timeline(ALL, one.incidentId()))
        .anyMatch(entry -> entry.text().startsWith("Hoàn tác: một cảnh báo rời sự cố này"));
    assertThat(desk.incidents.alerts(ALL, two.incidentId())).hasSize(1);
    assertThat(desk.queue.find(ALL, "b1").orElseThrow().state()).isEqualTo(AlertState.DA_LEO_THANG);
  }

  private static Escalated escalate(TestDesk desk, String alert) {
    return desk.incidents.escalate(LAN, new Escalation(List.of(alert), null, null, null, null, ""));
  }

  /** Rows of their own: each alert has its id as entity. */
  private static void raise(TestDesk desk, String... ids) {
    desk.queue.add(List.of(ids).stream().map(id -> desk.alert(id, "r1", id, "00001")).toList());
  }

  private static List<Handling> handlings(TestDesk desk, String... ids) {
    return List.of(ids).stream()
        .map(id -> desk.queue.find(ALL, id).orElseThrow().handling())
        .toList();
  }
}
