package vn.lachan.incidents.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.HOA;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;
import static vn.lachan.incidents.TestDesk.TUAN;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.Alert;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.handling.SimilarIncident.Kind;
import vn.lachan.incidents.handling.SimilarIncident.Reason;
import vn.lachan.incidents.measure.ResponseMeasure;
import vn.lachan.incidents.measure.ResponseTimes;
import vn.lachan.incidents.measure.Spread;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.incidents.queue.Change;
import vn.lachan.incidents.queue.QueuedAlert;

/** What must hold for {@link IncidentGrouping} and {@link ResponseTimes} on every database. */
public interface IncidentGroupingContract {
  OrganizationScope ALL = OrganizationScope.PROVINCE;

  TestDesk desk();

  private static String escalate(TestDesk desk, Alert... alerts) {
    desk.queue.add(List.of(alerts));
    List<String> ids = Arrays.stream(alerts).map(Alert::id).toList();
    return desk.incidents
        .escalate(LAN, new Escalation(ids, null, null, Category.XN, null, ""))
        .incidentId();
  }

  private static Incident found(TestDesk desk, String id) {
    return desk.incidents.find(ALL, id).orElseThrow();
  }

  private static List<String> alerts(TestDesk desk, String incident) {
    return desk.incidents.alerts(ALL, incident).stream().map(QueuedAlert::id).toList();
  }

  private static void merge(TestDesk desk, String from, String into) {
    desk.incidents.move(LAN, from, StateChange.to(IncidentState.GOP_VAO, "trùng với " + into));
  }

  @Test
  default void aMergeIsTakenBackWholeAndTheOriginalGoesOnWhereItWas() {
    TestDesk desk = desk();
    String into = escalate(desk, desk.alert("a1", "r1", "an", "00002"));
    String from = escalate(desk, desk.alert("b1", "r2", "binh", "00001"));
    desk.incidents.move(LAN, from, StateChange.to(IncidentState.DA_TUYEN_BO, "tiêu chí 1"));
    desk.clock.advance(Duration.ofMinutes(1));
    merge(desk, from, into);
    assertThat(alerts(desk, into)).containsExactly("a1", "b1");
    assertThat(desk.incidents.find(HOA.scope(), into)).isPresent();
    desk.clock.advance(Duration.ofMinutes(1));

    desk.grouping.unmerge(LAN, from, "hai kẻ khác nhau");

    assertThat(alerts(desk, into)).containsExactly("a1");
    assertThat(alerts(desk, from)).containsExactly("b1");
    assertThat(found(desk, from).state()).isEqualTo(IncidentState.DA_TUYEN_BO);
    assertThat(found(desk, from).mergedInto()).isNull();
    assertThat(desk.queue.find(ALL, "b1").orElseThrow().incidentId()).isEqualTo(from);
    assertThat(desk.incidents.find(HOA.scope(), into)).as("commune 00001 leaves").isEmpty();
    assertThat(desk.incidents.find(HOA.scope(), from)).isPresent();
    assertThat(desk.incidents.clocks(ALL, from)).as("its clocks run again").isNotEmpty();
    assertThat(desk.audit.actions()).contains("incident.unmerge");
  }

  @Test
  default void whatCameAfterTheMergeOrWasMovedOnStaysWhereItIs() {
    TestDesk desk = desk();
    String into = escalate(desk, desk.alert("a1", "r1", "an", "00001"));
    String from =
        escalate(
            desk, desk.alert("b1", "r2", "binh", "00001"), desk.alert("b2", "r3", "binh", "00001"));
    String third = desk.incident();
    merge(desk, from, into);
    desk.clock.advance(Duration.ofMinutes(1));
    desk.queue.add(List.of(desk.alert("c1", "r4", "chi", "00001")));
    desk.incidents.escalate(LAN, new Escalation(List.of("c1"), into, null, null, null, ""));
    desk.grouping.move(LAN, List.of("b2"), third, "của vụ khác");

    desk.grouping.unmerge(LAN, from, "tách");

    assertThat(alerts(desk, from)).containsExactly("b1");
    assertThat(alerts(desk, into)).containsExactly("a1", "c1");
    assertThat(alerts(desk, third)).containsExactly("b2");
    assertThat(desk.incidents.find(HOA.scope(), into)).as("it has alerts there").isPresent();
  }

