package vn.lachan.detection.rulebook;

import vn.lachan.detection.ProblemText;
import vn.lachan.detection.RejectedRule;
import vn.lachan.detection.sigma.SigmaProblem;

/**
 * Why a text cannot run as a rule.
 *
 * @param file stands for the file
 * @param line of the offending place, from 1
 * @param column of the offending place, from 1
 * @param rule id or title, empty when neither could be read
 * @param reason one sentence for the author of the rule, in English
 * @param code of the sentence, see {@link ProblemText}
 * @param message the sentence in Vietnamese
 */
public record RuleProblem(
    String file, int line, int column, String rule, String reason, String code, String message) {
  static RuleProblem of(String file, int line, int column, String rule, String reason) {
    ProblemText text = ProblemText.of(reason);
    return new RuleProblem(file, line, column, rule, reason, text.code(), text.vietnamese());
  }

  /** What the engine says of a document that it refused. */
  public static RuleProblem of(RejectedRule rejected) {
    return of(
        rejected.file(), rejected.line(), rejected.column(), rejected.rule(), rejected.reason());
  }

  static RuleProblem of(SigmaProblem problem) {
    return of(problem.file(), problem.line(), problem.column(), problem.rule(), problem.reason());
  }
}
