package vn.lachan.incidents.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.HOA;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;
import static vn.lachan.incidents.TestDesk.TUAN;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditTrailException;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Level;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.handling.Escalation;

/** What every {@link AlertQueue} must do. */
public interface AlertQueueContract extends UndoContract {
  @Test
  default void addsAnAlertOnlyOnceHoweverOftenItIsSent() {
    TestDesk desk = desk();
    Alert alert = desk.alert("a1", "r1", "an", "00001");

    assertThat(desk.queue.add(List.of(alert, alert)).opened()).hasSize(1);
    Added again = desk.queue.add(List.of(alert));

    assertThat(again).isEqualTo(new Added(List.of(), List.of(), 1));
    assertThat(desk.queue.find(ALL, "a1").orElseThrow().occurrences()).isEqualTo(1);
  }

  @Test
  default void countsWhatWasHeldBackOnTheRowOfTheAlert() {
    TestDesk desk = desk();
    desk.queue.add(
        List.of(desk.alert("a1", "r1", "an", "00001"), desk.alert("a2", "r1", "an", "00001")));
    Instant later = desk.clock.instant().plusSeconds(600);

    assertThat(desk.queue.more("a2", 5, later)).isTrue();
    assertThat(desk.queue.more("a1", 2, later.minusSeconds(60))).isTrue();
    assertThat(desk.queue.more("a2", 5, later)).isFalse();
    assertThat(desk.queue.more("a2", 3, later)).isFalse();
    assertThat(desk.queue.more("unknown", 3, later)).isFalse();

    QueuedAlert row = desk.queue.find(ALL, "a1").orElseThrow();
    assertThat(row.more()).isEqualTo(7);
    assertThat(row.lastAt()).isEqualTo(later);
    assertThat(row.occurrences()).isEqualTo(2);
  }

