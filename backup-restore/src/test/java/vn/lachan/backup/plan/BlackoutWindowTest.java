package vn.lachan.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.backend.WeekDays;

class BlackoutWindowTest {

  private static final BlackoutWindow OFFICE =
      new BlackoutWindow(WeekDays.parse("T2-T6"), LocalTime.of(7, 30), LocalTime.of(17, 0));
  private static final BlackoutWindow NIGHT =
      new BlackoutWindow(WeekDays.parse("CN"), LocalTime.of(22, 0), LocalTime.of(5, 0));

  private static LocalDateTime at(String text) {
    return LocalDateTime.parse(text);
  }

  @Test
  void holdsFromItsBeginningUpToItsEnd() {
    assertThat(OFFICE.holds(at("2026-11-23T07:29:59"))).isFalse();
    assertThat(OFFICE.holds(at("2026-11-23T07:30:00"))).isTrue();
    assertThat(OFFICE.holds(at("2026-11-23T16:59:59"))).isTrue();
    assertThat(OFFICE.holds(at("2026-11-23T17:00:00"))).isFalse();
    assertThat(OFFICE.holds(at("2026-11-22T10:00:00"))).as("a Sunday").isFalse();
  }

  @Test
  void reachesOverMidnight() {
    assertThat(NIGHT.holds(at("2026-11-22T23:00:00"))).isTrue();
    assertThat(NIGHT.holds(at("2026-11-23T04:59:00"))).isTrue();
    assertThat(NIGHT.holds(at("2026-11-23T23:00:00"))).as("begins on Sundays only").isFalse();
    assertThat(NIGHT.end(at("2026-11-22T23:00:00"))).isEqualTo(at("2026-11-23T05:00:00"));
    assertThat(NIGHT.end(at("2026-11-23T04:59:00"))).isEqualTo(at("2026-11-23T05:00:00"));
  }

  @Test
  void endsOnTheSameDay() {
    assertThat(OFFICE.end(at("2026-11-23T12:00:00"))).isEqualTo(at("2026-11-23T17:00:00"));
  }
}
