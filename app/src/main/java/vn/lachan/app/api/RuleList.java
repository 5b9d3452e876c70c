package vn.lachan.app.api;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.detection.coverage.RuleCoverage;
import vn.lachan.detection.rulebook.RuleProblem;
import vn.lachan.detection.rulebook.RuleState;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.RulePrecision;

/** The list of rules, a page at a time: thousands of rules are filtered and sorted here. */
@Component
class RuleList {
  private static final Duration PRECISION = Duration.ofDays(90);

  /**
   * A page.
   *
   * @param next what to pass as {@code after} for the next page, or null on the last one
   * @param total how many rules fit the filter
   * @param all how many rules there are
   * @param states how many of all stand in each state
   * @param verdicts how many of those that run can fire, or why not
   * @param logsources the log sources of all rules
   * @param sets the imported sets
   * @param tactics names of the tactics of all rules by tag; the tag where there is no name
   * @param rejected what cannot run; on the first page only
   */
  record Rules(
      List<RuleViews.Row> items,
      @Nullable String next,
      long total,
      long all,
      Map<RuleState, Long> states,
      Map<RuleCoverage.Verdict, Long> verdicts,
      List<String> logsources,
      List<String> sets,
      Map<String, String> tactics,
      List<RuleProblem> rejected) {}

  /** As much as other screens need of every rule. */
  record Name(String id, String title, RuleState state) {}

  private final RuleViews views;
  private final RuleReach reach;
  private final AlertQueue queue;
  private final Clock clock;

  RuleList(RuleViews views, RuleReach reach, AlertQueue queue, Clock clock) {
    this.views = views;
    this.reach = reach;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * The rules that fit {@code filter}.
   *
   * @param from how many of them are left out at the beginning
   * @param limit most on one page
   */
  Rules page(
      OrganizationScope scope,
      RuleFilter filter,
      RuleOrder order,
      boolean down,
      int from,
      int limit) {
    List<RuleViews.Row> all = views.rows();
    List<RuleViews.Row> found = new ArrayList<>(all.stream().filter(filter::fits).toList());
    Comparator<RuleViews.Row> comparator = order.comparator(ratios(scope, order));
    found.sort(down ? comparator.reversed() : comparator);
    int start = Math.min(from, found.size());
    int end = (int) Math.min((long) start + limit, found.size());
    return new Rules(
        List.copyOf(found.subList(start, end)),
        end < found.size() ? String.valueOf(end) : null,
        found.size(),
        all.size(),
        states(all),
        verdicts(all),
        distinct(all, RuleViews.Row::logsource),
        distinct(all, RuleViews.Row::set),
        tactics(all),
        start == 0 ? views.rejected() : List.of());
  }

  private Map<String, Double> ratios(OrganizationScope scope, RuleOrder order) {
    Map<String, Double> ratios = new HashMap<>();
    if (order == RuleOrder.FALSE) {
      for (RulePrecision one : queue.precision(scope, clock.instant().minus(PRECISION))) {
        Double ratio = one.falseRatio();
        if (ratio != null) {
          ratios.put(one.ruleId(), ratio);
        }
      }
    }
    return ratios;
  }

  private static Map<RuleState, Long> states(List<RuleViews.Row> rows) {
    Map<RuleState, Long> states = new EnumMap<>(RuleState.class);
    for (RuleState state : RuleState.values()) {
      states.put(state, 0L);
    }
    rows.forEach(row -> states.merge(row.state(), 1L, Long::sum));
    return states;
  }

  private static Map<RuleCoverage.Verdict, Long> verdicts(List<RuleViews.Row> rows) {
    Map<RuleCoverage.Verdict, Long> verdicts = new EnumMap<>(RuleCoverage.Verdict.class);
    for (RuleCoverage.Verdict verdict : RuleCoverage.Verdict.values()) {
      verdicts.put(verdict, 0L);
    }
    for (RuleViews.Row row : rows) {
      RuleViews.ReachView found = row.reach();
      if (row.state() == RuleState.ENABLED && found != null) {
        verdicts.merge(found.verdict(), 1L, Long::sum);
      }
    }
    return verdicts;
  }

  private static List<String> distinct(
      List<RuleViews.Row> rows, Function<RuleViews.Row, String> value) {
    return rows.stream()
        .map(value)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), List::copyOf));
  }

  private Map<String, String> tactics(List<RuleViews.Row> rows) {
    TreeSet<String> tags =
        rows.stream()
            .flatMap(row -> RuleFilter.tactics(row.tags()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, String> named = reach.now().tactics();
    Map<String, String> tactics = new LinkedHashMap<>();
    Stream.concat(named.keySet().stream().filter(tags::contains), tags.stream())
        .forEach(tag -> tactics.putIfAbsent(tag, named.getOrDefault(tag, tag)));
    return Collections.unmodifiableMap(tactics);
  }

  List<Name> names() {
    return views.names();
  }
}
