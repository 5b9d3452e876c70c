package vn.lachan.incidents.handling;

import java.util.List;
import vn.lachan.incidents.Incident;

/**
 * An incident that may be the same or of the same author, and why.
 *
 * @param reasons what both share, the strongest first; never empty
 */
public record SimilarIncident(Incident incident, List<Reason> reasons) {

  /** What two incidents may share, the strongest first. */
  public enum Kind {
    /** Somebody or something their alerts are about: an account, an address, a machine. */
    ENTITY,
    /** A rule that raised alerts of both. */
    RULE,
    /** An information system affected. */
    SYSTEM
  }

  /**
   * One thing they share.
   *
   * @param value the entity, the id of the rule, or the code of the system
   */
  public record Reason(Kind kind, String value) {}

  public SimilarIncident {
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("incidents are similar for a reason");
    }
  }
}
