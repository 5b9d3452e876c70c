package vn.lachan.app.pipeline;

import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Limits;
import vn.lachan.detection.MatchRouter;
import vn.lachan.detection.RoutedMatch;
import vn.lachan.detection.RuleSet;

/**
 * What becomes of matches of rules that do not run here in that version. Whoever found them has
 * newer rules, which are in the database then: they are asked for, once for each unit. Or older
 * ones: then the event is looked at again with the rule as it runs now. So while a change of rules
 * reaches one node after the other, each event is judged by the old or by the new version of a
 * rule, and by none only when the rule was retired. For one thread.
 */
final class UnknownMatches {
  private static final int REMEMBERED = 10_000;

  private final Runnable follow;
  private final Supplier<RuleSet> rules;
  private final Limits limits;
  private final ZoneId zone;
  private final Set<String> asked =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });
  private @Nullable MatchRouter router;

  /**
   * @param follow takes over newer rules, if there are any
   * @param rules that run now
   */
  UnknownMatches(Runnable follow, Supplier<RuleSet> rules, Limits limits, ZoneId zone) {
    this.follow = follow;
    this.rules = rules;
    this.limits = limits;
    this.zone = zone;
  }

  /** Asks for newer rules; nothing happens when that was done for such a match already. */
  void ask(RoutedMatch unknown) {
    if (!asked.contains(unknown.unit())) {
      follow.run();
      asked.add(unknown.unit());
    }
  }

  /** The match of the version that runs now of the same rule, if the event fits it. */
  List<RoutedMatch> again(RoutedMatch unknown) {
    Optional<String> rule = unknown.alertsOf();
    if (rule.isEmpty() || rules.get().rule(rule.get()).isEmpty()) {
      return List.of();
    }
    MatchRouter current = router;
    if (current == null || current.rules() != rules.get()) {
      current = new MatchRouter(rules.get(), limits, zone);
      router = current;
    }
    return current.route(unknown.event()).stream()
        .filter(match -> match.alertsOf().equals(rule))
        .toList();
  }
}
