package vn.lachan.detection.rulebook;

import vn.lachan.detection.RejectedRule;
import vn.lachan.detection.sigma.SigmaProblem;

/**
 * Why a text cannot run as a rule.
 *
 * @param file stands for the file
 * @param line of the offending place, from 1
 * @param column of the offending place, from 1
 * @param rule id or title, empty when neither could be read
 * @param reason one sentence for the author of the rule
 */
public record RuleProblem(String file, int line, int column, String rule, String reason) {
  static RuleProblem of(RejectedRule rejected) {
    return new RuleProblem(
        rejected.file(), rejected.line(), rejected.column(), rejected.rule(), rejected.reason());
  }

  static RuleProblem of(SigmaProblem problem) {
    return new RuleProblem(
        problem.file(), problem.line(), problem.column(), problem.rule(), problem.reason());
  }
}
