package vn.lachan.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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

  /** Nothing is held back, not even what {@code rules} themselves ask for. */
  static Moderation ignoring(RuleSet rules) {
    Map<String, Optional<Suppression>> none = new HashMap<>();
    rules.rules().forEach(rule -> none.put(rule.id(), Optional.empty()));
    return of(List.of(), none);
  }

  /** With the exemptions that are in force at {@code now}, as if they always had been. */
  public Moderation current(Instant now) {
    return withExemptions(
        exemptions.stream()
            .filter(exemption -> exemption.inForceAt(now))
            .map(Exemption::always)
            .toList());
  }

  /** With all exemptions; those that are in force at {@code now} hold for earlier events too. */
  public Moderation reachingBack(Instant now) {
    return withExemptions(
        exemptions.stream()
            .map(exemption -> exemption.inForceAt(now) ? exemption.always() : exemption)
            .toList());
  }

  private Moderation withExemptions(List<Exemption> others) {
    return new Moderation(others, suppressions, openWindows, hiddenListed);
  }

  /** Whether a decision may change what the rules of {@code rules} raise. */
  public boolean concerns(RuleSet rules) {
    return !effective(rules).isEmpty()
        || exemptions.stream()
            .anyMatch(exemption ->
                exemption.rules().isEmpty()
                    || exemption.rules().stream().anyMatch(id -> rules.rule(id).isPresent()));
  }

  /** The longest window of suppression that holds for a rule of {@code rules}; zero: none does. */
  public Duration longestWindow(RuleSet rules) {
    return effective(rules).values().stream()
        .map(Suppression::window)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
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
