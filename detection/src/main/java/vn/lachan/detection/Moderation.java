package vn.lachan.detection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people decided about alerts besides the rules themselves. Immutable; a changed decision
 * makes a new one.
 *
 * @param exemptions may hold ones that are over: the time of each event decides
 * @param suppressions by rule id, in place of what the rule itself asks for; an empty one means
 *     that nothing is suppressed
 * @param openWindows so many windows of suppression are kept in all; beyond that the oldest ends
 *     early, so that an alert too many is raised rather than one too few
 * @param hiddenListed so many of the newest hidden events are listed for each exemption
 */
public record Moderation(
    List<Exemption> exemptions,
    Map<String, Optional<Suppression>> suppressions,
    int openWindows,
    int hiddenListed) {
  /** Nothing is held back but what rules themselves ask for. */
  public static final Moderation NONE = of(List.of(), Map.of());

  public Moderation {
    exemptions = List.copyOf(exemptions);
    suppressions = Map.copyOf(suppressions);
    if (openWindows < 1 || hiddenListed < 1) {
      throw new IllegalArgumentException("at least one window and one listed event");
    }
  }

  /** With bounds for one province: 200,000 windows, 100 listed events. */
  public static Moderation of(
      List<Exemption> exemptions, Map<String, Optional<Suppression>> suppressions) {
    return new Moderation(exemptions, suppressions, 200_000, 100);
  }

  /** The suppression that holds for each rule that has one. */
  Map<String, Suppression> effective(RuleSet rules) {
    Map<String, Suppression> effective = new HashMap<>();
    for (RuleInfo rule : rules.rules()) {
      Optional<Suppression> chosen = suppressions.get(rule.id());
      (chosen == null ? Suppression.of(rule) : chosen)
          .ifPresent(suppression -> effective.put(rule.id(), suppression));
    }
    return effective;
  }
}
