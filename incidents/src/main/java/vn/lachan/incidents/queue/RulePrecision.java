package vn.lachan.incidents.queue;

import org.jspecify.annotations.Nullable;

/**
 * What the alerts of a rule turned out to be; counts rows of the queue.
 *
 * @param title title of the rule at its newest alert
 * @param trueAlerts closed as right, with or without impact, or escalated to an incident
 * @param falseAlerts closed as wrong, because of the rule or of the data
 * @param benign closed as legitimate or known before
 * @param other closed as duplicate or without a finding
 * @param open not decided
 */
public record RulePrecision(
    String ruleId,
    String title,
    long trueAlerts,
    long falseAlerts,
    long benign,
    long other,
    long open) {

  /**
   * False ones among those that were found to be true, false or benign; null when there is none.
   */
  public @Nullable Double falseRatio() {
    long decided = trueAlerts + falseAlerts + benign;
    return decided == 0 ? null : (double) falseAlerts / decided;
  }
}
