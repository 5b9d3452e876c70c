package vn.lachan.incidents.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentFlag;
import vn.lachan.incidents.Severity;

/**
 * One reporting duty of a legal profile. It applies to an incident when its severity is among
 * {@code severities}, or it carries one of {@code flags}, or {@code personalData} is set and
 * personal data is affected.
 *
 * @param id short name, for example {@code IR-24H}
 * @param start what sets it going
 * @param limit how much time there is from the start
 * @param addressee who must be told
 * @param basis article of law, in Vietnamese
 * @param form id of the form to send
 */
public record ClockRule(
    String id,
    String name,
    Start start,
    Duration limit,
    String addressee,
    Set<Severity> severities,
    Set<IncidentFlag> flags,
    boolean personalData,
    String basis,
    String form) {

  /** What sets a clock going. */
  public enum Start {
    /** The detection of the incident. */
    DETECTED,
    /** The moment there was reasonable ground that personal data is affected. */
    PERSONAL_DATA,
    /** The moment the incident was found to be beyond the unit's own ability. */
    BEYOND_ABILITY
  }

  public ClockRule {
    severities = Set.copyOf(severities);
    flags = Set.copyOf(flags);
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("the limit of clock " + id + " is positive");
    }
  }

  boolean appliesTo(Incident incident) {
    return severities.contains(incident.severity())
        || incident.flags().stream().anyMatch(flags::contains)
        || (personalData && incident.personalDataAt() != null);
  }

  Instant startsAt(Incident incident) {
    Instant own =
        switch (start) {
          case DETECTED -> incident.detectedAt();
          case PERSONAL_DATA -> incident.personalDataAt();
          case BEYOND_ABILITY -> incident.beyondAbilityAt();
        };
    return own == null ? incident.detectedAt() : own;
  }
}
