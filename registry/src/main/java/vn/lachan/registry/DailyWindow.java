package vn.lachan.registry;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A stretch of every day, by the clock of the province; over midnight when it ends before it
 * begins.
 *
 * @param until the first moment after it
 */
public record DailyWindow(LocalTime from, LocalTime until) {

  /** Whether {@code time} lies in it. */
  public boolean contains(LocalTime time) {
    return from.isBefore(until)
        ? !time.isBefore(from) && time.isBefore(until)
        : !time.isBefore(from) || time.isBefore(until);
  }

  /** Reads {@code 06:00-18:00}; empty when it is not of this form. */
  static Optional<DailyWindow> parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    try {
      LocalTime from = LocalTime.parse(text.substring(0, dash).strip());
      LocalTime until = LocalTime.parse(text.substring(dash + 1).strip());
      return from.equals(until) ? Optional.empty() : Optional.of(new DailyWindow(from, until));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
