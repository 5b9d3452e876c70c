package vn.lachan.incidents.clock;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reporting duties in force during one time. An incident keeps the profile of the moment it was
 * detected, also when the law changes while it is open.
 *
 * @param from first day in force
 * @param until first day no longer in force; null while it is
 * @param zone where these days are counted
 */
public record LegalProfile(
    String id,
    String name,
    LocalDate from,
    @Nullable LocalDate until,
    ZoneId zone,
    List<ClockRule> clocks) {

  public LegalProfile {
    clocks = List.copyOf(clocks);
    if (until != null && !until.isAfter(from)) {
      throw new IllegalArgumentException("profile " + id + " ends before it begins");
    }
  }

  boolean isInForceAt(Instant moment) {
    LocalDate day = LocalDate.ofInstant(moment, zone);
    return !day.isBefore(from) && (until == null || day.isBefore(until));
  }
}
