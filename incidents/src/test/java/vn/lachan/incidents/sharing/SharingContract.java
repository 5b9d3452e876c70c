package vn.lachan.incidents.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.HOA;
import static vn.lachan.incidents.TestDesk.LAN;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.IncidentPatch;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Marking;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.Pap;
import vn.lachan.incidents.PaperReference;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.TimelineEntry;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.evidence.NewEvidence;
import vn.lachan.incidents.handling.IncidentFilter;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.incidents.handling.StateChange;
import vn.lachan.incidents.notice.NewNotice;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.incidents.sharing.Destination.Way;
import vn.lachan.incidents.task.NewOrder;
import vn.lachan.incidents.task.NewTask;
import vn.lachan.incidents.task.Task;

/** What labels and the state-secret flag must keep, on every database. */
public interface SharingContract {
  OrganizationScope ALL = OrganizationScope.PROVINCE;
  PaperReference PAPER = new PaperReference("15/BC-PA05 ngày 12/11/2026");
  String SECRET = "Tên kế hoạch tối mật Sông Lô";

  TestDesk desk();

  private static Marking marking(Tlp tlp, Pap pap) {
    return new Marking(tlp, pap);
  }

  private static NewOrder order(TestDesk desk, String incident) {
    return new NewOrder(
        incident,
        "Cô lập máy chủ một cửa",
        "Rút cáp mạng",
        "Ngăn mã độc lan",
        "NĐ 333/2026/NĐ-CP, Điều 8",
        "00001",
        null,
        desk.clock.instant().plus(Duration.ofHours(4)),
        false);
  }

