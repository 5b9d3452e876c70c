package vn.lachan.incidents.clock;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reporting duties in force during one time. An incident keeps the profile of the moment it was
 * detected, also when the law changes while it is open.
 *
 * @param from first day in force
 * @param until first day no longer in force; null while it is
 * @param zone where these days are counted
 * @param periodic duties that come with the calendar
 */
public record LegalProfile(
    String id,
    String name,
    LocalDate from,
    @Nullable LocalDate until,
    ZoneId zone,
    List<ClockRule> clocks,
    List<PeriodicDuty> periodic) {

  public LegalProfile {
    clocks = List.copyOf(clocks);
    periodic = List.copyOf(periodic);
    if (until != null && !until.isAfter(from)) {
      throw new IllegalArgumentException("profile " + id + " ends before it begins");
    }
  }

  boolean isInForceAt(Instant moment) {
    LocalDate day = LocalDate.ofInstant(moment, zone);
    return !day.isBefore(from) && (until == null || day.isBefore(until));
  }

  /**
   * The duties of the calendar that are due while it is in force, and on a board at that moment.
   */
  List<PeriodicTerm> termsAt(Instant moment) {
    int year = LocalDate.ofInstant(moment, zone).getYear();
    List<PeriodicTerm> terms = new ArrayList<>();
    for (PeriodicDuty duty : periodic) {
      for (int about = year - 1; about <= year + 1; about++) {
        LocalDate due = duty.before().atYear(about);
        Instant begins = start(due.minus(duty.around()));
        Instant ends = start(due.plus(duty.around()));
        boolean shown = !moment.isBefore(begins) && moment.isBefore(ends);
        if (shown && isInForceAt(start(due.minusDays(1)))) {
          terms.add(new PeriodicTerm(duty, duty.span().in(about), begins, start(due)));
        }
      }
    }
    return terms;
  }

  private Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }
}
