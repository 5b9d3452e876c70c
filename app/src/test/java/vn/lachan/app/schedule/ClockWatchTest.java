package vn.lachan.app.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.evidence.PeriodicClocks;
import vn.lachan.audit.Actor;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.notice.Notice;

/** Who hears that a duty runs out, and how often. */
class ClockWatchTest {
  private static final Actor COORDINATOR = new Actor("dieu.phoi", "ca-tinh", List.of("DIEU_PHOI"));
  private static final Actor COMMUNE = new Actor("xa", "00001", List.of("VAN_HANH"));
  private static final int MOST = 100;

  @TempDir Path folder;
  private TestDesk desk;
  private List<PeriodicClocks.Row> reports = List.of();
  private ClockWatch watch;

  @BeforeEach
  void open() {
    desk = new TestDesk(TestDatabase.h2(), folder);
    watch = new ClockWatch(desk.incidents, desk.notices, () -> reports, MOST);
  }

  private List<String> heard(Actor by) {
    return desk.notices.of(by, null, MOST).stream()
        .filter(notice ->
            notice.kind() == Notice.Kind.CLOCK_DUE_SOON
                || notice.kind() == Notice.Kind.CLOCK_OVERDUE)
        .map(notice -> notice.kind() + " " + notice.subject())
        .toList();
  }

  @Test
  void whoCoordinatesAndWhoOwnsItHearOfADutyBeforeItIsDueAndAgainWhenItIsLate() {
    String incident = desk.incident();
    watch.watch();
    assertThat(heard(COORDINATOR)).as("there is time enough").isEmpty();

    desk.clock.advance(Duration.ofHours(19));
    watch.watch();
    watch.watch();
    String soon = "CLOCK_DUE_SOON " + incident + ": “Thông báo ban đầu (24 giờ)” sắp đến hạn";
    assertThat(heard(COORDINATOR)).as("told once").containsExactly(soon);
    assertThat(heard(TestDesk.LAN.actor())).as("the owner").contains(soon);
    assertThat(heard(COMMUNE)).as("it is not theirs").isEmpty();

    desk.clock.advance(Duration.ofHours(6));
    watch.watch();
    assertThat(heard(COORDINATOR))
        .containsExactlyInAnyOrder(
            soon, "CLOCK_OVERDUE " + incident + ": “Thông báo ban đầu (24 giờ)” đã quá hạn");

    desk.incidents.clockDone(TestDesk.LAN, incident, "IR-24H", null, "Công văn 12/CAT");
    desk.clock.advance(Duration.ofHours(47));
    watch.watch();
    assertThat(heard(COORDINATOR))
        .filteredOn(notice -> notice.contains("24 giờ"))
        .as("nothing more of what is done")
        .hasSize(2);
  }

  @Test
  void theCoordinatorHearsOfTheReportsOfTheCalendar() {
    reports =
        List.of(
            report("BC-NAM-DV", ReportingClock.State.OVERDUE),
            report("BC-NAM", ReportingClock.State.DUE_SOON),
            report("BC-6T", ReportingClock.State.RUNNING));

    watch.watch();
    watch.watch();

    assertThat(heard(COORDINATOR))
        .containsExactlyInAnyOrder(
            "CLOCK_OVERDUE “Báo cáo BC-NAM-DV” kỳ 2026 đã quá hạn",
            "CLOCK_DUE_SOON “Báo cáo BC-NAM” kỳ 2026 sắp đến hạn");
    assertThat(desk.notices.of(COORDINATOR, null, MOST))
        .extracting(Notice::link)
        .containsOnly("/reports?tab=period&period=2026");
    assertThat(heard(COMMUNE)).isEmpty();
  }

  private static PeriodicClocks.Row report(String id, ReportingClock.State state) {
    return new PeriodicClocks.Row(
        id,
        "Báo cáo " + id,
        "2026",
        "Bộ Công an",
        "Nghị định 331/2026/NĐ-CP, Điều 35",
        "mau-08-nd331",
        Instant.EPOCH,
        Instant.EPOCH,
        state);
  }
}
