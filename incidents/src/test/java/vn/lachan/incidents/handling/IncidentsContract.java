package vn.lachan.incidents.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.HOA;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;
import static vn.lachan.incidents.TestDesk.SNAPSHOT;
import static vn.lachan.incidents.TestDesk.TUAN;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.lachan.audit.AuditTrailException;
import vn.lachan.detection.Alert;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.IncidentPatch;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.StaleVersionException;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.TimelineEntry;
import vn.lachan.incidents.clock.IssuedForm;
import vn.lachan.incidents.clock.LegalProfiles;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.evidence.Evidence;
import vn.lachan.incidents.evidence.EvidenceCheck;
import vn.lachan.incidents.evidence.EvidenceStats;
import vn.lachan.incidents.evidence.NewEvidence;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.incidents.queue.QueuedAlert;
import vn.lachan.incidents.store.Transactions;
import vn.lachan.incidents.task.NewTask;
import vn.lachan.incidents.task.Task;
import vn.lachan.incidents.task.TaskFilter;
import vn.lachan.incidents.task.TaskInput;
import vn.lachan.incidents.task.TaskPage;
import vn.lachan.incidents.task.TaskState;
import vn.lachan.incidents.task.ValueType;

/** What {@link Incidents} must do on every database. */
public interface IncidentsContract {
  OrganizationScope ALL = OrganizationScope.PROVINCE;

  /** Everything on an empty database; called once for each test. */
  TestDesk desk();

  private static String escalate(TestDesk desk, Alert... alerts) {
    desk.queue.add(List.of(alerts));
    List<String> ids = List.of(alerts).stream().map(Alert::id).toList();
    return desk.incidents
        .escalate(LAN, new Escalation(ids, null, null, Category.XN, null, "nghi chiếm quyền"))
        .incidentId();
  }

  private static Incident found(TestDesk desk, String id) {
    return desk.incidents.find(ALL, id).orElseThrow();
  }

  @Test
  default void makesAnIncidentFromAlerts() {
    TestDesk desk = desk();
    Instant happened = desk.clock.instant().minusSeconds(600);
    Alert first =
        desk.alert("a1", "r1", "an", "00001", vn.lachan.detection.Level.CRITICAL, happened);
    String id = escalate(desk, first, desk.alert("b1", "r2", "an", "00001"));

    assertThat(id).isEqualTo("SC-2026-001");
    Incident incident = found(desk, id);
    assertThat(incident.organization()).isEqualTo("00001");
    assertThat(incident.severity()).isEqualTo(Severity.M2);
    assertThat(incident.detectedAt()).isEqualTo(first.detected());
    assertThat(incident.legalProfile()).isEqualTo("vn-2026");
    assertThat(incident.measures().ttd()).isEqualTo(2);
    assertThat(incident.measures().tta()).isEqualTo(600);
    assertThat(desk.queue.find(ALL, "a1").orElseThrow().incidentId()).isEqualTo(id);
    assertThat(desk.incidents.alerts(ALL, id))
        .extracting(QueuedAlert::id)
        .containsExactly("a1", "b1");
    assertThat(desk.incidents.timeline(ALL, id))
        .extracting(TimelineEntry::lane)
        .contains(TimelineEntry.Lane.ATTACKER, TimelineEntry.Lane.RESPONDER);
    assertThat(desk.incidents.notes(ALL, id)).hasSize(1);
    IncidentSummary summary = desk.incidents.summary(ALL, id).orElseThrow();
    assertThat(summary.alertCount()).isEqualTo(2);
    assertThat(summary.nextClock()).extracting(ReportingClock::id).isEqualTo("IR-24H");
    assertThat(desk.audit.actions()).contains("alert.escalate", "incident.escalate");
  }

  @Test
  default void laterAlertsOfAnEscalatedRowStayWithTheIncident() {
    TestDesk desk = desk();
    String id = escalate(desk, desk.alert("a1", "r1", "an", "00001"));
    desk.queue.add(List.of(desk.alert("a2", "r1", "an", "00001")));

    assertThat(desk.incidents.alerts(ALL, id))
        .singleElement()
        .extracting(QueuedAlert::occurrences)
        .isEqualTo(2);
  }

