package vn.lachan.backup.backend;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Days of the week as Vietnamese write them: T2 is Monday, CN is Sunday. */
public final class WeekDays {

  private WeekDays() {}

  /** Reads {@code T2-T6, CN}; empty when it is not so written. */
  public static Set<DayOfWeek> parse(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.strip().toUpperCase(Locale.ROOT).split("[,\\s]+", -1)) {
      String[] ends = part.split("-", 2);
      int from = day(ends[0]);
      int to = day(ends[ends.length - 1]);
      if (from == 0 || to < from) {
        return Set.of();
      }
      for (int day = from; day <= to; day++) {
        days.add(DayOfWeek.of(day));
      }
    }
    return days;
  }

  private static int day(String text) {
    return text.matches("T[2-7]") ? text.charAt(1) - '1' : text.equals("CN") ? 7 : 0;
  }
}