  @Test
  default void tellsHowOftenARuleWasRight() {
    TestDesk desk = desk();
    Instant start = desk.clock.instant();
    desk.queue.add(
        List.of(
            desk.alert("a1", "r1", "a", "00001"),
            desk.alert("a2", "r1", "b", "00001"),
            desk.alert("a3", "r1", "c", "00001"),
            desk.alert("a4", "r1", "d", "00001"),
            desk.alert("a5", "r1", "e", "00002"),
            desk.alert("b1", "r2", "a", "00001")));
    close(desk, Disposition.DUNG_CO_ANH_HUONG, "a1");
    close(desk, Disposition.SAI_LUAT, "a2");
    close(desk, Disposition.HOP_LE, "a3");
    close(desk, Disposition.TRUNG_LAP, "a4");

    assertThat(desk.queue.precision(ALL, start.minusSeconds(60)))
        .extracting(
            RulePrecision::ruleId,
            RulePrecision::trueAlerts,
            RulePrecision::falseAlerts,
            RulePrecision::benign,
            RulePrecision::other,
            RulePrecision::open,
            RulePrecision::falseRatio)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("r1", 1L, 1L, 1L, 1L, 1L, 1 / 3.0),
            org.assertj.core.groups.Tuple.tuple("r2", 0L, 0L, 0L, 0L, 1L, null));
    assertThat(
            desk.queue.precision(OrganizationScope.units(Set.of("00002")), start.minusSeconds(60)))
        .singleElement()
        .satisfies(own -> assertThat(own.open()).isEqualTo(1));
    assertThat(desk.queue.precision(ALL, start.plus(Duration.ofDays(1)))).isEmpty();
  }

  private static void close(TestDesk desk, Disposition disposition, String id) {
    desk.queue.change(LAN, new AlertAction.Close(disposition, "vì thế"), List.of(id));
  }

  @Test
  default void joinsTheOpenRowOfTheSameRuleEntityAndOrganization() {
    TestDesk desk = desk();
    desk.queue.add(List.of(desk.alert("a1", "r1", "an", "00001")));
    desk.clock.advance(Duration.ofHours(23));
    Added added =
        desk.queue.add(
            List.of(
                desk.alert("a2", "r1", "an", "00001"),
                desk.alert("b1", "r1", "an", "00002"),
                desk.alert("c1", "r2", "an", "00001"),
                desk.alert("d1", "r1", "binh", "00001")));

    assertThat(added.joined()).extracting(QueuedAlert::id).containsExactly("a1");
    assertThat(added.opened()).extracting(QueuedAlert::id).containsExactly("b1", "c1", "d1");
    QueuedAlert row = desk.queue.find(ALL, "a1").orElseThrow();
    assertThat(row.occurrences()).isEqualTo(2);
    assertThat(row.eventTotal()).isEqualTo(4);
    assertThat(Duration.between(row.at(), row.lastAt())).isEqualTo(Duration.ofHours(23));
    assertThat(desk.queue.occurrences(ALL, "a1", 10))
        .extracting(Alert::id)
        .containsExactly("a2", "a1");
    assertThat(desk.queue.eventIds(ALL, "a1", 3)).containsExactly("e-a2-2", "e-a2-1", "e-a1-2");
  }

  @Test
  default void opensANewRowAfterTheWindowAndAfterClosing() {
    TestDesk desk = desk();
    desk.queue.add(List.of(desk.alert("a1", "r1", "an", "00001")));
    desk.clock.advance(Duration.ofHours(25));
    assertThat(desk.queue.add(List.of(desk.alert("a2", "r1", "an", "00001"))).opened()).hasSize(1);
    desk.queue.change(LAN, new AlertAction.Close(Disposition.TRUNG_LAP, ""), List.of("a2"));

    assertThat(desk.queue.add(List.of(desk.alert("a3", "r1", "an", "00001"))).opened()).hasSize(1);
    desk.queue.change(LAN, new AlertAction.Reopen(""), List.of("a2"));
    assertThat(desk.queue.add(List.of(desk.alert("a4", "r1", "an", "00001"))).joined())
        .extracting(QueuedAlert::id)
        .containsExactly("a3");
  }

  @Test
  default void raisesTheLevelAndBringsTheDeadlineForwardButNeverBack() {
    TestDesk desk = desk();
    Instant now = desk.clock.instant();
    desk.queue.add(List.of(desk.alert("a1", "r1", "an", "", Level.MEDIUM, now)));
    desk.queue.add(List.of(desk.alert("a2", "r1", "an", "", Level.CRITICAL, now)));
    desk.queue.add(List.of(desk.alert("a3", "r1", "an", "", Level.LOW, now)));

    QueuedAlert row = desk.queue.find(ALL, "a1").orElseThrow();
    assertThat(row.level()).isEqualTo(Level.CRITICAL);
    assertThat(row.dueAt()).isEqualTo(now.plusSeconds(2).plus(Duration.ofMinutes(30)));
  }

  @Test
  default void movesManyRowsAtOnceAndRemembersWhoWhenAndWhy() {
    TestDesk desk = desk();
    desk.queue.add(
        List.of(desk.alert("a1", "r1", "an", "00001"), desk.alert("b1", "r1", "an", "00002")));

    Change change =
        desk.queue.change(LAN, new AlertAction.Assign("minh", "xem giúp"), List.of("a1", "b1"));

    assertThat(change.changed()).isEqualTo(2);
    assertThat(desk.queue.list(ALL, AlertFilter.ALL.withOwner("minh")).items()).hasSize(2);
    assertThat(desk.queue.history(ALL, "b1"))
        .containsExactly(
            new AlertHistory(
                desk.clock.instant(),
                "lan",
                "ASSIGN",
                "xem giúp",
                AlertState.DANG_XU_LY,
                false,
                change.undo()));
    assertThat(desk.audit.actions()).containsExactly("alert.assign");
  }

  @Test
  default void keepsANoteAndChangesNothingElse() {
    TestDesk desk = desk();
    desk.queue.add(List.of(desk.alert("a1", "r1", "an", "00001")));
    desk.queue.change(LAN, new AlertAction.Close(Disposition.TRUNG_LAP, ""), List.of("a1"));
    Handling before = desk.queue.find(ALL, "a1").orElseThrow().handling();

    Change note = desk.queue.change(MINH, new AlertAction.Note("đã gọi đơn vị"), List.of("a1"));

    assertThat(desk.queue.find(ALL, "a1").orElseThrow().handling()).isEqualTo(before);
    assertThat(desk.queue.history(ALL, "a1").getLast())
        .isEqualTo(
            new AlertHistory(
                desk.clock.instant(),
                "minh",
                "NOTE",
                "đã gọi đơn vị",
                AlertState.DA_DONG,
                false,
                note.undo()));
    assertThat(desk.audit.actions()).containsExactly("alert.close", "alert.note");
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> new AlertAction.Note(" "));
  }

  @Test
  default void keepsATextWithACharacterThatADatabaseCannotKeep() {
    TestDesk desk = desk();
    desk.queue.add(List.of(desk.alert("a1", "r1", "an", "00001")));

    desk.queue.change(MINH, new AlertAction.Note("trước\0sau"), List.of("a1"));

    assertThat(desk.queue.history(ALL, "a1").getLast().note()).isEqualTo("trước\uFFFDsau");
  }

  @Test
  default void refusesAMoveOfAllRowsWhenOneDoesNotAllowIt() {
    TestDesk desk = desk();
    desk.queue.add(
        List.of(desk.alert("a1", "r1", "an", "00001"), desk.alert("b1", "r1", "an", "00002")));
    desk.queue.change(LAN, new AlertAction.Close(Disposition.TRUNG_LAP, ""), List.of("b1"));

    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> desk.queue.change(LAN, new AlertAction.Take(""), List.of("a1", "b1")))
        .withMessage("alert b1 cannot move from DA_DONG to DANG_XU_LY");
    assertThat(desk.queue.find(ALL, "a1").orElseThrow().state()).isEqualTo(AlertState.MOI);
  }

  @Test
  default void doesNothingWhenTheAuditTrailRefuses() {
    TestDesk desk = desk();
    desk.queue.add(List.of(desk.alert("a1", "r1", "an", "00001")));
    desk.audit.refuse(true);

    assertThatExceptionOfType(AuditTrailException.class)
        .isThrownBy(() -> desk.queue.change(LAN, new AlertAction.Take(""), List.of("a1")));
    assertThat(desk.queue.find(ALL, "a1").orElseThrow().state()).isEqualTo(AlertState.MOI);
    assertThat(desk.queue.history(ALL, "a1")).isEmpty();
  }

  @Test
  default void bringsBackWhatWasPutOffWhenItsTimeComes() {
    TestDesk desk = desk();
    desk.queue.add(
        List.of(desk.alert("a1", "r1", "an", "00001"), desk.alert("b1", "r1", "an", "00002")));
    desk.queue.change(LAN, new AlertAction.Take(""), List.of("a1"));
    Instant until = desk.clock.instant().plus(Duration.ofDays(1));
    desk.queue.change(
        LAN, new AlertAction.Snooze(until, "chờ đơn vị trả lời"), List.of("a1", "b1"));
    assertThat(desk.queue.find(ALL, "a1").orElseThrow().dueAt()).isEqualTo(until);

    assertThat(desk.queue.wake()).isZero();
    desk.clock.advance(Duration.ofDays(1));
    assertThat(desk.queue.list(ALL, AlertFilter.ALL).items())
        .extracting(QueuedAlert::state)
        .containsExactlyInAnyOrder(AlertState.DANG_XU_LY, AlertState.MOI);
    assertThat(desk.queue.history(ALL, "a1").getLast().action()).isEqualTo("WAKE");
  }

  @Test
  default void pagesThroughAllRowsInEitherOrder() {
    TestDesk desk = desk();
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      Level level = List.of(Level.values()).get(i % 5);
      Instant at = desk.clock.instant().minusSeconds(i % 7);
      alerts.add(desk.alert("a%02d".formatted(i), "r" + i, "an", "00001", level, at));
    }
    desk.queue.add(alerts);
    for (AlertFilter.Sort sort : AlertFilter.Sort.values()) {
      List<QueuedAlert> seen = new ArrayList<>();
      @Nullable String after = null;
      do {
        AlertPage page = desk.queue.list(ALL, AlertFilter.ALL.withSort(sort).page(after, 4));
        assertThat(page.total()).isEqualTo(23);
        seen.addAll(page.items());
        after = page.next();
      } while (after != null);
      assertThat(seen).extracting(QueuedAlert::id).hasSize(23).doesNotHaveDuplicates();
      switch (sort) {
        case DUE -> assertThat(seen).extracting(QueuedAlert::dueAt).isSorted();
        case NEWEST -> assertThat(seen.reversed()).extracting(QueuedAlert::lastAt).isSorted();
      }
    }
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.queue.list(ALL, AlertFilter.ALL.page("không phải", 4)));
  }

  @Test
  default void countsByLevelUnassignedAndOverdue() {
    TestDesk desk = desk();
    Instant now = desk.clock.instant();
    desk.queue.add(
        List.of(
            desk.alert("a1", "r1", "an", "00001", Level.CRITICAL, now),
            desk.alert("a2", "r2", "an", "00001", Level.LOW, now),
            desk.alert("a3", "r3", "an", "00001", Level.LOW, now)));
    desk.queue.change(LAN, new AlertAction.Take(""), List.of("a2"));
    desk.queue.change(LAN, new AlertAction.Close(Disposition.TRUNG_LAP, ""), List.of("a3"));
    desk.clock.advance(Duration.ofHours(1));

    AlertPage page = desk.queue.list(ALL, AlertFilter.ALL.withLevels(Level.CRITICAL));
    assertThat(page.total()).isEqualTo(1);
    assertThat(page.counts()).containsEntry(Level.LOW, 2L).containsEntry(Level.MEDIUM, 0L);
    AlertPage all = desk.queue.list(ALL, AlertFilter.ALL);
    assertThat(all.unassigned()).isEqualTo(1);
    assertThat(all.overdue()).isEqualTo(1);
    assertThat(all.newest()).isEqualTo(now);
    assertThat(desk.queue.stats().rows()).containsEntry(AlertState.DA_DONG, 1L);
  }

  @Test
  default void findsTextWithoutDiacriticsAndTakesWildcardsLiterally() {
    TestDesk desk = desk();
    desk.queue.add(List.of(desk.alert("a1", "r1", "đặng_văn", "00001")));

    assertThat(desk.queue.list(ALL, AlertFilter.ALL.withText("tuyen QUANG")).items()).hasSize(1);
    assertThat(desk.queue.list(ALL, AlertFilter.ALL.withText("dang_van")).items()).hasSize(1);
    assertThat(desk.queue.list(ALL, AlertFilter.ALL.withText("dang%van")).items()).isEmpty();
    assertThat(desk.queue.list(ALL, AlertFilter.ALL.withText("' or 1=1 --")).items()).isEmpty();
  }

  @Test
  default void foldsRowsIntoGroups() {
    TestDesk desk = desk();
    desk.queue.add(
        List.of(
            desk.alert("a1", "r1", "an", "00001"),
            desk.alert("a2", "r1", "binh", "00001"),
            desk.alert("a3", "r2", "an", "00002")));

    List<AlertGroup> rules = desk.queue.groups(ALL, AlertFilter.ALL, AlertGroup.By.RULE);
    assertThat(rules).extracting(AlertGroup::key).containsExactly("r1", "r2");
    assertThat(rules.getFirst().count()).isEqualTo(2);
    assertThat(rules.getFirst().levels()).containsEntry(Level.HIGH, 2L);
    assertThat(desk.queue.groups(ALL, AlertFilter.ALL, AlertGroup.By.ENTITY)).hasSize(2);
    assertThat(desk.queue.groups(HOA.scope(), AlertFilter.ALL, AlertGroup.By.ORGANIZATION))
        .extracting(AlertGroup::key)
        .containsExactly("00001");
  }

  @Test
  default void showsRowsOfTheSameRuleOrEntityNearby() {
    TestDesk desk = desk();
    desk.queue.add(List.of(desk.alert("old", "r1", "an", "00001")));
    desk.clock.advance(Duration.ofHours(30));
    desk.queue.add(
        List.of(
            desk.alert("a1", "r1", "an", "00001"),
            desk.alert("rule", "r1", "binh", "00001"),
            desk.alert("entity", "r2", "an", "00002"),
            desk.alert("other", "r2", "binh", "00002")));

    assertThat(desk.queue.related(ALL, "a1", 20))
        .extracting(QueuedAlert::id)
        .containsExactlyInAnyOrder("rule", "entity");
    assertThat(desk.queue.related(HOA.scope(), "a1", 20))
        .extracting(QueuedAlert::id)
        .containsExactly("rule");
  }

  @Test
  default void showsNothingOfAnotherUnitThroughAnyMethod() {
    TestDesk desk = desk();
    desk.queue.add(
        List.of(desk.alert("mine", "r1", "an", "00001"), desk.alert("province", "r1", "an", "")));
    List<OrganizationScope> strangers = List.of(TUAN.scope(), OrganizationScope.units(Set.of()));
    for (OrganizationScope stranger : strangers) {
      assertThat(desk.queue.find(stranger, "mine")).isEmpty();
      assertThat(desk.queue.find(stranger, "province")).isEmpty();
      assertThat(desk.queue.occurrences(stranger, "mine", 10)).isEmpty();
      assertThat(desk.queue.eventIds(stranger, "mine", 10)).isEmpty();
      assertThat(desk.queue.related(stranger, "mine", 10)).isEmpty();
      assertThat(desk.queue.history(stranger, "mine")).isEmpty();
      assertThat(desk.queue.groups(stranger, AlertFilter.ALL, AlertGroup.By.RULE)).isEmpty();
      AlertPage page = desk.queue.list(stranger, AlertFilter.ALL.withText("an"));
      assertThat(page.items()).isEmpty();
      assertThat(page.total() + page.overdue() + page.unassigned()).isZero();
      assertThat(page.counts().values()).containsOnly(0L);
      assertThat(page.newest()).isNull();
      Officer outsider = new Officer(new Actor("x", "00002", List.of()), stranger);
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> desk.queue.change(outsider, new AlertAction.Take(""), List.of("mine")));
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() ->
              desk.incidents.escalate(
                  outsider, new Escalation(List.of("mine"), null, null, null, null, "")));
    }
    Change take = desk.queue.change(HOA, new AlertAction.Take(""), List.of("mine"));
    Officer moved = new Officer(HOA.actor(), TUAN.scope());
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.queue.undo(moved, take.undo()));
    assertThat(desk.queue.list(HOA.scope(), AlertFilter.ALL).items())
        .extracting(QueuedAlert::id)
        .containsExactly("mine");
  }

  @Test
  default void keepsOneRowWhenManyAddTheSameGroupAtOnce() throws Exception {
    TestDesk desk = desk();
    // Two queues on one database, as two processes would have.
    AlertQueue other =
        new JdbcAlertQueue(desk.dataSource, desk.audit, desk.clock, QueueSettings.DEFAULT);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Added>> work =
          IntStream.range(0, 40)
              .<Callable<Added>>mapToObj(i ->
                  () ->
                      (i % 2 == 0 ? desk.queue : other)
                          .add(List.of(desk.alert("a" + i, "r1", "an", "00001"))))
              .toList();
      for (var added : threads.invokeAll(work)) {
        added.get();
      }
    }
    assertThat(desk.queue.list(ALL, AlertFilter.ALL).items())
        .singleElement()
        .extracting(QueuedAlert::occurrences)
        .isEqualTo(40);
  }
}
