package vn.lachan.detection.rulebook;

import java.util.Set;

/**
 * Where the current version of a rule stands.
 *
 * <pre>
 *   DRAFT   -> TESTED   its own tests hold, one of them fires and one is a near miss
 *           -> ENABLED  only an imported or delivered rule without tests, with a reason that is kept
 *           -> RETIRED  it will not be used
 *   TESTED  -> ENABLED  its tests hold still and it runs beside the others
 *           -> RETIRED
 *   ENABLED -> RETIRED  it no longer runs
 *   RETIRED -> ENABLED  as from TESTED
 *   any     -> DRAFT    a new version was written; what runs goes on until the new one is enabled
 * </pre>
 */
public enum RuleState {
  DRAFT,
  TESTED,
  ENABLED,
  RETIRED;

  /** Whether somebody may move a rule from here to {@code next}. */
  public boolean canBecome(RuleState next) {
    return allowedNext().contains(next);
  }

  private Set<RuleState> allowedNext() {
    return switch (this) {
      case DRAFT -> Set.of(TESTED, ENABLED, RETIRED, DRAFT);
      case TESTED -> Set.of(ENABLED, RETIRED, DRAFT);
      case ENABLED -> Set.of(RETIRED, DRAFT);
      case RETIRED -> Set.of(ENABLED, DRAFT);
    };
  }
}
