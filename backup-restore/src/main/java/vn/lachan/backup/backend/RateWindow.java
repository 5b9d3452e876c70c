package vn.lachan.backup.backend;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;

/**
 * A time of the week in which a line is not to be filled.
 *
 * @param days on which the window begins
 * @param from when it begins
 * @param to when it is over; earlier than {@code from} means on the next day, equal a whole day
 * @param bytesPerSecond most that is moved within it, both ways together
 */
public record RateWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, long bytesPerSecond) {

  public RateWindow {
    days = Set.copyOf(days);
    if (days.isEmpty() || bytesPerSecond < 1) {
      throw new IllegalArgumentException("a rate window has days and a positive rate");
    }
  }

  boolean holds(LocalDateTime time) {
    LocalTime clock = time.toLocalTime();
    if (from.isBefore(to)) {
      return days.contains(time.getDayOfWeek()) && !clock.isBefore(from) && clock.isBefore(to);
    }
    boolean evening = days.contains(time.getDayOfWeek()) && !clock.isBefore(from);
    boolean morning = days.contains(time.getDayOfWeek().minus(1)) && clock.isBefore(to);
    return evening || morning;
  }
}
