package vn.lachan.detection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.correlation.CorrelationRule;
import vn.lachan.detection.sigma.SigmaParser;

/**
 * The units of a rule set. Rules that remember are numbered as in {@link RuleSet#info}: those with
 * a baseline among the rules about single events, then correlations.
 */
final class Units {
  static final String ALERTS = "alerts:";
  private static final int DIGITS = 24;

  private final RuleSet rules;
  private final int events;
  private final List<Reference> references = new ArrayList<>();
  private final Map<String, Unit> byName = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<List<Unit>> ofRule = new ArrayList<>();

  /** A correlation looks at a rule that remembers. */
  private record Reference(int outer, int position, int inner) {}

  private Units(RuleSet rules) {
    this.rules = rules;
    this.events = rules.eventRules().size();
    for (int number = 0; number < events; number++) {
      numbers.put(rules.info(number).key(), number);
      ofRule.add(new ArrayList<>());
    }
  }

  static Units of(RuleSet rules) {
    Units units = new Units(rules);
    units.ownAlerts();
    units.refer();
    units.connected().forEach(units::connect);
    return units;
  }

  /** The units for which a match of the rule counts. */
  List<Unit> of(int eventRule) {
    return ofRule.get(eventRule);
  }

  /** Whether a match of the rule is counted in {@code unit}: in one of those it goes to. */
  boolean counts(int eventRule, Unit unit) {
    return ofRule.get(eventRule).getFirst().name().equals(unit.name());
  }

  @Nullable Unit find(String name) {
    return byName.get(name);
  }

  /** The number of the rule about single events with this key. */
  @Nullable Integer number(String key) {
    return numbers.get(key);
  }

  private boolean remembers(int number) {
    return number >= events || rules.eventRules().get(number).baseline().isPresent();
  }

  private void ownAlerts() {
    for (int number = 0; number < events; number++) {
      if (!remembers(number) && !rules.info(number).silent()) {
        BitSet own = new BitSet();
        own.set(number);
        add(
            new Unit(
                ALERTS + rules.info(number).key(),
                own,
                own,
                Map.of(number, List.of(List.of())),
                Map.of()));
      }
    }
  }

  private void add(Unit unit) {
    byName.put(unit.name(), unit);
    unit.matches().stream().forEach(number -> ofRule.get(number).add(unit));
  }

  private CorrelationRule correlation(int number) {
    return rules.correlations().get(number - events);
  }

  private void refer() {
    for (int outer = events; outer < rules.rules().size(); outer++) {
      List<Integer> sources = correlation(outer).sources();
      for (int position = 0; position < sources.size(); position++) {
        if (remembers(sources.get(position))) {
          references.add(new Reference(outer, position, sources.get(position)));
        }
      }
    }
  }

  /** Rules that remember, together with those they are connected to. */
  private Collection<List<Integer>> connected() {
    int[] leader = new int[rules.rules().size()];
    for (int i = 0; i < leader.length; i++) {
      leader[i] = i;
    }
    for (Reference reference : references) {
      int from = leader[reference.outer()];
      int to = leader[reference.inner()];
      for (int i = 0; i < leader.length; i++) {
        leader[i] = leader[i] == from ? to : leader[i];
      }
    }
    Map<Integer, List<Integer>> groups = new TreeMap<>();
    for (int number = 0; number < leader.length; number++) {
      if (remembers(number)) {
        groups.computeIfAbsent(leader[number], _ -> new ArrayList<>()).add(number);
      }
    }
    return groups.values();
  }

  private List<String> group(int number) {
    return number < events
        ? rules.eventRules().get(number).baseline().orElseThrow().key()
        : correlation(number).rule().groupBy();
  }

  private void connect(List<Integer> members) {
    List<Map<Integer, Integer>> slots = new ArrayList<>();
    int first = members.getFirst();
    for (int place = 0; place < group(first).size(); place++) {
      spread(members, first, place).ifPresent(slots::add);
    }
    Map<Integer, int[]> places = new HashMap<>();
    BitSet matches = new BitSet();
    BitSet alerts = new BitSet();
    Map<Integer, List<List<String>>> fields = new LinkedHashMap<>();
    for (int member : members) {
      int[] of = slots.stream().mapToInt(slot -> slot.getOrDefault(member, 0)).toArray();
      if (member < events) {
        matches.set(member);
        alerts.set(member);
        names(fields, member, of, group(member));
      } else {
        places.put(member - events, of);
        plainSources(member, of, matches, fields);
      }
    }
    String keys =
        members.stream().map(number -> key(number)).sorted().collect(Collectors.joining("\0"));
    String name = "group:" + SigmaParser.digest(keys).substring(0, DIGITS);
    add(new Unit(name, matches, alerts, fields, places));
  }

  private String key(int number) {
    return number < events ? rules.info(number).key() : correlation(number).key();
  }

  private void plainSources(
      int member, int[] places, BitSet matches, Map<Integer, List<List<String>>> fields) {
    CorrelationRule rule = correlation(member);
    for (int position = 0; position < rule.sources().size(); position++) {
      int source = rule.sources().get(position);
      if (!remembers(source)) {
        int at = position;
        List<String> called =
            rule.rule().groupBy().stream().map(field -> rule.fieldOf(field, at)).toList();
        matches.set(source);
        names(fields, source, places, called);
      }
    }
  }

  private static void names(
      Map<Integer, List<List<String>>> fields, int rule, int[] places, List<String> group) {
    List<String> names = new ArrayList<>();
    for (int place : places) {
      names.add(group.get(place));
    }
    List<List<String>> known = fields.computeIfAbsent(rule, _ -> new ArrayList<>());
    if (!known.contains(names)) {
      known.add(names);
    }
  }

  /**
   * Where the value at {@code place} of the group of {@code first} stands in the groups of all
   * members; empty when one of them does not have it.
   */
  private Optional<Map<Integer, Integer>> spread(List<Integer> members, int first, int place) {
    Map<Integer, Integer> found = new HashMap<>();
    Deque<Integer> open = new ArrayDeque<>();
    found.put(first, place);
    open.add(first);
    while (!open.isEmpty()) {
      int member = open.remove();
      for (Reference reference : references) {
        boolean outer = reference.outer() == member;
        if (outer || reference.inner() == member) {
          int other = outer ? reference.inner() : reference.outer();
          int there = there(reference, outer, found.getOrDefault(member, -1));
          Integer before = found.putIfAbsent(other, there);
          if (there < 0 || (before != null && before != there)) {
            return Optional.empty();
          }
          if (before == null) {
            open.add(other);
          }
        }
      }
    }
    return found.size() == members.size() ? Optional.of(found) : Optional.empty();
  }

  private int there(Reference reference, boolean fromOuter, int place) {
    CorrelationRule outer = correlation(reference.outer());
    List<String> names =
        outer.rule().groupBy().stream()
            .map(field -> outer.fieldOf(field, reference.position()))
            .toList();
    List<String> inner = group(reference.inner());
    return fromOuter ? inner.indexOf(names.get(place)) : names.indexOf(inner.get(place));
  }
}
