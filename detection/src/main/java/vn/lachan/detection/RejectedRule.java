package vn.lachan.detection;

/**
 * A document of a rule file that is not run, and why. Nothing of it is run.
 *
 * @param line of the offending place, from 1
 * @param column of the offending place, from 1
 * @param rule id or title, empty when neither could be read
 * @param reason one sentence for the author of the rule
 */
public record RejectedRule(String file, int line, int column, String rule, String reason) {

  /** {@code file:line:column: rule: reason}. */
  @Override
  public String toString() {
    String who = rule.isEmpty() ? "" : rule + ": ";
    return file + ":" + line + ":" + column + ": " + who + reason;
  }
}
