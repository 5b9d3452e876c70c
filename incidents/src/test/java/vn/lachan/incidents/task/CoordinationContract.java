package vn.lachan.incidents.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.incidents.TestDesk.HOA;
import static vn.lachan.incidents.TestDesk.LAN;
import static vn.lachan.incidents.TestDesk.MINH;
import static vn.lachan.incidents.TestDesk.TUAN;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.IllegalTransitionException;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentChange;
import vn.lachan.incidents.IncidentPatch;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.NotAllowedException;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.evidence.NewEvidence;
import vn.lachan.incidents.handling.Handover;
import vn.lachan.incidents.handling.Handovers;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.incidents.notice.NewNotice;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notices;
import vn.lachan.incidents.task.Order.Lateness;

/** What must hold for {@link Orders}, {@link Handovers} and {@link Notices} on every database. */
public interface CoordinationContract {
  OrganizationScope ALL = OrganizationScope.PROVINCE;

  TestDesk desk();

  private static NewOrder order(TestDesk desk, String incident, String unit, boolean proof) {
    return new NewOrder(
        incident,
        "Cô lập máy chủ một cửa",
        "Rút cáp mạng, không tắt nguồn",
        "Ngăn mã độc lan sang xã khác",
        "NĐ 333/2026/NĐ-CP, Điều 8",
        unit,
        null,
        desk.clock.instant().plus(Duration.ofHours(4)),
        proof);
  }

  private static Lateness lateness(TestDesk desk, String id) {
    return desk.orders.find(ALL, id).lateness(desk.clock.instant());
  }

