package vn.lachan.detection.coverage;

import java.time.Instant;
import java.util.Optional;

/** When people decided about rules; the rulebook knows it. */
@FunctionalInterface
public interface RuleHistory {
  /** Nothing is known. */
  RuleHistory NONE = (_, _) -> Optional.empty();

  /** When this version of the rule was last enabled; empty when that is not known. */
  Optional<Instant> enabled(String ruleId, String version);
}
