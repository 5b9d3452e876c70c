package vn.lachan.detection.rulebook;

import java.time.Instant;
import java.util.Set;

/**
 * What shall be exempt.
 *
 * @param rules ids of rules, empty for every rule
 * @param organization code of the unit whose events it is for, empty for every unit
 * @param selection a Sigma selection as JSON: a map of fields with modifiers, or a list of maps
 * @param reason for the one who approves and for the auditor
 * @param expiresAt at most a year from now
 */
public record ExemptionDraft(
    Set<String> rules, String organization, String selection, String reason, Instant expiresAt) {
  public ExemptionDraft {
    rules = Set.copyOf(rules);
  }
}
