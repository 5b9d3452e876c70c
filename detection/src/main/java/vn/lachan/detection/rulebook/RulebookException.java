package vn.lachan.detection.rulebook;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.RuleTests;

/** Something that cannot be done with the rulebook; nothing was changed. */
public final class RulebookException extends RuntimeException {
  private final Reason reason;
  private final List<RuleProblem> problems;
  private final transient RuleTests.@Nullable Report tests;

  /** What is in the way. */
  public enum Reason {
    RULE_NOT_FOUND,
    VERSION_NOT_FOUND,
    RULE_EXISTS,
    /** Somebody else changed it meanwhile; read it again. */
    RULE_STALE,
    /** The text cannot be read as a rule; {@link #problems()} says where. */
    RULE_INVALID,
    RULE_TOO_LONG,
    RULE_ID_MISSING,
    RULE_ID_CHANGED,
    RULE_MOVE,
    REASON_MISSING,
    /** {@link #tests()} says which. */
    RULE_TESTS_FAIL,
    /** It cannot run beside the rules that run; {@link #problems()} says why. */
    RULE_CANNOT_RUN,
    /** Other rules that run would no longer; {@link #problems()} names them. */
    RULE_BREAKS_OTHERS,
    SUPPRESSION_INVALID,
    IMPORT_UNREADABLE,
    IMPORT_TOO_LARGE,
    EXEMPTION_NOT_FOUND,
    EXEMPTION_SELECTION,
    EXEMPTION_EXPIRY,
    EXEMPTION_RULE_UNKNOWN,
    /** Who wrote an exemption cannot approve it. */
    EXEMPTION_OWN,
    /** It is approved, revoked or expired already. */
    EXEMPTION_SETTLED
  }

  RulebookException(Reason reason, String subject) {
    this(reason, subject, List.of(), null);
  }

  RulebookException(Reason reason, String subject, List<RuleProblem> problems) {
    this(reason, subject, problems, null);
  }

  RulebookException(Reason reason, String subject, RuleTests.Report tests) {
    this(reason, subject, List.of(), tests);
  }

  private RulebookException(
      Reason reason, String subject, List<RuleProblem> problems, RuleTests.@Nullable Report tests) {
    super(subject);
    this.reason = reason;
    this.problems = List.copyOf(problems);
    this.tests = tests;
  }

  public Reason reason() {
    return reason;
  }

  /** What it is about: an id, or what is wrong with a value. */
  public String subject() {
    return String.valueOf(getMessage());
  }

  public List<RuleProblem> problems() {
    return problems;
  }

  /** What the tests showed, where they are the reason. */
  public Optional<RuleTests.Report> tests() {
    return Optional.ofNullable(tests);
  }
}
