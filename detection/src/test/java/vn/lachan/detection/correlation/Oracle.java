package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.SigmaCorrelation;

/**
 * What correlation rules mean, written down as plainly as possible: keeps all events for ever and
 * looks at every window anew for every event.
 */
final class Oracle {
  private final List<CorrelationRule> rules;
  private final int firstNumber;
  private final Map<List<Object>, List<Seen>> seen = new HashMap<>();
  private final Map<List<Object>, List<Long>> alerts = new HashMap<>();

  private record Seen(long time, int position, String id, String value, List<String> chain) {}

  Oracle(List<CorrelationRule> rules, int firstNumber) {
    this.rules = rules;
    this.firstNumber = firstNumber;
  }

  List<Hit> accept(Match match) {
    Round round = new Round(match, new HashMap<>(), new HashMap<>(), new HashMap<>());
    match.rules().forEach(rule -> round.holding().put(rule, List.of()));
    match.rules().forEach(rule -> round.hitting().put(rule, List.of()));
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      for (int position = 0; position < rules.get(i).sources().size(); position++) {
        Hit hit = accept(i, position, round);
        if (hit != null) {
          hits.add(hit);
        }
      }
    }
    return hits;
  }

  private record Round(
      Match match,
      Map<Integer, List<String>> holding,
      Map<Integer, List<String>> hitting,
      Map<Integer, Map<String, String>> named) {}

  private @Nullable Hit accept(int index, int position, Round round) {
    CorrelationRule rule = rules.get(index);
    int source = rule.sources().get(position);
    boolean temporal = rule.rule().type().isTemporal();
    List<String> chain = (temporal ? round.holding() : round.hitting()).get(source);
    List<String> group = values(round, rule, position, rule.rule().groupBy());
    List<String> values = values(round, rule, position, rule.rule().fields());
    if (chain == null
        || group.contains(null)
        || values.contains(null)
        || !numeric(rule.rule(), values)) {
      return null;
    }
    String id = round.match().eventId();
    List<Seen> all = seen.computeIfAbsent(List.of(index, group), _ -> new ArrayList<>());
    if (all.stream()
        .anyMatch(one -> one.id().equals(id) && (!temporal || one.position() == position))) {
      return null;
    }
    long time = round.match().time();
    int at = 0;
    while (at < all.size() && all.get(at).time() <= time) {
      at++;
    }
    all.add(at, new Seen(time, position, id, String.join("|", values), chain));
    Hit hit = look(index, group, all, at, id, round.holding(), round.hitting());
    if (round.holding().containsKey(firstNumber + index)) {
      Map<String, String> names = new HashMap<>();
      for (int g = 0; g < group.size(); g++) {
        names.put(rule.rule().groupBy().get(g), group.get(g));
      }
      round.named().put(firstNumber + index, names);
    }
    return hit;
  }

  private static List<String> values(
      Round round, CorrelationRule rule, int position, List<String> fields) {
    List<String> values = new ArrayList<>();
    Map<String, String> named = round.named().get(rule.sources().get(position));
    for (String field : fields) {
      values.add(value(round.match(), rule, position, field, named));
    }
    return values;
  }

  private static @Nullable String value(
      Match match,
      CorrelationRule rule,
      int position,
      String field,
      @Nullable Map<String, String> named) {
    String name = rule.aliases().get(position).getOrDefault(field, field);
    String value = match.values().apply(name);
    return value != null || named == null ? value : named.get(name);
  }

  private static boolean numeric(SigmaCorrelation rule, List<String> values) {
    return rule.type() == SigmaCorrelation.Type.VALUE_COUNT
        || rule.measuresShare()
        || values.stream().allMatch(value -> value.matches("-?[0-9]+([.][0-9]+)?"));
  }

  private @Nullable Hit look(
      int index,
      List<String> group,
      List<Seen> all,
      int at,
      String trigger,
      Map<Integer, List<String>> holding,
      Map<Integer, List<String>> hitting) {
    SigmaCorrelation rule = rules.get(index).rule();
    long span = rule.timespan().toMillis();
    List<Long> raised = alerts.computeIfAbsent(List.of(index, group), _ -> new ArrayList<>());
    List<String> first = null;
    for (int end = at; end < all.size(); end++) {
      long until = all.get(end).time();
      if (until - all.get(at).time() > span) {
        break;
      }
      int from = 0;
      while (all.get(from).time() < until - span) {
        from++;
      }
      List<Seen> window = all.subList(from, end + 1);
      BigDecimal measured;
      if (rule.type() == SigmaCorrelation.Type.TEMPORAL_ORDERED) {
        int start = ordered(window, rules.get(index).sources().size());
        if (start < 0 || from + start > at) {
          continue;
        }
        from += start;
        measured = BigDecimal.valueOf(rules.get(index).sources().size());
      } else {
        measured = measured(rule, window);
        boolean everyRule = rule.type().isTemporal() && rule.conditions().isEmpty();
        if (everyRule
            ? measured.intValue() != rules.get(index).sources().size()
            : !rule.holds(measured)) {
          continue;
        }
      }
      boolean open = raised.stream().allMatch(alert -> Math.abs(alert - until) > span);
      List<String> ids = ids(all.subList(from, end + 1));
      List<String> chain = ids.subList(Math.max(0, ids.size() - 20), ids.size());
      first = first == null ? chain : first;
      if (open) {
        raised.add(until);
        holding.put(firstNumber + index, chain);
        hitting.put(firstNumber + index, chain);
        return new Hit(
            index,
            group,
            trigger,
            all.get(from).time(),
            until,
            measured.stripTrailingZeros(),
            ids.subList(Math.max(0, ids.size() - 100), ids.size()),
            end - from + 1);
      }
    }
    if (first != null) {
      holding.put(firstNumber + index, first);
    }
    return null;
  }

  /** All ids, each where it stands last. */
  private static List<String> ids(List<Seen> window) {
    Set<String> backwards = new LinkedHashSet<>();
    for (Seen one : window.reversed()) {
      backwards.add(one.id());
      backwards.addAll(one.chain().reversed());
    }
    return List.copyOf(backwards).reversed();
  }

  private static BigDecimal measured(SigmaCorrelation rule, List<Seen> window) {
    List<String> values = window.stream().map(Seen::value).toList();
    return switch (rule.type()) {
      case EVENT_COUNT -> BigDecimal.valueOf(window.size());
      case VALUE_COUNT -> BigDecimal.valueOf(new HashSet<>(values).size());
      case TEMPORAL, TEMPORAL_ORDERED ->
          BigDecimal.valueOf(window.stream().map(Seen::position).distinct().count());
      case VALUE_SUM ->
          values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
      case VALUE_AVG ->
          values.stream()
              .map(BigDecimal::new)
              .reduce(BigDecimal.ZERO, BigDecimal::add)
              .divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64);
      case VALUE_PERCENTILE, VALUE_MEDIAN ->
          rule.percentile().map(which -> percentile(which, values)).orElseGet(() -> share(values));
    };
  }

  private static BigDecimal share(List<String> values) {
    return BigDecimal.valueOf(100L * Collections.frequency(values, values.getLast()))
        .divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64);
  }

  private static BigDecimal percentile(BigDecimal percentile, List<String> values) {
    List<BigDecimal> sorted = new ArrayList<>(values.stream().map(BigDecimal::new).toList());
    Collections.sort(sorted);
    BigDecimal rank = percentile.multiply(BigDecimal.valueOf(sorted.size() - 1)).movePointLeft(2);
    int low = rank.intValue();
    BigDecimal part = rank.subtract(BigDecimal.valueOf(low));
    return part.signum() == 0
        ? sorted.get(low)
        : sorted
            .get(low)
            .add(
                sorted.get(low + 1).subtract(sorted.get(low)).multiply(part),
                MathContext.DECIMAL64);
  }

  /** Where the latest steps begin that end with the last match of the window; -1 without. */
  private static int ordered(List<Seen> window, int steps) {
    for (int start = window.size() - 1; start >= 0; start--) {
      if (leads(window, start, 0, steps)) {
        return start;
      }
    }
    return -1;
  }

  private static boolean leads(List<Seen> window, int at, int step, int steps) {
    if (window.get(at).position() != step) {
      return false;
    }
    if (step == steps - 1) {
      return at == window.size() - 1;
    }
    for (int next = at + 1; next < window.size(); next++) {
      if (!window.get(next).id().equals(window.get(at).id())
          && leads(window, next, step + 1, steps)) {
        return true;
      }
    }
    return false;
  }
}
