package vn.lachan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingCalendarTest {
  private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final WorkingCalendar CALENDAR = calendar();

  private static WorkingCalendar calendar() {
    return switch (RegistryFiles.sample()) {
      case RegistryLoad.Loaded(Registry registry) -> registry.calendar();
      case RegistryLoad.Rejected(List<RegistryLoad.Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource({
    "2026-11-20T06:59:59, false, before the day",
    "2026-11-20T07:00:00, true, opens",
    "2026-11-20T11:29:59, true, last second of the morning",
    "2026-11-20T11:30:00, false, noon break",
    "2026-11-20T13:30:00, true, afternoon opens",
    "2026-11-20T16:59:59, true, last second",
    "2026-11-20T17:00:00, false, closed",
    "2026-11-21T09:00:00, false, Saturday",
    "2026-11-24T09:00:00, false, Culture Day",
    "2026-11-25T09:00:00, true, the day after",
    "2025-01-24T09:00:00, true, Friday before Tet At Ty",
    "2025-01-27T09:00:00, false, Tet At Ty begins",
    "2025-01-31T09:00:00, false, Tet At Ty ends",
    "2025-02-03T09:00:00, true, Monday after Tet At Ty",
    "2025-04-07T09:00:00, false, Hung Kings 2025",
    "2025-04-26T09:00:00, true, made up on a Saturday",
    "2025-05-02T09:00:00, false, exchanged",
    "2025-09-01T09:00:00, false, day beside National Day",
    "2026-01-02T09:00:00, false, exchanged",
    "2026-01-10T09:00:00, true, made up",
    "2026-02-13T09:00:00, true, Friday before Tet Binh Ngo",
    "2026-02-16T09:00:00, false, Tet Binh Ngo",
    "2026-02-20T09:00:00, false, Tet Binh Ngo ends",
    "2026-02-23T09:00:00, true, Monday after",
    "2026-04-27T09:00:00, false, Hung Kings fell on a Sunday",
    "2026-08-22T14:00:00, true, made up",
    "2026-08-31T09:00:00, false, exchanged",
    "2026-09-03T09:00:00, true, after National Day",
    "2027-02-04T09:00:00, true, before Tet Dinh Mui",
    "2027-02-08T09:00:00, false, Tet Dinh Mui",
    "2027-04-16T09:00:00, false, Hung Kings 2027"
  })
  void knowsWhenACommuneCentreWorks(LocalDateTime local, boolean working, String why) {
    assertThat(CALENDAR.isWorkingTime(UnitKind.COMMUNE_CENTRE, local.atZone(HANOI).toInstant()))
        .as(why)
        .isEqualTo(working);
  }

  @ParameterizedTest
  @CsvSource({"PROVINCIAL_CENTRE, true", "COMMUNE_CENTRE, false", "POLICE, false"})
  void opensTheProvincialCentreOnSaturdayMorning(UnitKind kind, boolean working) {
    LocalDateTime saturday = LocalDateTime.of(2026, 11, 21, 9, 0);
    assertThat(CALENDAR.isWorkingTime(kind, saturday.atZone(HANOI).toInstant())).isEqualTo(working);
  }
}
