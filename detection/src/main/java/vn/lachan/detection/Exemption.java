package vn.lachan.detection;

import java.time.Instant;
import java.util.Set;
import vn.lachan.detection.sigma.Detection;

/**
 * Events on which rules do not count, because somebody looked at them and approved it. The events
 * stay; what is hidden is counted.
 *
 * @param rules ids of the rules it is for, with all documents of their files; empty for every rule
 * @param organization code of the unit whose events it is for; empty for every unit
 * @param condition what the events look like
 * @param from ingest time from which it holds
 * @param until ingest time from which it no longer holds
 */
public record Exemption(
    String id,
    Set<String> rules,
    String organization,
    Detection condition,
    Instant from,
    Instant until) {
  public Exemption {
    rules = Set.copyOf(rules);
  }

  /** The same, in force at all times. */
  Exemption always() {
    return new Exemption(id, rules, organization, condition, Instant.MIN, Instant.MAX);
  }

  /** Whether it is in force for what was received at {@code ingested}. */
  public boolean inForceAt(Instant ingested) {
    return !ingested.isBefore(from) && ingested.isBefore(until);
  }
}
