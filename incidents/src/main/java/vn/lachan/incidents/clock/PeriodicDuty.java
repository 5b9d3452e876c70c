package vn.lachan.incidents.clock;

import java.time.MonthDay;
import java.time.Period;

/**
 * A reporting duty that comes with the calendar, whatever happened.
 *
 * @param id short name, for example {@code BC-NAM}
 * @param span what the report is about
 * @param before the report has to be there before this day begins, in the year it is about
 * @param around from so long before that day until so long after it people are reminded
 * @param addressee who must be told
 * @param basis article of law, in Vietnamese
 * @param form id of the form to send
 */
public record PeriodicDuty(
    String id,
    String name,
    Span span,
    MonthDay before,
    Period around,
    String addressee,
    String basis,
    String form) {

  /** Part of a year that a report is about. */
  public enum Span {
    YEAR(""),
    FIRST_HALF("-H1"),
    SECOND_HALF("-H2");

    private final String suffix;

    Span(String suffix) {
      this.suffix = suffix;
    }

    /** How forms name it: {@code 2026}, {@code 2026-H1}. */
    String in(int year) {
      return year + suffix;
    }
  }

  public PeriodicDuty {
    if (around.isNegative() || around.isZero()) {
      throw new IllegalArgumentException("duty " + id + " is never on a board");
    }
  }
}
