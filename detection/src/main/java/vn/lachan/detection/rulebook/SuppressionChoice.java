package vn.lachan.detection.rulebook;

import vn.lachan.detection.Suppression;

/** What somebody decided about the suppression of a rule. */
public sealed interface SuppressionChoice {
  /** Nothing was decided: {@code custom.suppress} of the rule holds. */
  SuppressionChoice AS_THE_RULE_SAYS = new AsTheRuleSays();

  /** Every alert is raised, whatever the rule says. */
  SuppressionChoice NEVER = new Never();

  /** See {@link #AS_THE_RULE_SAYS}. */
  record AsTheRuleSays() implements SuppressionChoice {}

  /** See {@link #NEVER}. */
  record Never() implements SuppressionChoice {}

  /** In place of what the rule says. */
  record Chosen(Suppression suppression) implements SuppressionChoice {}
}
