package vn.lachan.app.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.app.coverage.CanaryWatch;
import vn.lachan.detection.Detector;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.coverage.AttackMatrix;
import vn.lachan.detection.coverage.CoverageCheck;
import vn.lachan.detection.coverage.FieldCoverage;
import vn.lachan.detection.coverage.RuleCoverage;

/** Which of the rules that run can fire here, looked up once for many questions. */
@Component
class RuleReach {
  /** So old may an answer be: data that begins to arrive shows this much later. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  /**
   * What was found.
   *
   * @param rules by rule id; rules that do not run are not in it
   * @param tactics names by tag, in the order of the framework
   */
  record Found(Map<String, RuleCoverage> rules, Map<String, String> tactics) {}

  private record Kept(RuleSet rules, Instant at, Found found) {}

  private final Detector detector;
  private final FieldCoverage coverage;
  private final Clock clock;
  private volatile @Nullable Kept kept;

  RuleReach(Detector detector, FieldCoverage coverage, Clock clock) {
    this.detector = detector;
    this.coverage = coverage;
    this.clock = clock;
  }

  Found now() {
    RuleSet rules = detector.rules();
    Instant now = clock.instant();
    Kept known = kept;
    if (known == null || known.rules() != rules || known.at().plus(FRESH).isBefore(now)) {
      known = new Kept(rules, now, look(rules));
      kept = known;
    }
    return known.found();
  }

  private Found look(RuleSet rules) {
    CoverageCheck check = new CoverageCheck(coverage);
    Map<String, RuleCoverage> found = new HashMap<>();
    List<AttackMatrix.Counted> counted = new ArrayList<>();
    for (RuleInfo rule : rules.rules()) {
      if (!rule.silent() && !rule.id().equals(CanaryWatch.RULE)) {
        RuleCoverage one = check.of(rules, rule);
        found.put(rule.id(), one);
        counted.add(new AttackMatrix.Counted(rule, one.fires()));
      }
    }
    Map<String, String> tactics = new LinkedHashMap<>();
    AttackMatrix.of(counted).tactics().stream()
        .filter(tactic -> !tactic.tag().isEmpty())
        .forEach(tactic -> tactics.put(tactic.tag(), tactic.name()));
    return new Found(found, tactics);
  }
}
