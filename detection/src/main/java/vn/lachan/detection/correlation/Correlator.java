package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.SigmaCorrelation;

/**
 * Runs correlation rules over a stream of matches. The same matches in the same order give the same
 * hits; a match that is seen again changes nothing. For one thread.
 *
 * <p>Between two hits of the same rule and group lies more than one timespan, measured by the last
 * event of each: the event that first completes a rule raises the alert, and further events of the
 * same trouble do not raise it again.
 *
 * <p>A rule that looks at other correlations sees them in two ways: one that asks for different
 * rules (temporal) sees every event with which the inner one holds; one that counts sees its hits.
 */
public final class Correlator {
  private static final int MAX_CHAIN = 20;

  private final List<CorrelationRule> rules;
  private final int firstNumber;
  private final CorrelationLimits limits;
  private final BitSet referred = new BitSet();
  private final List<SequencedMap<List<String>, Group>> groups = new ArrayList<>();
  private long entries;
  private long droppedGroups;
  private long droppedEntries;
  private long ungrouped;
  private long latestArrival = Long.MIN_VALUE / 2;

  /** What one event made true: numbers of rules, with the events behind those that correlate. */
  private static final class Round {
    private final Map<Integer, List<String>> holding = new HashMap<>();
    private final Map<Integer, List<String>> hitting = new HashMap<>();
    private final Map<Integer, Map<String, String>> groupValues = new HashMap<>();
  }

  /**
   * @param rules in such an order that a rule stands behind those it refers to; rule {@code i} has
   *     the number {@code firstNumber + i}
   */
  public Correlator(List<CorrelationRule> rules, int firstNumber, CorrelationLimits limits) {
    this.rules = List.copyOf(rules);
    this.firstNumber = firstNumber;
    this.limits = limits;
    for (CorrelationRule rule : rules) {
      groups.add(new LinkedHashMap<>(16, 0.75f, true));
      rule.sources().stream()
          .filter(source -> source >= firstNumber)
          .forEach(source -> referred.set(source - firstNumber));
    }
  }

