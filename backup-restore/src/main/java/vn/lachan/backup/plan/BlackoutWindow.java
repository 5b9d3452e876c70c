package vn.lachan.backup.plan;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A time of the week in which nothing of a plan is begun. What is due in it begins at its end. What
 * runs already goes on: a half backup protects nobody; to slow it down is the rate window of the
 * target's access file.
 *
 * @param days on which the window begins
 * @param from when it begins
 * @param to when it is over; not later than {@code from} means on the next day
 */
public record BlackoutWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

  public BlackoutWindow {
    days = Collections.unmodifiableSet(new TreeSet<>(days)); // reads the same in every process
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a blackout window has days");
    }
  }

  /** Whether {@code time} lies in it. Its end does not. */
  public boolean holds(LocalDateTime time) {
    return begunOn(time, 0) || (overMidnight() && begunOn(time, 1));
  }

  /** When the window that holds {@code time} is over. */
  public LocalDateTime end(LocalDateTime time) {
    LocalDateTime begin = time.toLocalDate().minusDays(begunOn(time, 0) ? 0 : 1).atTime(from);
    return begin.toLocalDate().plusDays(overMidnight() ? 1 : 0).atTime(to);
  }

  private boolean overMidnight() {
    return !from.isBefore(to);
  }

  private boolean begunOn(LocalDateTime time, int daysAgo) {
    LocalDateTime begin = time.toLocalDate().minusDays(daysAgo).atTime(from);
    LocalDateTime end = begin.toLocalDate().plusDays(overMidnight() ? 1 : 0).atTime(to);
    return days.contains(begin.getDayOfWeek()) && !time.isBefore(begin) && time.isBefore(end);
  }
}