  private static void refused(TestDesk desk, String rule, ThrowingCallable act) {
    long before = desk.audit.actions().stream().filter("sharing.refuse"::equals).count();
    assertThatExceptionOfType(SharingRefusedException.class)
        .isThrownBy(act)
        .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo(rule))
        .withMessageContaining(rule);
    assertThat(desk.audit.actions().stream().filter("sharing.refuse"::equals).count())
        .as("each refusal is in the trail")
        .isEqualTo(before + 1);
  }

  @Test
  default void strictAndRedIncidentsAreNotSharedWithAnotherUnit() {
    TestDesk desk = desk();
    for (Tlp tlp : List.of(Tlp.AMBER_STRICT, Tlp.RED)) {
      String incident = desk.incident();
      desk.labels.mark(LAN, incident, marking(tlp, Pap.GREEN), "nguồn tin yêu cầu", null);
      String rule = tlp.label() + "/SHARE";
      refused(desk, rule, () -> desk.orders.give(LAN, order(desk, incident)));
      refused(desk, rule, () -> desk.tasks.create(LAN, desk.task(incident, "00001")));
      refused(desk, rule, () -> desk.handovers.offer(LAN, incident, "00001", "xã chủ trì"));
      refused(
          desk,
          rule,
          () ->
              desk.incidents.update(
                  LAN, incident, IncidentPatch.NOTHING.withUnits(List.of("00001"))));
      assertThat(desk.incidents.find(HOA.scope(), incident)).isEmpty();
      desk.labels.mark(LAN, incident, Marking.DEFAULT, "nguồn tin đồng ý", null);
      desk.orders.give(LAN, order(desk, incident));
      assertThat(desk.incidents.find(HOA.scope(), incident)).isPresent();
    }
  }

  @Test
  default void aUnitMayTightenButOnlyWhoLeadsMayOpenFurther() {
    TestDesk desk = desk();
    String incident = desk.incident();
    desk.orders.give(LAN, order(desk, incident));
    Marking tight = marking(Tlp.RED, Pap.AMBER);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.labels.mark(HOA, incident, tight, " ", null));
    desk.labels.mark(HOA, incident, tight, "có danh tính nạn nhân", null);
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.labels.mark(HOA, incident, Marking.DEFAULT, "nới", null));
    desk.labels.mark(LAN, incident, Marking.DEFAULT, "đã ẩn danh", null);
    assertThat(desk.incidents.changes(ALL, incident))
        .filteredOn(change -> change.field().equals("marking"))
        .extracting(IncidentChange::to, IncidentChange::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("TLP:RED PAP:AMBER", "có danh tính nạn nhân"),
            org.assertj.core.groups.Tuple.tuple("TLP:AMBER PAP:GREEN", "đã ẩn danh"));
    assertThatExceptionOfType(StaleVersionException.class)
        .isThrownBy(() -> desk.labels.mark(LAN, incident, tight, "cũ", 1L));
  }

  @Test
  default void anObservableHasTheLabelsOfItsIncidentUntilItHasItsOwn() {
    TestDesk desk = desk();
    String incident = desk.incident();
    String open =
        desk.observables.add(LAN, incident, Observable.Kind.IP, "203.0.113.7", "C2", null);
    String closed =
        desk.observables.add(
            LAN, incident, Observable.Kind.DOMAIN, "c2.example", "", marking(Tlp.RED, Pap.RED));
    assertThat(desk.observables.of(ALL, incident))
        .extracting(Observable::marking)
        .containsExactly(Marking.DEFAULT, marking(Tlp.RED, Pap.RED));
    desk.labels.mark(LAN, incident, marking(Tlp.GREEN, Pap.AMBER), "chia sẻ được", null);
    assertThat(desk.observables.of(ALL, incident).getFirst().marking())
        .isEqualTo(marking(Tlp.GREEN, Pap.AMBER));

    Observables.Export export = desk.observables.export(LAN, incident, Circle.COMMUNITY);
    assertThat(export.leaving()).extracting(Observable::id).containsExactly(open);
    assertThat(export.kept()).isEqualTo(Map.of("TLP:RED/FILE", 1));
    assertThat(desk.audit.actions()).contains("sharing.refuse", "observable.export");

    Destination lookup = new Destination(Way.LOOKUP, Circle.COMMUNITY);
    assertThat(desk.sharing.check(LAN, incident, lookup, "GET /ip/203.0.113.7"))
        .isInstanceOf(Ruling.Allowed.class);
    assertThat(desk.sharing.check(LAN, incident, lookup, "GET /domain/c2.example"))
        .isInstanceOfSatisfying(
            Ruling.Refused.class, no -> assertThat(no.rule()).isEqualTo("TLP:RED/LOOKUP"));
    desk.observables.mark(LAN, incident, closed, null, "đã công bố");
    assertThat(desk.sharing.check(LAN, incident, lookup, "GET /domain/c2.example"))
        .isInstanceOf(Ruling.Allowed.class);
    assertThat(desk.observables.add(LAN, incident, Observable.Kind.IP, " 203.0.113.7 ", "", null))
        .as("the same value is one")
        .isEqualTo(open);
  }

  @Test
  default void mergingKeepsTheTighterLabelsAndLeaksNothingToOtherUnits() {
    TestDesk desk = desk();
    String red = desk.incident();
    desk.labels.mark(LAN, red, marking(Tlp.RED, Pap.AMBER), "nhạy cảm", null);
    String shared = desk.incident();
    desk.orders.give(LAN, order(desk, shared));
    refused(desk, "TLP:RED/SHARE", () -> desk.incidents.move(LAN, red, merge(shared)));
    String own = desk.incident();
    desk.incidents.move(LAN, red, merge(own));
    assertThat(desk.incidents.find(ALL, own).orElseThrow().marking())
        .isEqualTo(marking(Tlp.RED, Pap.AMBER));
  }

  private static StateChange merge(String into) {
    return new StateChange(IncidentState.GOP_VAO, "cùng một vụ", null, null, into);
  }

  @Test
  default void whatIsThereIsNamedBeforeTheSecretFlagIsSet() {
    TestDesk desk = desk();
    String incident = written(desk);
    StateSecrets.Contents contents = desk.secrets.contents(ALL, incident);
    assertThat(contents.items())
        .anySatisfy(item -> assertThat(item).contains("Chứng cứ: so-do.txt"))
        .anySatisfy(item -> assertThat(item).contains("Ghi chú: lan"))
        .anySatisfy(item -> assertThat(item).contains("Việc, lệnh: Cô lập máy chủ"))
        .anySatisfy(item -> assertThat(item).contains("nhật ký kiểm toán"));
    desk.incidents.addNote(LAN, incident, "thêm sau khi xem");
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.secrets.declare(LAN, incident, PAPER, contents.seen()))
        .withMessageContaining("xem lại");
  }

  @Test
  default void aSecretIncidentKeepsOnlyTheFactAndThePaperReference() throws SQLException {
    TestDesk desk = desk();
    String incident = written(desk);
    declare(desk, incident);
    Incident flagged = desk.incidents.find(ALL, incident).orElseThrow();
    assertThat(flagged.stateSecret()).isNotNull();
    assertThat(flagged.stateSecret().reference()).isEqualTo(PAPER);
    assertThat(flagged.title()).isEqualTo("Sự cố liên quan bí mật nhà nước");
    assertThat(texts(desk)).as("no table but the sealed one").noneMatch(t -> t.contains(SECRET));
    assertThat(
            desk.incidents
                .list(
                    ALL,
                    new IncidentFilter(
                        IncidentFilter.Show.ALL, java.util.Set.of(), "sông lô", null, 10))
                .items())
        .as("nor can it be searched for")
        .isEmpty();

    desk.secrets.lift(LAN, incident, new PaperReference("16/QĐ-PA05"));
    assertThat(desk.incidents.find(ALL, incident).orElseThrow().summary()).isEqualTo(SECRET);
    assertThat(desk.incidents.notes(ALL, incident).getFirst().text()).isEqualTo(SECRET);
    assertThat(desk.evidence.list(ALL, incident).getFirst().name()).isEqualTo("so-do.txt");
    assertThat(desk.tasks.ofIncident(ALL, incident))
        .extracting(Task::title)
        .containsExactlyInAnyOrder("Cô lập máy chủ", "Cô lập máy chủ một cửa");
    assertThat(desk.incidents.find(ALL, incident).orElseThrow().marking())
        .isEqualTo(Marking.DEFAULT);
  }

  @Test
  default void aSecretIncidentTakesNoContentAndSaysWhichChannelDoes() {
    TestDesk desk = desk();
    String incident = written(desk);
    String evidence = desk.evidence.list(ALL, incident).getFirst().id();
    String task = desk.tasks.ofIncident(ALL, incident).getFirst().id();
    declare(desk, incident);
    Instant now = desk.clock.instant();
    refused(desk, "BMNN", () -> desk.incidents.addNote(LAN, incident, "chi tiết"));
    refused(
        desk,
        "BMNN",
        () ->
            desk.incidents.addTimeline(
                LAN, incident, now, TimelineEntry.Lane.ATTACKER, "chi tiết"));
    refused(
        desk,
        "BMNN",
        () -> desk.incidents.update(LAN, incident, IncidentPatch.NOTHING.withRootCause("do")));
    refused(desk, "BMNN", () -> collect(desk, incident, "khac.txt"));
    refused(desk, "BMNN", () -> desk.evidence.open(LAN, incident, evidence));
    refused(desk, "BMNN", () -> desk.evidence.export(LAN, incident, evidence, "cho A05"));
    refused(desk, "BMNN", () -> desk.tasks.create(LAN, desk.task(incident, "catinh")));
    refused(desk, "BMNN", () -> desk.tasks.complete(HOA, task, "chi tiết", Map.of()));
    refused(desk, "BMNN", () -> desk.handovers.offer(LAN, incident, "00002", "chi tiết"));
    refused(
        desk,
        "BMNN",
        () -> desk.observables.add(LAN, incident, Observable.Kind.IP, "203.0.113.9", "", null));
    refused(
        desk,
        "BMNN",
        () -> desk.incidents.move(LAN, incident, StateChange.to(IncidentState.HUY, "vì chi tiết")));
    assertThat(desk.observables.export(LAN, incident, Circle.OWN_UNIT).leaving()).isEmpty();
    assertThat(desk.sharing.check(LAN, incident, new Destination(Way.SEARCH, Circle.OWN_UNIT), ""))
        .isInstanceOfSatisfying(
            Ruling.Refused.class, no -> assertThat(no.reason()).contains("văn thư hoặc cơ yếu"));
    desk.incidents.move(LAN, incident, StateChange.to(IncidentState.HUY, "17/BC-PA05"));
    assertThat(desk.incidents.find(ALL, incident).orElseThrow().state())
        .isEqualTo(IncidentState.HUY);
  }

  @Test
  default void onlyTheCoordinatorLiftsTheFlagAndWhatWasDestroyedStaysGone() throws SQLException {
    TestDesk desk = desk();
    String incident = written(desk);
    declare(desk, incident);
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.secrets.lift(HOA, incident, PAPER));
    desk.secrets.destroy(LAN, incident, new PaperReference("18/BB-PA05"));
    assertThat(all(desk)).noneMatch(text -> text.contains(SECRET));
    desk.secrets.lift(LAN, incident, PAPER);
    assertThat(desk.incidents.find(ALL, incident).orElseThrow().summary()).isEmpty();
    assertThat(desk.audit.actions())
        .contains("incident.secret.declare", "incident.secret.destroy", "incident.secret.lift");
  }

  @Test
  default void aPaperReferenceLeavesNoRoomForContent() {
    for (String wrong :
        List.of("", "kế hoạch Sông Lô", "15/BC-PA05 về việc", "15/bc", "15/BC-PA05\nnội dung")) {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> new PaperReference(wrong));
    }
    assertThat(new PaperReference("3/ĐK-UBND ngày 1/2/2026").text()).startsWith("3/ĐK");
  }

  private static void declare(TestDesk desk, String incident) {
    desk.secrets.declare(LAN, incident, PAPER, desk.secrets.contents(ALL, incident).seen());
  }

  private static void collect(TestDesk desk, String incident, String name) {
    desk.evidence.collect(
        LAN,
        incident,
        new NewEvidence(name, "text/plain", SECRET, SECRET),
        new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8)));
  }

  /** An incident with something written in every place. */
  private static String written(TestDesk desk) {
    String incident =
        desk.incidents.create(
            LAN,
            new NewIncident(
                SECRET,
                Category.LD,
                Severity.M1,
                desk.clock.instant(),
                SECRET,
                List.of("motcua"),
                List.of(),
                null));
    desk.incidents.addNote(LAN, incident, SECRET);
    desk.incidents.addTimeline(
        LAN, incident, desk.clock.instant(), TimelineEntry.Lane.ATTACKER, SECRET);
    desk.incidents.update(LAN, incident, IncidentPatch.NOTHING.withRootCause(SECRET));
    collect(desk, incident, "so-do.txt");
    desk.observables.add(LAN, incident, Observable.Kind.FILE, SECRET, SECRET, null);
    desk.orders.give(LAN, order(desk, incident));
    desk.tasks.create(
        LAN,
        new NewTask(
            incident, null, null, "Cô lập máy chủ", SECRET, "00001", false, null, List.of()));
    String task = desk.tasks.ofIncident(ALL, incident).getFirst().id();
    desk.tasks.block(HOA, task, SECRET);
    String offer = desk.handovers.offer(LAN, incident, "00001", SECRET);
    desk.handovers.withdraw(LAN, offer, SECRET);
    desk.notices.tell(
        new NewNotice(
            "k:" + incident,
            Notice.Kind.ORDER,
            Notice.Recipient.person("lan"),
            SECRET,
            "/",
            incident));
    return incident;
  }

  /** Every text of every table but the sealed one. */
  private static List<String> texts(TestDesk desk) throws SQLException {
    return texts(desk, "incident_sealed");
  }

  private static List<String> all(TestDesk desk) throws SQLException {
    return texts(desk, "");
  }

  private static List<String> texts(TestDesk desk, String except) throws SQLException {
    List<String> tables = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    try (Connection connection = desk.dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery(
              "select table_name from information_schema.tables where table_schema = 'public'"
                  + " and table_type in ('BASE TABLE', 'TABLE')")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      assertThat(tables).contains("incident", "incident_sealed", "notice");
      tables.remove(except);
      for (String table : tables) {
        try (ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
          while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              texts.add(String.valueOf(rows.getString(i)));
            }
          }
        }
      }
    }
    return texts;
  }
}
