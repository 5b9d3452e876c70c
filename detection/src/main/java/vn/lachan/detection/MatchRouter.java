package vn.lachan.detection;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.correlation.Correlator;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.match.RuleMatcher;
import vn.lachan.events.Event;

/**
 * Finds which rules single events fit and says, for each, where the match has to go: the first half
 * of a {@link Detector} that is divided over several processes. It remembers nothing: the same
 * event and the same rules give the same matches. {@link Detector#examine(RoutedMatch)} is the
 * other half.
 *
 * <p>For one thread.
 */
public final class MatchRouter {
  private final RuleSet rules;
  private final ZoneId zone;
  private final RuleMatcher matcher;
  private final Units units;
  private long ungrouped;

  /**
   * @param zone in which rules read the hour of {@code @timestamp}
   */
  public MatchRouter(RuleSet rules, Limits limits, ZoneId zone) {
    this.rules = rules;
    this.zone = zone;
    this.matcher =
        new RuleMatcher(
            rules.eventRules(), LogSources.standard(), limits.everyRuleForUnknownSources());
    this.units = Units.of(rules);
  }

  /** The rules that are looked for. */
  public RuleSet rules() {
    return rules;
  }

  /** Matches that no group could take, because the event lacks a field to group by. */
  public long ungrouped() {
    return ungrouped;
  }

  /** Where {@code event} has to go; each unit and key once, in the order of the rules. */
  public List<RoutedMatch> route(Event event) {
    EventSource source = new EventSource(event, zone);
    int[] found = matcher.match(source);
    if (found.length == 0) {
      return List.of();
    }
    Map<Target, SequencedSet<String>> targets = new LinkedHashMap<>();
    for (int number : found) {
      for (Unit unit : units.of(number)) {
        for (List<String> fields : unit.fields().getOrDefault(number, List.of())) {
          List<String> key = key(source, fields);
          if (key == null) {
            ungrouped++;
          } else {
            targets
                .computeIfAbsent(new Target(unit.name(), key), _ -> new LinkedHashSet<>())
                .add(rules.info(number).key());
          }
        }
      }
    }
    List<RoutedMatch> routed = new ArrayList<>(targets.size());
    targets.forEach((target, keys) ->
        routed.add(new RoutedMatch(target.unit(), target.key(), List.copyOf(keys), event)));
    return routed;
  }

  private record Target(String unit, List<String> key) {}

  private @Nullable List<String> key(FieldSource source, List<String> fields) {
    List<String> key = new ArrayList<>(fields.size());
    for (String field : fields) {
      String value = Engine.text(matcher.value(source, field));
      if (value == null) {
        return null;
      }
      key.add(Correlator.groupValue(value));
    }
    return key;
  }
}
