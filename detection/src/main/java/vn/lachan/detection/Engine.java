package vn.lachan.detection;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.baseline.BaselineRule;
import vn.lachan.detection.baseline.Baselines;
import vn.lachan.detection.baseline.Deviation;
import vn.lachan.detection.baseline.Observation;
import vn.lachan.detection.correlation.Admission;
import vn.lachan.detection.correlation.Correlator;
import vn.lachan.detection.correlation.Hit;
import vn.lachan.detection.correlation.Match;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.RuleMatcher;
import vn.lachan.detection.match.Texts;

/**
 * Single events, baselines and correlations together, whatever the events are kept in. For one
 * thread.
 */
final class Engine {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

  private final RuleSet rules;
  private final RuleMatcher matcher;
  private final Correlator correlator;
  private final Baselines baselines;
  private @Nullable Units units;

  /**
   * What one event gave.
   *
   * @param matched numbers of the event rules that it fits, silent ones included; of rules with a
   *     baseline only where the event is not as usual
   * @param hits the correlations that it completed, silent ones included
   * @param deviations what is not as usual, of the event itself and of what stays away until now
   */
  record Outcome(List<Integer> matched, List<Hit> hits, List<Deviation> deviations) {
    /** What is not as usual in the event by the rule with this number. */
    @Nullable Deviation deviation(int number) {
      return deviations.stream()
          .filter(deviation -> deviation.rule() == number && !deviation.overdue())
          .findFirst()
          .orElse(null);
    }

    /** What has stayed away until now. */
    List<Deviation> overdue() {
      return deviations.stream().filter(Deviation::overdue).toList();
    }
  }

  /** Days of baselines begin at midnight in Vietnam. */
  Engine(RuleSet rules, Limits limits) {
    this(rules, limits, ZONE);
  }

  Engine(RuleSet rules, Limits limits, ZoneId zone) {
    this.rules = rules;
    this.matcher =
        new RuleMatcher(
            rules.eventRules(), LogSources.standard(), limits.everyRuleForUnknownSources());
    this.correlator =
        new Correlator(rules.correlations(), rules.eventRules().size(), limits.correlation());
    this.baselines = new Baselines(baselineRules(rules), limits.baseline(), zone);
  }

  private static List<BaselineRule> baselineRules(RuleSet rules) {
    List<BaselineRule> result = new ArrayList<>();
    for (int i = 0; i < rules.eventRules().size(); i++) {
      int number = i;
      rules
          .eventRules()
          .get(i)
          .baseline()
          .ifPresent(what -> result.add(new BaselineRule(number, rules.info(number).key(), what)));
    }
    return result;
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

  Baselines baselines() {
    return baselines;
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
    return evaluate(source, id, time, arrived, counts, Admission.ALL);
  }

  /** The same, with that part of the correlations that is kept here. */
  Outcome evaluate(
      FieldSource source,
      String id,
      long time,
      long arrived,
      IntPredicate counts,
      Admission admission) {
    List<Integer> fitting = Arrays.stream(found(source)).filter(counts).boxed().toList();
    Function<String, @Nullable String> values = field -> text(matcher.value(source, field));
    if (baselines.isEmpty()) {
      List<Hit> hits = correlator.accept(new Match(id, time, arrived, fitting, values), admission);
      return new Outcome(fitting, hits, List.of());
    }
    Object working = source.get(Observation.WORKING);
    List<Deviation> deviations =
        baselines.accept(
            new Observation(
                id, time, arrived, working == null ? "" : Texts.of(working), fitting, values));
    boolean watched = fitting.stream().anyMatch(baselines::watches);
    List<Integer> matched =
        watched
            ? fitting.stream()
                .filter(number -> !baselines.watches(number) || isAtEvent(deviations, number))
                .toList()
            : fitting;
    List<Hit> hits = new ArrayList<>();
    deviations.stream().filter(Deviation::overdue).forEach(overdue -> correlate(overdue, hits));
    hits.addAll(correlator.accept(new Match(id, time, arrived, matched, values), admission));
    return new Outcome(matched, hits, deviations);
  }

  /** Time goes on without an event: what has stayed away until now. */
  List<Deviation> pass(long now, String working) {
    return baselines.accept(new Observation("", now, now, working, List.of(), _ -> null));
  }

  /** The correlations that something that stays away completes. */
  List<Hit> hits(Deviation overdue) {
    List<Hit> hits = new ArrayList<>();
    correlate(overdue, hits);
    return hits;
  }

  /** What of these rules must be kept together. */
  Units units() {
    Units known = units == null ? Units.of(rules) : units;
    units = known;
    return known;
  }

  private static boolean isAtEvent(List<Deviation> deviations, int number) {
    return deviations.stream()
        .anyMatch(deviation -> deviation.rule() == number && !deviation.overdue());
  }

  /** What stays away counts in correlations at the time of the event before it. */
  private void correlate(Deviation overdue, List<Hit> hits) {
    Map<String, String> values = values(overdue);
    hits.addAll(
        correlator.accept(
            new Match(
                overdue.trigger(),
                overdue.from(),
                overdue.until(),
                List.of(overdue.rule()),
                values::get)));
  }

  /** What is known of something that stays away. */
  Map<String, String> values(Deviation overdue) {
    Map<String, String> values = new HashMap<>();
    rules
        .eventRules()
        .get(overdue.rule())
        .baseline()
        .ifPresent(what -> {
          for (int i = 0; i < what.key().size(); i++) {
            values.put(what.key().get(i), overdue.key().get(i));
          }
        });
    values.put("organization.id", overdue.organization());
    values.put("event.dataset", overdue.dataset());
    values.values().removeIf(String::isEmpty);
    return values;
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
