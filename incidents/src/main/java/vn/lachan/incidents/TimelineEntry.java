package vn.lachan.incidents;

import java.time.Instant;
import java.util.List;

/**
 * One thing that happened in an incident.
 *
 * @param at when it happened
 * @param kind ALERT, STATE, CHANGE, CLOCK, TASK, EVIDENCE, RUN or MANUAL
 * @param text what, in Vietnamese
 * @param refs what it is about, as {@code kind:id}
 */
public record TimelineEntry(
    String id, Instant at, Lane lane, String kind, String actor, String text, List<String> refs) {

  /** Whose doing it was. */
  public enum Lane {
    ATTACKER,
    RESPONDER
  }

  public TimelineEntry {
    refs = List.copyOf(refs);
  }
}
