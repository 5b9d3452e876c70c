package vn.lachan.detection;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
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
    return evaluate(source, id, time, arrived, _ -> true);
  }

  /**
   * The same, without the matches that do not count.
   *
   * @param counts asked for the number of each event rule that the event fits
   */
  Outcome evaluate(FieldSource source, String id, long time, long arrived, IntPredicate counts) {
    List<Integer> matched = Arrays.stream(matcher.match(source)).filter(counts).boxed().toList();
    List<Hit> hits =
        correlator.accept(
            new Match(id, time, arrived, matched, field -> text(matcher.value(source, field))));
    return new Outcome(matched, hits);
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
