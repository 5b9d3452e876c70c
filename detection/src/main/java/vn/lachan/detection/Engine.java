package vn.lachan.detection;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.correlation.Correlator;
import vn.lachan.detection.correlation.Hit;
import vn.lachan.detection.correlation.Match;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.RuleMatcher;
import vn.lachan.detection.match.Texts;

/** Single events and correlations together, whatever the events are kept in. For one thread. */
final class Engine {
  private final RuleSet rules;
  private final RuleMatcher matcher;
  private final Correlator correlator;

  /**
   * What one event gave.
   *
   * @param matched numbers of the event rules that it fits, silent ones included
   * @param hits the correlations that it completed, silent ones included
   */
  record Outcome(List<Integer> matched, List<Hit> hits) {}

  Engine(RuleSet rules, Limits limits) {
    this.rules = rules;
    this.matcher =
        new RuleMatcher(
            rules.eventRules(), LogSources.standard(), limits.everyRuleForUnknownSources());
    this.correlator =
        new Correlator(rules.correlations(), rules.eventRules().size(), limits.correlation());
  }

  RuleSet rules() {
    return rules;
  }

  RuleMatcher matcher() {
    return matcher;
  }

  Correlator correlator() {
    return correlator;
  }

  Outcome evaluate(FieldSource source, String id, long time, long arrived) {
    List<Integer> matched = Arrays.stream(found(source)).boxed().toList();
    List<Hit> hits =
        correlator.accept(
            new Match(id, time, arrived, matched, field -> text(matcher.value(source, field))));
    return new Outcome(matched, hits);
  }

  /** The rules that an event fits; those of files are often known already. */
  private int[] found(FieldSource source) {
    return source instanceof MatchedSource matched ? matched.found() : matcher.match(source);
  }

  /** Number of the rule behind a hit, as in {@link RuleSet#info}. */
  int number(Hit hit) {
    return rules.eventRules().size() + hit.rule();
  }

  static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case List<?> list -> String.join(",", list.stream().map(String::valueOf).toList());
      default -> Texts.of(value);
    };
  }
}