  @Test
  default void onlyAMergedIncidentIsTakenOutAndOnlyOfAnOpenOne() {
    TestDesk desk = desk();
    String into = desk.incident();
    String from = escalate(desk, desk.alert("a1", "r1", "an", "00001"));
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> desk.grouping.unmerge(LAN, from, "tách"));
    merge(desk, from, into);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.grouping.unmerge(LAN, from, " "));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.grouping.unmerge(TUAN, from, "tách"));
    desk.incidents.move(LAN, into, StateChange.to(IncidentState.HUY, "không phải sự cố"));
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> desk.grouping.unmerge(LAN, from, "tách"));
  }

  @Test
  default void anAlertIsMovedToAnotherIncidentAndBackByUndo() {
    TestDesk desk = desk();
    String one =
        escalate(
            desk, desk.alert("a1", "r1", "an", "00001"), desk.alert("a2", "r2", "an", "00002"));
    String two = desk.incident();

    Change change = desk.grouping.move(MINH, List.of("a2"), two, "khác đối tượng");

    assertThat(alerts(desk, one)).containsExactly("a1");
    assertThat(alerts(desk, two)).containsExactly("a2");
    assertThat(desk.queue.find(ALL, "a2").orElseThrow().incidentId()).isEqualTo(two);
    assertThat(desk.incidents.find(TUAN.scope(), two)).as("its unit takes part").isPresent();
    assertThat(desk.incidents.timeline(ALL, one))
        .anyMatch(entry -> entry.text().contains("Chuyển một cảnh báo sang " + two));

    assertThat(desk.queue.undo(MINH, change.undo()).changed()).isEqualTo(1);
    assertThat(alerts(desk, one)).containsExactly("a1", "a2");
    assertThat(alerts(desk, two)).isEmpty();
  }

  @Test
  default void anAlertTakenOutWaitsInTheQueueAgain() {
    TestDesk desk = desk();
    String incident = escalate(desk, desk.alert("a1", "r1", "an", "00001"));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.grouping.detach(LAN, List.of("a1"), ""));

    Change change = desk.grouping.detach(LAN, List.of("a1"), "báo động giả");

    QueuedAlert row = desk.queue.find(ALL, "a1").orElseThrow();
    assertThat(row.state()).isEqualTo(AlertState.DANG_XU_LY);
    assertThat(row.owner()).isEqualTo("lan");
    assertThat(row.incidentId()).isNull();
    assertThat(row.dueAt()).isEqualTo(desk.clock.instant().plus(Duration.ofHours(2)));
    assertThat(alerts(desk, incident)).isEmpty();
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.grouping.detach(LAN, List.of("a1"), "lần nữa"));

    desk.queue.undo(LAN, change.undo());
    assertThat(alerts(desk, incident)).containsExactly("a1");
  }

  @Test
  default void nobodyMovesWhatHeCannotSeeOrWhatIsClosed() {
    TestDesk desk = desk();
    String one = escalate(desk, desk.alert("a1", "r1", "an", "00001"));
    String two = desk.incident();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.grouping.move(TUAN, List.of("a1"), two, ""));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.grouping.move(HOA, List.of("a1"), two, ""));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.grouping.move(LAN, List.of("a1"), one, ""));
    desk.incidents.move(LAN, two, StateChange.to(IncidentState.HUY, "nhầm"));
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> desk.grouping.move(LAN, List.of("a1"), two, ""));
    assertThat(alerts(desk, one)).containsExactly("a1");
  }

  @Test
  default void namesSimilarIncidentsWithWhatTheyShareTheClosestFirst() {
    TestDesk desk = desk();
    String before = escalate(desk, desk.alert("a1", "r1", "an", "00001"));
    String sameRule = escalate(desk, desk.alert("b1", "r1", "binh", "00002"));
    escalate(desk, desk.alert("c1", "r9", "chi", "00003"));
    String now =
        escalate(
            desk, desk.alert("d1", "r2", "an", "00001"), desk.alert("d2", "r1", "dung", "00001"));

    assertThat(desk.grouping.similar(ALL, now))
        .containsExactly(
            new SimilarIncident(
                found(desk, before),
                List.of(new Reason(Kind.ENTITY, "an"), new Reason(Kind.RULE, "r1"))),
            new SimilarIncident(found(desk, sameRule), List.of(new Reason(Kind.RULE, "r1"))));
    assertThat(desk.grouping.similar(HOA.scope(), now))
        .as("nothing of another unit")
        .extracting(similar -> similar.incident().id())
        .containsExactly(before);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.grouping.similar(TUAN.scope(), now));
  }

  @Test
  default void measuresHowFastIncidentsAreHandledByMonthUnitAndCategory() {
    TestDesk desk = desk();
    Instant start = desk.clock.instant();
    for (int minutes : List.of(1, 2, 3, 4, 60)) {
      String id = escalate(desk, desk.alert("m" + minutes, "r1", "e" + minutes, "00001"));
      desk.clock.advance(Duration.ofMinutes(minutes));
      desk.incidents.move(LAN, id, StateChange.to(IncidentState.DA_TUYEN_BO, "tiêu chí"));
    }
    String cancelled = escalate(desk, desk.alert("x", "r1", "x", "00002"));
    desk.incidents.move(LAN, cancelled, StateChange.to(IncidentState.HUY, "nhầm"));
    Instant end = desk.clock.instant().plusSeconds(60);

    ResponseTimes.Report all = desk.times.of(ALL, start, end, ResponseTimes.By.ALL);
    assertThat(all.cut()).isFalse();
    assertThat(all.groups())
        .singleElement()
        .satisfies(group -> {
          assertThat(group.incidents()).isEqualTo(5);
          assertThat(group.times())
              .containsEntry(ResponseMeasure.DECLARE, new Spread(5, 178, 3598))
              .containsEntry(ResponseMeasure.DETECT, new Spread(5, 2, 2))
              .doesNotContainKeys(ResponseMeasure.CONTAIN, ResponseMeasure.CLOSE);
        });
    assertThat(groups(desk.times.of(ALL, start, end, ResponseTimes.By.MONTH)))
        .isEqualTo(Map.of("2026-11", 5));
    assertThat(groups(desk.times.of(ALL, start, end, ResponseTimes.By.UNIT)))
        .isEqualTo(Map.of("00001", 5));
    assertThat(groups(desk.times.of(ALL, start, end, ResponseTimes.By.CATEGORY)))
        .isEqualTo(Map.of("XN", 5));
    assertThat(desk.times.of(TUAN.scope(), start, end, ResponseTimes.By.ALL).groups()).isEmpty();
  }

  private static Map<String, Integer> groups(ResponseTimes.Report report) {
    return report.groups().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                ResponseTimes.Group::group, ResponseTimes.Group::incidents));
  }
}