  /** Takes the matches of one event and gives the rules that it completes, in their order. */
  public List<Hit> accept(Match match) {
    latestArrival = Math.max(latestArrival, match.arrived());
    if (match.rules().isEmpty() || rules.isEmpty()) {
      return List.of();
    }
    Round round = new Round();
    for (int rule : match.rules()) {
      round.holding.put(rule, List.of());
      round.hitting.put(rule, List.of());
    }
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      accept(i, match, round, hits);
    }
    return hits;
  }

  private void accept(int index, Match match, Round round, List<Hit> hits) {
    CorrelationRule rule = rules.get(index);
    boolean temporal = rule.rule().type().isTemporal();
    for (int position = 0; position < rule.sources().size(); position++) {
      List<String> chain =
          (temporal ? round.holding : round.hitting).get(rule.sources().get(position));
      if (chain != null) {
        accept(index, position, match, chain, round, hits);
      }
    }
  }

  private void accept(
      int index, int position, Match match, List<String> chain, Round round, List<Hit> hits) {
    CorrelationRule rule = rules.get(index);
    Function<String, @Nullable String> values = values(match, round, rule, position);
    List<String> key = texts(rule.rule().groupBy(), values);
    String value = key == null ? null : value(rule.rule(), values);
    if (key == null || value == null) {
      ungrouped++;
      return;
    }
    Group group =
        groups.get(index).computeIfAbsent(key, _ -> new Group(rule.rule(), rule.sources().size()));
    int before = group.window().size();
    Group.Satisfied stretch =
        group.add(
            new Window.Entry(
                match.time(), match.arrived(), position, match.eventId(), value, chain));
    entries += group.window().size() - before;
    if (stretch != null) {
      satisfied(index, key, match, group, stretch, round, hits);
    }
    trim(index, group);
  }

  private void satisfied(
      int index,
      List<String> key,
      Match match,
      Group group,
      Group.Satisfied stretch,
      Round round,
      List<Hit> hits) {
    int number = firstNumber + index;
    long until = group.window().time(stretch.until());
    boolean raises = group.opens(until);
    if (!raises && !referred.get(index)) {
      return;
    }
    List<String> ids = group.eventIds(stretch, raises ? Hit.MAX_EVENTS : MAX_CHAIN);
    List<String> chain = ids.subList(Math.max(0, ids.size() - MAX_CHAIN), ids.size());
    Map<String, String> named = new HashMap<>();
    List<String> fields = rules.get(index).rule().groupBy();
    for (int i = 0; i < fields.size(); i++) {
      named.put(fields.get(i), key.get(i));
    }
    round.groupValues.put(number, named);
    round.holding.put(number, chain);
    if (raises) {
      round.hitting.put(number, chain);
      hits.add(
          new Hit(
              index,
              key,
              match.eventId(),
              group.window().time(stretch.from()),
              until,
              stretch.measured(),
              ids,
              stretch.until() - stretch.from() + 1));
    }
  }

  private static Function<String, @Nullable String> values(
      Match match, Round round, CorrelationRule rule, int position) {
    Map<String, String> named =
        round.groupValues.getOrDefault(rule.sources().get(position), Map.of());
    return field -> {
      String name = rule.fieldOf(field, position);
      String value = match.values().apply(name);
      return value != null ? value : named.get(name);
    };
  }

  private static @Nullable List<String> texts(
      List<String> fields, Function<String, @Nullable String> values) {
    String[] result = new String[fields.size()];
    for (int i = 0; i < result.length; i++) {
      String value = values.apply(fields.get(i));
      if (value == null) {
        return null;
      }
      result[i] = value;
    }
    return List.of(result);
  }

  /** What the rule looks at; null when the event lacks it or a number is no number. */
  private static @Nullable String value(
      SigmaCorrelation rule, Function<String, @Nullable String> values) {
    if (!rule.type().needsField()) {
      return "";
    }
    List<String> texts = texts(rule.fields(), values);
    if (texts == null) {
      return null;
    }
    String text = String.join("\u001f", texts);
    return rule.type() == SigmaCorrelation.Type.VALUE_COUNT || isNumber(text) ? text : null;
  }

  private static boolean isNumber(String text) {
    try {
      return text.length() <= 40 && new BigDecimal(text).scale() < 40;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void trim(int index, Group group) {
    long keep = rules.get(index).rule().timespan().plus(limits.lateness()).toMillis();
    entries -= group.expire(latestArrival - keep);
    while (group.window().size() > limits.entriesPerGroup()) {
      group.removeFirst();
      entries--;
      droppedEntries++;
    }
    SequencedMap<List<String>, Group> ofRule = groups.get(index);
    while (ofRule.size() > 1) {
      Group eldest = ofRule.firstEntry().getValue();
      boolean expired = eldest.lastArrival() < latestArrival - keep;
      if (!expired && ofRule.size() <= limits.groupsPerRule()) {
        break;
      }
      droppedGroups += expired ? 0 : 1;
      removeEldest(ofRule);
    }
    while (entries > limits.entries() && removeEldestOfAll()) {
      droppedGroups++;
    }
  }

  private void removeEldest(SequencedMap<List<String>, Group> ofRule) {
    Iterator<Group> eldest = ofRule.values().iterator();
    entries -= eldest.next().window().size();
    eldest.remove();
  }

  private boolean removeEldestOfAll() {
    SequencedMap<List<String>, Group> victim = null;
    long oldest = Long.MAX_VALUE;
    for (SequencedMap<List<String>, Group> ofRule : groups) {
      if (!ofRule.isEmpty() && ofRule.firstEntry().getValue().lastArrival() < oldest) {
        oldest = ofRule.firstEntry().getValue().lastArrival();
        victim = ofRule;
      }
    }
    if (victim != null) {
      removeEldest(victim);
    }
    return victim != null;
  }

  /** Takes over what another correlator holds for rules that are the same here. */
  public void adopt(Correlator other) {
    latestArrival = Math.max(latestArrival, other.latestArrival);
    droppedGroups += other.droppedGroups;
    droppedEntries += other.droppedEntries;
    ungrouped += other.ungrouped;
    for (int i = 0; i < other.rules.size(); i++) {
      int own = indexOf(other.rules.get(i).key());
      if (own >= 0) {
        groups.get(own).putAll(other.groups.get(i));
        entries += other.groups.get(i).values().stream().mapToInt(g -> g.window().size()).sum();
      }
    }
  }

  int indexOf(String key) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** What is held and what was lost so far. */
  public CorrelationStats stats() {
    long count = groups.stream().mapToLong(Map::size).sum();
    return new CorrelationStats(count, entries, droppedGroups, droppedEntries, ungrouped);
  }

  /** All that is held, to be put back by {@link #restore}; see {@link CorrelationState}. */
  public byte[] save() {
    List<CorrelationState.OfRule> saved = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      saved.add(new CorrelationState.OfRule(rules.get(i).key(), groups.get(i)));
    }
    return CorrelationState.write(latestArrival, saved);
  }

  /**
   * Puts back what {@link #save} gave, as far as the rules are still the same. Whatever is held now
   * is forgotten.
   *
   * @throws IllegalArgumentException when {@code state} is damaged or of an unknown version
   */
  public void restore(byte[] state) {
    groups.forEach(Map::clear);
    entries = 0;
    latestArrival =
        CorrelationState.read(
            state,
            key -> {
              int index = indexOf(key);
              return index < 0 ? null : rules.get(index);
            },
            (key, groupKey, group) -> {
              groups.get(indexOf(key)).put(groupKey, group);
              entries += group.window().size();
            });
  }
}
