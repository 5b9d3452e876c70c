package vn.lachan.simulator;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.lachan.registry.Registry;
import vn.lachan.registry.UnitKind;
import vn.lachan.registry.WorkingCalendar;

/**
 * A calendar for a day that is played at any hour: it moves the working day so that "now" lies in
 * its afternoon. For the platform of a demonstration only.
 */
public final class SimulatedCalendar {
  /** Before {@code endAt}: the day begins, breaks for noon, goes on; and ends after it. */
  private static final Duration BEGIN = Duration.ofHours(9);

  private static final Duration NOON = Duration.ofHours(5);
  private static final Duration AFTERNOON = Duration.ofMinutes(3 * 60 + 30);
  private static final Duration END = Duration.ofHours(3);

  /** Less than this in the last 24 hours is too little to play a day in. */
  private static final Duration ENOUGH = Duration.ofHours(4);

  private SimulatedCalendar() {}

  /**
   * Returns {@code registry} when its communes worked at least four hours in the 24 hours before
   * {@code endAt}, else the same registry with a moved working day: 4 hours, a break of 90 minutes,
   * and 3 hours and a half up to {@code endAt} and another 3 hours after it, for all kinds of
   * units.
   */
  public static Registry fitting(Registry registry, Instant endAt) {
    WorkingCalendar calendar = registry.calendar();
    Duration worked = Duration.ZERO;
    for (Instant minute = endAt.minus(Duration.ofHours(24));
        minute.isBefore(endAt);
        minute = minute.plusSeconds(60)) {
      if (calendar.isWorkingTime(UnitKind.COMMUNE_CENTRE, minute)) {
        worked = worked.plusMinutes(1);
      }
    }
    return worked.compareTo(ENOUGH) >= 0 ? registry : moved(registry, endAt);
  }

  /** The registry with a working day around {@code endAt}, whatever its own calendar says. */
  public static Registry moved(Registry registry, Instant endAt) {
    ZoneId zone = registry.calendar().zone();
    Map<DayOfWeek, List<WorkingCalendar.Hours>> week = new EnumMap<>(DayOfWeek.class);
    open(week, endAt.minus(BEGIN).atZone(zone), endAt.minus(NOON).atZone(zone));
    open(week, endAt.minus(AFTERNOON).atZone(zone), endAt.plus(END).atZone(zone));
    Map<UnitKind, Map<DayOfWeek, List<WorkingCalendar.Hours>>> hours =
        new EnumMap<>(UnitKind.class);
    for (UnitKind kind : UnitKind.values()) {
      hours.put(kind, week);
    }
    return new Registry(
        registry.units(),
        registry.systems(),
        registry.certificates(),
        registry.officials(),
        registry.grants(),
        new WorkingCalendar(zone, hours, Set.of(), Set.of()),
        registry.lookups(),
        registry.tables());
  }

  /** Opens from {@code from} to {@code to}, cut at midnight where it must be. */
  private static void open(
      Map<DayOfWeek, List<WorkingCalendar.Hours>> week, ZonedDateTime from, ZonedDateTime to) {
    LocalDate last = to.toLocalDate();
    for (LocalDate day = from.toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
      LocalTime start = day.equals(from.toLocalDate()) ? from.toLocalTime() : LocalTime.MIN;
      LocalTime end = day.equals(last) ? to.toLocalTime() : LocalTime.MAX;
      if (start.isBefore(end)) {
        week.computeIfAbsent(day.getDayOfWeek(), key -> new ArrayList<>())
            .add(new WorkingCalendar.Hours(start, end));
      }
    }
  }
}