  /** Who takes part sees the incident: a unit hands its own to no other past the police. */
  @Test
  default void unitsAreInvitedOnlyFromOnesOwnScope() {
    TestDesk desk = desk();
    Officer commune =
        new Officer(
            new Actor("ngoc", "00001", List.of(Officer.COORDINATOR)),
            OrganizationScope.units(Set.of("00001")));
    List<String> both = List.of("00001", "00002");

    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.incidents.create(commune, ransomware(desk, both)))
        .withMessageContaining("00002");
    String id = desk.incidents.create(commune, ransomware(desk, List.of("00001")));
    IncidentPatch invitation = IncidentPatch.NOTHING.withUnits(both);
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.incidents.update(commune, id, invitation));
    assertThat(desk.incidents.find(TUAN.scope(), id)).isEmpty();

    desk.incidents.update(LAN, id, invitation);
    assertThat(desk.incidents.find(TUAN.scope(), id)).isPresent();
    assertThatCode(() -> desk.incidents.update(commune, id, invitation))
        .as("who was invited stays")
        .doesNotThrowAnyException();
  }

  private static NewIncident ransomware(TestDesk desk, List<String> units) {
    return new NewIncident(
        "Máy trạm bị mã hóa",
        Category.MH,
        Severity.M3,
        desk.clock.instant(),
        "",
        List.of(),
        units,
        null);
  }

  @Test
  default void anOrderGoesFromTheCoordinatorToAUnitAndBackWithProof() {
    TestDesk desk = desk();
    String incident = desk.incident();
    String id = desk.orders.give(LAN, order(desk, incident, "00001", true));
    assertThat(lateness(desk, id)).isEqualTo(Lateness.WAITING);
    assertThat(desk.orders.board(HOA.scope(), false)).extracting(o -> o.task().id()).contains(id);
    assertThat(desk.incidents.find(HOA.scope(), incident)).as("called in").isPresent();

    desk.tasks.acknowledge(HOA, id);
    desk.orders.progress(HOA, id, "đã rút cáp, đang kiểm tra");
    assertThat(lateness(desk, id)).isEqualTo(Lateness.AT_WORK);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.tasks.complete(HOA, id, "xong", Map.of()))
        .withMessageContaining("chứng cứ");
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.orders.prove(HOA, id, "khong-co"));
    String evidence =
        desk.evidence
            .collect(
                HOA,
                incident,
                new NewEvidence("anh.jpg", "image/jpeg", "Ảnh cáp đã rút", "phòng máy"),
                new ByteArrayInputStream("ảnh".getBytes(StandardCharsets.UTF_8)))
            .id();
    desk.orders.prove(HOA, id, evidence);
    desk.orders.prove(HOA, id, evidence);
    desk.tasks.complete(HOA, id, "đã cô lập lúc 8h30", Map.of());

    Order done = desk.orders.find(ALL, id);
    assertThat(done.proof()).containsExactly(evidence);
    assertThat(done.lateness(desk.clock.instant())).isEqualTo(Lateness.FINISHED);
    assertThat(desk.orders.board(ALL, false)).isEmpty();
    assertThat(desk.orders.board(ALL, true)).hasSize(1);
    assertThat(desk.audit.actions())
        .contains("order.give", "order.progress", "order.proof", "task.complete");
  }

  @Test
  default void onlyTheCoordinatorOrdersAndOnlyTheUnitAnswers() {
    TestDesk desk = desk();
    String incident = desk.incident();
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.orders.give(MINH, order(desk, incident, "00001", false)));
    String id = desk.orders.give(LAN, order(desk, incident, "00001", false));

    assertThat(desk.orders.board(TUAN.scope(), false)).isEmpty();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.orders.find(TUAN.scope(), id));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.orders.progress(TUAN, id, "tôi làm"));
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.orders.progress(MINH, id, "tôi làm"));
  }

  @Test
  default void refusesDeadlinesThatCannotBeKept() {
    TestDesk desk = desk();
    String incident = desk.incident();
    NewOrder good = order(desk, incident, "00001", false);
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() ->
            desk.orders.give(
                LAN,
                new NewOrder(
                    incident,
                    good.what(),
                    good.how(),
                    good.why(),
                    good.legalBasis(),
                    good.unit(),
                    null,
                    desk.clock.instant(),
                    false)));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() ->
            desk.orders.give(
                LAN,
                new NewOrder(
                    incident,
                    good.what(),
                    good.how(),
                    good.why(),
                    good.legalBasis(),
                    good.unit(),
                    good.dueAt().plusSeconds(1),
                    good.dueAt(),
                    false)));
  }

  @Test
  default void whatIsLateClimbsTheTreeOfUnitsOnceAStep() {
    TestDesk desk = desk();
    String id = desk.orders.give(LAN, order(desk, desk.incident(), "00001", false));
    assertThat(desk.orders.escalate()).isEmpty();

    desk.clock.advance(Duration.ofMinutes(31));
    assertThat(desk.orders.escalate())
        .extracting(OrderEscalation::toUnit)
        .containsExactly("motcua");
    assertThat(desk.orders.escalate()).as("told once").isEmpty();
    desk.clock.advance(Duration.ofHours(1));
    assertThat(desk.orders.escalate())
        .extracting(OrderEscalation::toUnit)
        .containsExactly("catinh");
    desk.clock.advance(Duration.ofHours(1));
    assertThat(desk.orders.escalate()).extracting(OrderEscalation::toUnit).containsExactly("");
    desk.clock.advance(Duration.ofHours(1));
    assertThat(desk.orders.escalate()).as("nobody is above").isEmpty();

    desk.tasks.acknowledge(HOA, id);
    desk.clock.advance(Duration.ofHours(1));
    assertThat(desk.orders.escalate())
        .as("acknowledged, but not done in time")
        .singleElement()
        .satisfies(told -> {
          assertThat(told.overdue()).isTrue();
          assertThat(told.toUnit()).isEqualTo("motcua");
        });
    assertThat(lateness(desk, id)).isEqualTo(Lateness.OVERDUE);
    desk.tasks.complete(HOA, id, "xong muộn", Map.of());
    desk.clock.advance(Duration.ofHours(9));
    assertThat(desk.orders.escalate()).isEmpty();
  }

  @Test
  default void aUnitAsksTheCoordinatorForHelp() {
    TestDesk desk = desk();
    String incident = desk.incidents.create(HOA, ransomware(desk, List.of()));

    String id = desk.orders.requestHelp(HOA, incident, "cần người thu chứng cứ", "catinh");

    Order help = desk.orders.find(ALL, id);
    assertThat(help.kind()).isEqualTo(Order.Kind.HO_TRO);
    assertThat(help.task().unit()).isEqualTo("catinh");
    desk.tasks.acknowledge(LAN, id);
    assertThat(lateness(desk, id)).isEqualTo(Lateness.AT_WORK);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.orders.requestHelp(TUAN, incident, "xem", "catinh"));
  }

  @Test
  default void anIncidentChangesHandsWhenTheOtherUnitAccepts() {
    TestDesk desk = desk();
    String incident = desk.incidents.create(HOA, ransomware(desk, List.of()));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> desk.handovers.offer(TUAN, incident, "00002", "của tôi"));

    String first = desk.handovers.offer(HOA, incident, "00002", "máy chủ đặt ở đó");
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> desk.handovers.offer(LAN, incident, "catinh", "hai lời"));
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> desk.handovers.accept(HOA, first));
    desk.handovers.refuse(TUAN, first, "không phải máy của xã tôi");
    assertThat(desk.incidents.find(ALL, incident).orElseThrow().organization()).isEqualTo("00001");

    String second = desk.handovers.offer(HOA, incident, "00002", "đã xác minh lại");
    desk.handovers.accept(TUAN, second);

    Incident moved = desk.incidents.find(ALL, incident).orElseThrow();
    assertThat(moved.organization()).isEqualTo("00002");
    assertThat(moved.owner()).isEqualTo("tuan");
    assertThat(desk.incidents.find(HOA.scope(), incident)).as("goes on seeing it").isPresent();
    assertThat(desk.handovers.ofIncident(ALL, incident))
        .extracting(Handover::state)
        .containsExactly(Handover.State.TU_CHOI, Handover.State.DA_NHAN);
    assertThat(desk.incidents.changes(ALL, incident))
        .extracting(IncidentChange::field)
        .contains("organization", "owner");
    assertThatExceptionOfType(IllegalTransitionException.class)
        .isThrownBy(() -> desk.handovers.withdraw(LAN, second, "muộn"));
  }

  @Test
  default void anInboxHoldsWhatIsForThePersonOrForTheirRoleInTheirUnit() {
    TestDesk desk = desk();
    desk.notices.tell(notice("1", Notice.Recipient.role("VAN_HANH", "00001"), "lệnh mới"));
    desk.notices.tell(notice("1", Notice.Recipient.role("VAN_HANH", "00001"), "lệnh mới"));
    desk.notices.tell(notice("2", Notice.Recipient.person("tuan"), "của riêng tuấn"));
    desk.notices.tell(notice("3", Notice.Recipient.role("VAN_HANH", ""), "cho mọi xã"));

    assertThat(desk.notices.of(HOA.actor(), null, 10))
        .extracting(Notice::subject)
        .containsExactly("cho mọi xã", "lệnh mới");
    assertThat(desk.notices.of(TUAN.actor(), null, 10))
        .extracting(Notice::subject)
        .containsExactly("cho mọi xã", "của riêng tuấn");
    assertThat(desk.notices.of(LAN.actor(), null, 10)).isEmpty();
    assertThat(desk.notices.unread(HOA.actor())).isEqualTo(2);

    desk.notices.read(HOA.actor(), desk.notices.of(HOA.actor(), null, 1).getFirst().id());
    desk.notices.read(HOA.actor(), Long.MAX_VALUE);

    assertThat(desk.notices.unread(HOA.actor())).isZero();
    assertThat(desk.notices.unread(TUAN.actor())).isEqualTo(2);
    assertThat(desk.notices.since(0, 10)).hasSize(3);
  }

  private static NewNotice notice(String key, Notice.Recipient to, String subject) {
    return new NewNotice(key, Notice.Kind.ORDER, to, subject, "/orders", null);
  }
}
