package vn.lachan.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.queue.AlertAction;
import vn.lachan.incidents.queue.Disposition;

class StatesTest {

  @Test
  void anIncidentCanReachClosingFromEveryStateThatIsNotMerged() {
    for (IncidentState start : EnumSet.complementOf(EnumSet.of(IncidentState.GOP_VAO))) {
      Set<IncidentState> reached = new HashSet<>(Set.of(start));
      boolean grew = true;
      while (grew) {
        grew = false;
        for (IncidentState state : Set.copyOf(reached)) {
          grew |= reached.addAll(state.next(IncidentState.PHAN_TICH));
        }
      }
      assertThat(reached).as("from %s", start).contains(IncidentState.DA_DONG);
    }
  }

  @Test
  void anIncidentIsDeclaredBeforeAnybodyActsOnIt() {
    assertThat(IncidentState.NGHI_NGO.next(IncidentState.NGHI_NGO))
        .containsExactlyInAnyOrder(
            IncidentState.DA_TUYEN_BO,
            IncidentState.CHO_BEN_NGOAI,
            IncidentState.HUY,
            IncidentState.GOP_VAO);
  }

  @ParameterizedTest
  @EnumSource
  void neverLeavesAMerge(IncidentState next) {
    assertThat(IncidentState.GOP_VAO.next(IncidentState.NGHI_NGO)).doesNotContain(next);
  }

  @ParameterizedTest
  @EnumSource(names = {"SAI_LUAT", "SAI_DU_LIEU", "HOP_LE"})
  void aFalseOrKnownAlertIsClosedWithANote(Disposition disposition) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> new AlertAction.Close(disposition, " "));
  }

  @ParameterizedTest
  @CsvSource({
    "00:00, , RUNNING",
    "17:59, , RUNNING",
    "18:01, , DUE_SOON",
    "23:59, , DUE_SOON",
    "23:59, 23:00, DONE"
  })
  void aClockIsDueSoonInItsLastQuarter(String now, String done, ReportingClock.State state) {
    Instant start = Instant.parse("2026-11-20T00:00:00Z");
    Instant due = Instant.parse("2026-11-21T00:00:00Z");

    assertThat(ReportingClock.State.of(start, due, done == null ? null : at(done), at(now)))
        .isEqualTo(state);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-20T" + time + ":00Z");
  }

  @Test
  void aClockIsOverdueAfterItsTimeAndThenDoneLate() {
    Instant start = Instant.parse("2026-11-20T00:00:00Z");
    Instant late = start.plusSeconds(61);

    assertThat(ReportingClock.State.of(start, start.plusSeconds(60), null, late))
        .isEqualTo(ReportingClock.State.OVERDUE);
    assertThat(ReportingClock.State.of(start, start.plusSeconds(60), late, late))
        .isEqualTo(ReportingClock.State.DONE_LATE);
  }
}
