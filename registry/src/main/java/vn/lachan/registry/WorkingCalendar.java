package vn.lachan.registry;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When offices work: weekly hours by kind of unit, public holidays, and working days that make up
 * for them.
 *
 * @param zone where the offices are
 * @param hours weekly hours by kind of unit
 * @param holidays days off for everybody, with lunar New Year
 * @param makeUpDays days of a weekend that are worked with the hours of a Monday
 */
public record WorkingCalendar(
    ZoneId zone,
    Map<UnitKind, Map<DayOfWeek, List<Hours>>> hours,
    Set<LocalDate> holidays,
    Set<LocalDate> makeUpDays) {

  /** Open from {@code start} (included) to {@code end} (excluded). */
  public record Hours(LocalTime start, LocalTime end) {
    public Hours {
      if (!start.isBefore(end)) {
        throw new IllegalArgumentException("hours end after they start: " + start + " to " + end);
      }
    }
  }

  public WorkingCalendar {
    hours = Map.copyOf(hours);
    holidays = Set.copyOf(holidays);
    makeUpDays = Set.copyOf(makeUpDays);
  }

  /** Whether units of this kind work at {@code moment}. */
  public boolean isWorkingTime(UnitKind kind, Instant moment) {
    ZonedDateTime local = moment.atZone(zone);
    LocalDate day = local.toLocalDate();
    if (holidays.contains(day)) {
      return false;
    }
    DayOfWeek pattern = makeUpDays.contains(day) ? DayOfWeek.MONDAY : day.getDayOfWeek();
    LocalTime time = local.toLocalTime();
    return hours.getOrDefault(kind, Map.of()).getOrDefault(pattern, List.of()).stream()
        .anyMatch(open -> !time.isBefore(open.start()) && time.isBefore(open.end()));
  }

  /** What kind of time units of this kind have at {@code moment}. */
  public HourType hourType(UnitKind kind, Instant moment) {
    LocalDate day = moment.atZone(zone).toLocalDate();
    if (holidays.contains(day)) {
      return HourType.HOLIDAY;
    }
    if (isWorkingTime(kind, moment)) {
      return HourType.WORKING;
    }
    boolean weekend = day.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue();
    return weekend && !makeUpDays.contains(day) ? HourType.WEEKEND : HourType.OFF_HOURS;
  }
}