  @Test
  default void undoOfAnEscalationTakesTheRowsOutButKeepsTheIncident() {
    TestDesk desk = desk();
    desk.queue.add(List.of(desk.alert("a1", "r1", "an", "00001")));
    Escalated escalated =
        desk.incidents.escalate(LAN, new Escalation(List.of("a1"), null, null, null, null, ""));

    assertThat(desk.queue.undo(LAN, escalated.undo()).changed()).isEqualTo(1);

    assertThat(desk.queue.find(ALL, "a1").orElseThrow().state()).isEqualTo(AlertState.MOI);
    assertThat(desk.incidents.alerts(ALL, escalated.incidentId())).isEmpty();
    desk.incidents.escalate(
        LAN, new Escalation(List.of("a1"), escalated.incidentId(), null, null, null, ""));
    assertThat(desk.incidents.alerts(ALL, escalated.incidentId())).hasSize(1);
  }

  @Test
  default void numbersIncidentsByYearWithoutGapsOrDoubles() throws Exception {
    TestDesk desk = desk();
    Incidents other =
        new Incidents(
            desk.dataSource,
            desk.audit,
            desk.clock,
            LegalProfiles.bundled(),
            desk.evidence,
            new NoFacts());
    List<String> ids = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<String>> work =
          IntStream.range(0, 20)
              .<Callable<String>>mapToObj(
                  i -> () -> (i % 2 == 0 ? desk.incidents : other).create(LAN, hand(desk)))
              .toList();
      for (var id : threads.invokeAll(work)) {
        ids.add(id.get());
      }
    }
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 20).mapToObj("SC-2026-%03d"::formatted).toList());
    desk.clock.advance(Duration.ofDays(50));
    assertThat(desk.incidents.create(LAN, hand(desk))).isEqualTo("SC-2027-001");
  }

  /** Knows nothing. */
  final class NoFacts implements GateFacts {
    @Override
    public boolean closingReportIssued(String incidentId) {
      return false;
    }

    @Override
    public boolean backupPointVerified(String reference) {
      return false;
    }
  }

  private static NewIncident hand(TestDesk desk) {
    return new NewIncident(
        "Mất kết nối",
        Category.LH,
        Severity.M3,
        desk.clock.instant(),
        "",
        List.of(),
        List.of(),
        null);
  }

  @Test
  default void goesAllTheWayToClosingAndStoresItsMeasures() throws Exception {
    TestDesk desk = desk();
    String id = desk.incident();
    desk.evidence.collect(MINH, id, new NewEvidence("a.json", "", "log", "máy chủ"), bytes("{}"));
    String task = desk.tasks.create(LAN, desk.task(id, "ttpvhcc"));
    desk.incidents.move(
        LAN, id, StateChange.to(IncidentState.DA_TUYEN_BO, "mã hóa tống tiền trên máy chủ"));
    desk.clock.advance(Duration.ofHours(1));
    desk.incidents.move(LAN, id, StateChange.to(IncidentState.NGAN_CHAN, ""));
    desk.clock.advance(Duration.ofHours(2));
    desk.incidents.move(LAN, id, StateChange.to(IncidentState.LOAI_BO, ""));
    assertThat(found(desk, id).measures().ttc()).isEqualTo(3 * 3600);
    assertThatExceptionOfType(GateException.class)
        .isThrownBy(() ->
            desk.incidents.move(
                LAN, id, StateChange.to(IncidentState.PHUC_HOI, "đã kiểm bản ffffffffffffffff")))
        .satisfies(gate -> assertThat(gate.missing()).hasSize(1));
    desk.incidents.move(
        LAN, id, StateChange.to(IncidentState.PHUC_HOI, "máy sạch; bản sao lưu " + SNAPSHOT));
    desk.incidents.move(LAN, id, StateChange.to(IncidentState.SAU_SU_CO, ""));

    assertThat(missing(desk, id, null)).hasSize(4);
    desk.tasks.complete(LAN, task, "đã rút cáp", Map.of());
    desk.closingReports.add(id);
    desk.incidents.update(LAN, id, IncidentPatch.NOTHING.withRootCause("mật khẩu yếu"));
    assertThat(missing(desk, id, "lan"))
        .containsExactly("Chọn người soát xét khác người phụ trách sự cố.");

    desk.incidents.move(LAN, id, new StateChange(IncidentState.DA_DONG, "", "minh", null, null));
    Incident closed = found(desk, id);
    assertThat(closed.closedAt()).isEqualTo(desk.clock.instant());
    assertThat(closed.reviewer()).isEqualTo("minh");
    assertThat(closed.measures().ttr()).isEqualTo(3 * 3600);
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(
            () -> desk.incidents.update(LAN, id, IncidentPatch.NOTHING.withRootCause("khác")));
    assertThat(desk.incidents.changes(ALL, id))
        .filteredOn(change -> change.field().equals("state"))
        .extracting(IncidentChange::to)
        .containsExactly(
            "NGHI_NGO", "DA_TUYEN_BO", "NGAN_CHAN", "LOAI_BO", "PHUC_HOI", "SAU_SU_CO", "DA_DONG");
  }

  private static List<String> missing(TestDesk desk, String id, String reviewer) {
    try {
      desk.incidents.move(
          LAN, id, new StateChange(IncidentState.DA_DONG, "", reviewer, null, null));
      return List.of();
    } catch (GateException gate) {
      return gate.missing();
    }
  }

  @Test
  default void doesNotCloseOverDamagedEvidence() throws Exception {
    TestDesk desk = desk();
    String id = desk.incident();
    Evidence evidence =
        desk.evidence.collect(
            MINH, id, new NewEvidence("a.json", "", "log", "máy chủ"), bytes("{}"));
    for (IncidentState state : List.of(IncidentState.DA_TUYEN_BO, IncidentState.PHAN_TICH)) {
      desk.incidents.move(LAN, id, StateChange.to(state, "đủ tiêu chí"));
    }
    desk.incidents.move(LAN, id, StateChange.to(IncidentState.PHUC_HOI, "bản sao lưu " + SNAPSHOT));
    desk.incidents.move(LAN, id, StateChange.to(IncidentState.SAU_SU_CO, ""));
    java.nio.file.Files.writeString(
        desk.folder.resolve(evidence.sha256().substring(0, 2)).resolve(evidence.sha256()), "x");

    assertThat(missing(desk, id, "minh")).contains("Chứng cứ không còn nguyên vẹn: a.json.");
    assertThat(desk.evidence.list(ALL, id).getFirst().custody())
        .extracting(Evidence.Custody::act)
        .containsExactly(Evidence.Act.COLLECTED, Evidence.Act.DAMAGED);
  }

  @Test
  default void saysWhichMovesAreOpenAndWhatTheyNeed() {
    TestDesk desk = desk();
    String id = desk.incident();

    List<AllowedMove> moves = desk.incidents.moves(ALL, id);

    assertThat(moves)
        .extracting(AllowedMove::to)
        .containsExactly(
            IncidentState.DA_TUYEN_BO,
            IncidentState.CHO_BEN_NGOAI,
            IncidentState.HUY,
            IncidentState.GOP_VAO);
    assertThat(moves).allSatisfy(move -> assertThat(move.needs()).hasSize(1));
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> desk.incidents.move(LAN, id, StateChange.to(IncidentState.DA_DONG, "")))
        .withMessage("incident SC-2026-001 cannot move from NGHI_NGO to DA_DONG");
  }

  @Test
  default void waitsForOthersAndGoesBackToWhereItWas() {
    TestDesk desk = desk();
    String id = desk.incident();
    desk.incidents.move(LAN, id, StateChange.to(IncidentState.DA_TUYEN_BO, "đủ tiêu chí"));
    desk.incidents.move(LAN, id, StateChange.to(IncidentState.PHAN_TICH, ""));
    List<Instant> due = desk.incidents.clocks(ALL, id).stream().map(ReportingClock::dueAt).toList();
    desk.incidents.move(LAN, id, StateChange.to(IncidentState.CHO_BEN_NGOAI, "chờ nhà mạng"));

    assertThat(desk.incidents.moves(ALL, id))
        .extracting(AllowedMove::to)
        .containsExactly(IncidentState.PHAN_TICH, IncidentState.HUY);
    desk.clock.advance(Duration.ofDays(5));
    assertThat(desk.incidents.clocks(ALL, id))
        .as("the law waits for nobody")
        .isNotEmpty()
        .allMatch(clock -> clock.state() == ReportingClock.State.OVERDUE)
        .extracting(ReportingClock::dueAt)
        .containsExactlyElementsOf(due);
    desk.incidents.move(LAN, id, StateChange.to(IncidentState.PHAN_TICH, ""));
    assertThat(found(desk, id).resumeState()).isNull();
  }

  @Test
  default void mergesIntoAnotherIncident() {
    TestDesk desk = desk();
    String from = escalate(desk, desk.alert("a1", "r1", "an", "00001"));
    String into = desk.incident();

    assertThatExceptionOfType(GateException.class)
        .isThrownBy(
            () -> desk.incidents.move(LAN, from, StateChange.to(IncidentState.GOP_VAO, from)));
    desk.incidents.move(LAN, from, StateChange.to(IncidentState.GOP_VAO, "trùng với " + into));

    assertThat(found(desk, from).mergedInto()).isEqualTo(into);
    assertThat(desk.incidents.alerts(ALL, from)).isEmpty();
    assertThat(desk.incidents.alerts(ALL, into)).hasSize(1);
    assertThat(desk.incidents.clocks(ALL, from)).isEmpty();
    assertThat(desk.incidents.find(HOA.scope(), into)).isPresent();
  }

  @Test
  default void recomputesClocksWhenSeverityOrPersonalDataChangesAndKeepsBothValues() {
    TestDesk desk = desk();
    String id = desk.incidents.create(LAN, hand(desk));
    assertThat(desk.incidents.clocks(ALL, id))
        .extracting(ReportingClock::id)
        .containsExactly("IR-72H");
    desk.clock.advance(Duration.ofHours(20));

    desk.incidents.update(LAN, id, IncidentPatch.NOTHING.withSeverity(Severity.M1));
    desk.incidents.update(LAN, id, IncidentPatch.NOTHING.withPersonalDataAt(desk.clock.instant()));

    List<ReportingClock> clocks = desk.incidents.clocks(ALL, id);
    assertThat(clocks)
        .extracting(ReportingClock::id)
        .containsExactly("IR-NGAY", "IR-24H", "IR-72H", "DL-72H");
    assertThat(clocks)
        .extracting(ReportingClock::state)
        .containsExactly(
            ReportingClock.State.OVERDUE,
            ReportingClock.State.DUE_SOON,
            ReportingClock.State.RUNNING,
            ReportingClock.State.RUNNING);
    Instant later = desk.clock.instant().minus(Duration.ofHours(5));
    desk.incidents.update(LAN, id, IncidentPatch.NOTHING.withPersonalDataAt(later));
    assertThat(desk.incidents.changes(ALL, id))
        .filteredOn(change -> change.field().equals("clock:DL-72H"))
        .hasSize(2)
        .last()
        .satisfies(change -> {
          assertThat(change.from()).startsWith(desk.clock.instant().toString());
          assertThat(change.to()).startsWith(later.toString());
        });
    desk.incidents.update(LAN, id, IncidentPatch.NOTHING.withSeverity(Severity.M4));
    assertThat(desk.incidents.clocks(ALL, id))
        .extracting(ReportingClock::id)
        .containsExactly("DL-72H");
  }

  @Test
  default void aClockIsDoneOnceInTimeOrLate() {
    TestDesk desk = desk();
    String id = desk.incident();
    desk.incidents.clockDone(LAN, id, "IR-24H", null, "CV 12/CAT-PA05");
    desk.clock.advance(Duration.ofHours(73));
    desk.incidents.clockDone(LAN, id, "IR-72H", null, "CV 13/CAT-PA05");

    assertThat(desk.incidents.clocks(ALL, id))
        .extracting(ReportingClock::state)
        .containsExactly(ReportingClock.State.DONE, ReportingClock.State.DONE_LATE);
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> desk.incidents.clockDone(LAN, id, "IR-72H", null, "lần nữa"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.incidents.clockDone(LAN, id, "IR-NGAY", null, "x"));
  }

  @Test
  default void anIssuedFormAnswersTheDutiesThatNameIt() {
    TestDesk desk = desk();
    String id = desk.incident();
    Instant signed = desk.clock.instant();
    desk.clock.advance(Duration.ofMinutes(1));
    IssuedForm notice =
        new IssuedForm(
            "su-co-thong-bao-ban-dau", "Thông báo ban đầu", "12/TB-CAT", "r-1", signed, null);
    assertThat(desk.incidents.answered(LAN, id, notice)).containsExactly("IR-24H");

    ReportingClock done = desk.incidents.clocks(ALL, id).getFirst();
    assertThat(done.doneAt()).isEqualTo(Transactions.stored(signed));
    assertThat(done.doneBy()).isEqualTo("lan");
    assertThat(done.document()).isEqualTo("r-1");
    assertThat(done.note()).isEqualTo("Văn bản số 12/TB-CAT, “Thông báo ban đầu”");
    assertThat(desk.incidents.timeline(ALL, id).toString()).contains("report:r-1");
    assertThat(desk.incidents.answered(LAN, id, notice)).as("said again").isEmpty();
    assertThat(
            desk.incidents.answered(
                LAN,
                id,
                new IssuedForm("su-co-bao-cao", "Báo cáo", "", "r-2", signed, Set.of("IR-24H"))))
        .as("not the duty it is meant for")
        .isEmpty();
    assertThat(desk.incidents.clocks(ALL, id).getLast().isDone()).isFalse();
  }

  @Test
  default void keepsTheLawOfTheMomentOfDetection() {
    TestDesk desk = desk();
    String id =
        desk.incidents.create(
            LAN,
            new NewIncident(
                "Cũ",
                Category.MD,
                Severity.M2,
                Instant.parse("2026-06-30T16:59:59Z"),
                "",
                List.of(),
                List.of(),
                null));

    assertThat(found(desk, id).legalProfile()).isEqualTo("vn-2017");
    assertThat(desk.incidents.clocks(ALL, id))
        .extracting(ReportingClock::id)
        .containsExactly("UC-5N");
  }

  @Test
  default void refusesAChangeBasedOnAnOldVersion() {
    TestDesk desk = desk();
    String id = desk.incident();
    long version = found(desk, id).version();
    desk.incidents.update(MINH, id, IncidentPatch.NOTHING.withRootCause("a").basedOn(version));

    assertThatExceptionOfType(StaleVersionException.class)
        .isThrownBy(() ->
            desk.incidents.update(
                LAN, id, IncidentPatch.NOTHING.withRootCause("b").basedOn(version)));
    assertThat(found(desk, id).rootCause()).isEqualTo("a");
  }

  @Test
  default void changesNothingWhenTheAuditTrailRefuses() {
    TestDesk desk = desk();
    String id = desk.incident();
    Incident before = found(desk, id);
    desk.audit.refuse(true);

    List<Runnable> acts =
        List.of(
            () -> desk.incidents.move(LAN, id, StateChange.to(IncidentState.HUY, "nhầm")),
            () -> desk.incidents.update(LAN, id, IncidentPatch.NOTHING.withRootCause("x")),
            () -> desk.incidents.addNote(LAN, id, "x"),
            () -> desk.incidents.clockDone(LAN, id, "IR-72H", null, "x"),
            () -> desk.tasks.create(LAN, desk.task(id, "ttpvhcc")),
            () -> desk.evidence.collect(LAN, id, new NewEvidence("a", "", "", ""), bytes("x")),
            () -> desk.incident());
    for (Runnable act : acts) {
      assertThatExceptionOfType(AuditTrailException.class).isThrownBy(act::run);
    }
    assertThat(found(desk, id)).isEqualTo(before);
    assertThat(desk.incidents.notes(ALL, id)).isEmpty();
    assertThat(desk.evidence.list(ALL, id)).isEmpty();
    assertThat(desk.tasks.ofIncident(ALL, id)).isEmpty();
    assertThat(desk.incidents.list(ALL, IncidentFilter.ALL).total()).isEqualTo(1);
  }

  @Test
  default void listsByStateSeverityAndText() {
    TestDesk desk = desk();
    for (int i = 0; i < 5; i++) {
      desk.incidents.create(LAN, hand(desk));
      desk.clock.advance(Duration.ofMinutes(1));
    }
    String other = desk.incident();
    desk.incidents.move(LAN, other, StateChange.to(IncidentState.HUY, "báo nhầm"));

    IncidentPage first =
        desk.incidents.list(
            ALL, new IncidentFilter(IncidentFilter.Show.OPEN, Set.of(), "", null, 3));
    assertThat(first.total()).isEqualTo(5);
    assertThat(first.items())
        .extracting(item -> item.incident().id())
        .containsExactly("SC-2026-005", "SC-2026-004", "SC-2026-003");
    assertThat(
            desk.incidents
                .list(
                    ALL,
                    new IncidentFilter(IncidentFilter.Show.OPEN, Set.of(), "", first.next(), 3))
                .items())
        .hasSize(2);
    assertThat(
            desk.incidents
                .list(
                    ALL,
                    new IncidentFilter(
                        IncidentFilter.Show.CLOSED, Set.of(Severity.M2), "ma doc", null, 3))
                .items())
        .hasSize(1);
  }

  @Test
  default void showsNothingOfAnotherUnitsIncident() {
    TestDesk desk = desk();
    String id =
        escalate(
            desk, desk.alert("a1", "r1", "an", "00001"), desk.alert("b1", "r1", "an", "00003"));
    desk.incidents.addNote(LAN, id, "mật");
    OrganizationScope tuan = TUAN.scope();

    assertThat(desk.incidents.find(tuan, id)).isEmpty();
    assertThat(desk.incidents.summary(tuan, id)).isEmpty();
    assertThat(desk.incidents.list(tuan, IncidentFilter.ALL).total()).isZero();
    List<Runnable> looks =
        List.of(
            () -> desk.incidents.clocks(tuan, id),
            () -> desk.incidents.timeline(tuan, id),
            () -> desk.incidents.notes(tuan, id),
            () -> desk.incidents.alerts(tuan, id),
            () -> desk.incidents.changes(tuan, id),
            () -> desk.incidents.moves(tuan, id),
            () -> desk.evidence.list(tuan, id),
            () -> desk.tasks.ofIncident(tuan, id),
            () -> desk.incidents.move(TUAN, id, StateChange.to(IncidentState.HUY, "x")),
            () -> desk.incidents.update(TUAN, id, IncidentPatch.NOTHING),
            () -> desk.incidents.addNote(TUAN, id, "x"),
            () ->
                desk.incidents.addTimeline(
                    TUAN, id, desk.clock.instant(), TimelineEntry.Lane.ATTACKER, "x"),
            () -> desk.incidents.clockDone(TUAN, id, "IR-72H", null, "x"),
            () -> desk.tasks.create(TUAN, desk.task(id, "00002")),
            () -> desk.evidence.collect(TUAN, id, new NewEvidence("a", "", "", ""), bytes("x")));
    for (Runnable look : looks) {
      assertThatExceptionOfType(NotFoundException.class).isThrownBy(look::run);
    }
  }

  @Test
  default void showsAUnitThatTakesPartOnlyItsOwnAlertsAndTasks() {
    TestDesk desk = desk();
    String id =
        escalate(
            desk, desk.alert("a1", "r1", "an", "00001"), desk.alert("b1", "r1", "binh", "00003"));
    desk.tasks.create(LAN, desk.task(id, "00001"));
    desk.tasks.create(LAN, desk.task(id, "00003"));
    OrganizationScope hoa = HOA.scope();

    assertThat(desk.incidents.alerts(hoa, id)).extracting(QueuedAlert::id).containsExactly("a1");
    assertThat(desk.tasks.ofIncident(hoa, id)).hasSize(1);
    assertThat(desk.incidents.timeline(hoa, id))
        .filteredOn(entry -> entry.kind().equals("ALERT"))
        .hasSize(1);
    IncidentSummary summary = desk.incidents.summary(hoa, id).orElseThrow();
    assertThat(summary.alertCount()).isEqualTo(1);
    assertThat(summary.taskOpen()).isEqualTo(1);
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.tasks.create(HOA, desk.task(id, "00003")));
  }

  @Test
  default void onlyTheUnitAddressedOrTheCoordinatorAnswersAnOrder() {
    TestDesk desk = desk();
    String id = desk.incident();
    String task = desk.tasks.create(LAN, desk.task(id, "00001"));

    assertThat(desk.incidents.find(HOA.scope(), id)).isPresent();
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.tasks.acknowledge(MINH, task));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.tasks.acknowledge(TUAN, task));
    desk.tasks.acknowledge(HOA, task);
    assertThatCode(() -> desk.tasks.acknowledge(HOA, task)).doesNotThrowAnyException();
    desk.tasks.block(HOA, task, "chưa có người");
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.tasks.skip(HOA, task, "không cần"));
    desk.tasks.start(HOA, task);
    desk.tasks.complete(HOA, task, "đã cô lập", Map.of());

    Task done = desk.tasks.find(HOA.scope(), task).orElseThrow();
    assertThat(done.state()).isEqualTo(TaskState.XONG);
    assertThat(done.assignee()).isEqualTo("hoa");
    assertThat(done.acknowledgedAt()).isEqualTo(desk.clock.instant());
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> desk.tasks.complete(HOA, task, "lần nữa", Map.of()));
    assertThat(desk.audit.actions())
        .contains("task.create", "task.acknowledge", "task.block", "task.start", "task.complete");
  }

  @Test
  default void asksForTypedValuesAndGivesOneTaskPerOriginKey() {
    TestDesk desk = desk();
    NewTask wanted =
        new NewTask(
            desk.incident(),
            "run-1/step-1",
            "run-1",
            "Tìm địa chỉ",
            "",
            "00001",
            true,
            desk.clock.instant().plusSeconds(60),
            List.of(new TaskInput("__ip__", ValueType.IPV4_ADDR, "", true)));
    String task = desk.tasks.create(LAN, wanted);

    assertThat(desk.tasks.create(LAN, wanted)).isEqualTo(task);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.tasks.complete(HOA, task, "x", Map.of()));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.tasks.complete(HOA, task, "x", Map.of("__ip__", "1.2.3.999")))
        .satisfies(e -> assertThat(e.field()).isEqualTo("__ip__"));
    desk.tasks.complete(HOA, task, "x", Map.of("__ip__", "1.2.3.4", "khác", "bỏ"));
    assertThat(desk.tasks.byOrigin("run-1/step-1").orElseThrow().outputs())
        .containsExactlyEntriesOf(Map.of("__ip__", "1.2.3.4"));
  }

  @Test
  default void listsTasksByDeadlineWithinTheScope() {
    TestDesk desk = desk();
    String id = desk.incident();
    for (int i = 0; i < 7; i++) {
      Instant due = i == 3 ? null : desk.clock.instant().plusSeconds(1000 - i);
      desk.tasks.create(
          LAN,
          new NewTask(
              id,
              null,
              null,
              "việc " + i,
              "",
              i % 2 == 0 ? "00001" : "00002",
              false,
              due,
              List.of()));
    }
    TaskFilter open = new TaskFilter(TaskFilter.Show.OPEN, null, null, 4);
    TaskPage first = desk.tasks.list(ALL, open);
    TaskPage second =
        desk.tasks.list(ALL, new TaskFilter(TaskFilter.Show.OPEN, null, first.next(), 4));

    assertThat(first.items())
        .extracting(Task::title)
        .containsExactly("việc 6", "việc 5", "việc 4", "việc 2");
    assertThat(second.items())
        .extracting(Task::title)
        .containsExactly("việc 1", "việc 0", "việc 3");
    assertThat(desk.tasks.list(TUAN.scope(), TaskFilter.ALL).items())
        .hasSize(3)
        .allSatisfy(task -> assertThat(task.unit()).isEqualTo("00002"));
    assertThat(
            desk.tasks
                .list(TUAN.scope(), new TaskFilter(TaskFilter.Show.ALL, "00001", null, 50))
                .items())
        .isEmpty();
  }

  @Test
  default void keepsEvidenceByItsDigestAndRecordsEveryTouch() throws Exception {
    TestDesk desk = desk();
    String id = desk.incident();
    Evidence one =
        desk.evidence.collect(
            MINH, id, new NewEvidence("../../a.json", "", "log", "máy chủ"), bytes("abc"));
    desk.evidence.collect(MINH, id, new NewEvidence("b", "", "", ""), bytes("abc"));

    assertThat(one.name()).isEqualTo("a.json");
    assertThat(one.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    try (var in = desk.evidence.open(LAN, id, one.id())) {
      assertThat(in).hasContent("abc");
    }
    desk.evidence.export(LAN, id, one.id(), "gửi A05").close();
    assertThat(desk.evidence.verify(LAN, id, one.id()))
        .isEqualTo(new EvidenceCheck(true, one.sha256()));
    assertThat(desk.evidence.find(ALL, id, one.id()).custody())
        .extracting(Evidence.Custody::act)
        .containsExactly(
            Evidence.Act.COLLECTED,
            Evidence.Act.OPENED,
            Evidence.Act.EXPORTED,
            Evidence.Act.VERIFIED);
    assertThat(desk.evidence.stats()).isEqualTo(new EvidenceStats(2, 6, 1_000_000));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() ->
            desk.evidence.collect(
                MINH,
                id,
                new NewEvidence("lớn", "", "", ""),
                new ByteArrayInputStream(new byte[1_000_001])));
    try (var files = java.nio.file.Files.list(desk.folder)) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith(".incoming"));
    }
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
