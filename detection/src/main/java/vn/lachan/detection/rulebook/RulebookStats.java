package vn.lachan.detection.rulebook;

import java.util.Map;

/**
 * How many there are.
 *
 * @param rules by state, every state is in it
 * @param exemptions by status, every status is in it
 */
public record RulebookStats(
    Map<RuleState, Long> rules, Map<ExemptionEntry.Status, Long> exemptions) {
  public RulebookStats {
    rules = Map.copyOf(rules);
    exemptions = Map.copyOf(exemptions);
  }
}
