package vn.lachan.incidents.task;

import java.time.Instant;

/**
 * Something that happened to an order; never changed.
 *
 * @param ref the evidence of a proof, the unit told by an escalation; else empty
 * @param text what was said
 */
public record OrderEvent(Instant at, String actor, Kind kind, String ref, String text) {

  /** What can happen. */
  public enum Kind {
    PROGRESS,
    PROOF,
    /** A unit above was told that nobody acknowledged in time. */
    ESCALATED_UNHEARD,
    /** A unit above was told that it was not finished in time. */
    ESCALATED_OVERDUE
  }
}
