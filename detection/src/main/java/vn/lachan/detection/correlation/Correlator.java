package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

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
 *
 * <p>A match costs the rules that look at it, however many others there are. In each of them it
 * costs the matches that came late around it, at most those of two timespans of its group.
 */
public final class Correlator {
  private static final int MAX_CHAIN = 20;
  private static final long MOST_TIME = 1L << 60;

  private final List<CorrelationRule> rules;
  private final List<Plan> plans = new ArrayList<>();
  private final int firstNumber;
  private final int[][] dependents;
  private Groups groups;
  private Pages pages;
  private final Round round;
  private final Search search = new Search();
  private final BitSet pending = new BitSet();
  private Admission admission = Admission.ALL;

  /**
   * @param rules in such an order that a rule stands behind those it refers to; rule {@code i} has
   *     the number {@code firstNumber + i}
   */
  public Correlator(List<CorrelationRule> rules, int firstNumber, CorrelationLimits limits) {
    this.rules = List.copyOf(rules);
    this.firstNumber = firstNumber;
    this.dependents = dependents(rules, firstNumber);
    Fields fields = new Fields();
    for (int i = 0; i < rules.size(); i++) {
      boolean referred = dependents[firstNumber + i].length > 0;
      plans.add(Plan.of(rules.get(i), fields, this::groupBy, limits, referred));
    }
    ChangeLog log = new ChangeLog(limits.unsavedBytes());
    this.groups = new Groups(limits, log);
    groups.run(plans);
    this.pages = new Pages(groups, log, limits.savedSlice());
    this.round = new Round(fields, firstNumber + rules.size());
  }

  private static int[][] dependents(List<CorrelationRule> rules, int firstNumber) {
    List<List<Integer>> found = new ArrayList<>();
    for (int i = 0; i < firstNumber + rules.size(); i++) {
      found.add(new ArrayList<>());
    }
    for (int i = 0; i < rules.size(); i++) {
      for (int source : rules.get(i).sources()) {
        found.get(source).add(i);
      }
    }
    return found.stream()
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private List<String> groupBy(int number) {
    return number < firstNumber ? List.of() : rules.get(number - firstNumber).rule().groupBy();
  }

  /** Takes the matches of one event and gives the rules that it completes, in their order. */
  public List<Hit> accept(Match match) {
    return accept(match, Admission.ALL);
  }

  /** The same with that part of the match that is meant for this correlator. */
  public List<Hit> accept(Match match, Admission part) {
    admission = part;
    Groups.Totals totals = groups.totals();
    totals.latestArrival = Math.max(totals.latestArrival, bounded(match.arrived()));
    boolean begun = false;
    for (int rule : match.rules()) {
      if (dependents[rule].length > 0) {
        if (!begun) {
          round.begin(match, bounded(match.time()), totals.latestArrival);
          begun = true;
        }
        round.matched(rule);
        follow(rule);
      }
    }
    if (!begun) {
      return List.of();
    }
    List<Hit> hits = new ArrayList<>();
    for (int i = pending.nextSetBit(0); i >= 0; i = pending.nextSetBit(i + 1)) {
      pending.clear(i);
      accept(i, match, hits);
    }
    return hits;
  }

  /** A value to group by as it is kept: one that is too long is kept by its hash. */
  public static String groupValue(String text) {
    return Round.bounded(text);
  }

  /** Leaves room for sums of times. */
  private static long bounded(long time) {
    return Math.clamp(time, -MOST_TIME, MOST_TIME);
  }

  private void follow(int number) {
    for (int dependent : dependents[number]) {
      pending.set(dependent);
    }
  }

  private void accept(int index, Match match, List<Hit> hits) {
    if (!admission.admits(index)) {
      return;
    }
    Plan plan = plans.get(index);
    int[] sources = plan.sources();
    for (int position = 0; position < sources.length; position++) {
      int source = sources[position];
      if (plan.temporal() ? round.holds(source) : round.hits(source)) {
        accept(index, position, match, hits);
      }
    }
  }

  private void accept(int index, int position, Match match, List<Hit> hits) {
    Plan plan = plans.get(index);
    String[] key = round.key(plan, position);
    Object value = key == null ? null : round.looked(plan, position);
    if (key == null || value == null) {
      groups.totals().ungrouped++;
      return;
    }
    if (!admission.admits(index, key)) {
      return;
    }
    Entry entry = round.entry(position, value, round.chain(plan.sources()[position]));
    Lane lane = groups.lanes().get(index);
    int hash = lane.hash(key);
    Group group = groups.live(lane, key, hash);
    boolean fresh = group == null;
    if (group == null) {
      group = new Group(lane, key, hash);
    } else if (group.holds(entry, plan.temporal())) {
      return;
    }
    int at = groups.add(group, entry, fresh);
    Search.Found found = search.find(group, at);
    if (found != null) {
      found(plan, group, found, match, hits);
    }
    groups.trim(group);
  }

  private void found(Plan plan, Group group, Search.Found found, Match match, List<Hit> hits) {
    Search.Satisfied open = found.open();
    Search.Satisfied named = open == null ? found.holding() : open;
    List<String> ids =
        group.eventIds(named.from(), named.until(), open == null ? MAX_CHAIN : Hit.MAX_EVENTS);
    if (plan.referred()) {
      List<String> chain = ids.subList(Math.max(0, ids.size() - MAX_CHAIN), ids.size());
      int number = firstNumber + group.lane().rule();
      round.correlated(number, group.key(), List.copyOf(chain), open != null);
      follow(number);
    }
    if (open != null) {
      long until = group.time(open.until());
      groups.alerted(group, until);
      hits.add(
          new Hit(
              group.lane().rule(),
              List.of(group.key()),
              match.eventId(),
              group.time(open.from()),
              until,
              open.measured().stripTrailingZeros(),
              ids,
              open.until() - open.from() + 1));
    }
  }

  /**
   * Takes over what another correlator holds for rules that are the same here, and its limits. The
   * other one must not be used afterwards. Costs what is forgotten, not what is taken over.
   */
  public void adopt(Correlator other) {
    groups = other.groups;
    pages = other.pages;
    groups.run(plans);
  }

  /**
   * How a group stands.
   *
   * @param kept matches that are kept
   * @param measured what the rule measures, up to the latest match
   */
  public record Standing(int kept, BigDecimal measured) {}

  /** How the group with these values stands for a rule; empty when nothing is kept of it. */
  public Optional<Standing> standing(int index, List<String> key) {
    Group group = groups.find(groups.lanes().get(index), key.toArray(String[]::new));
    if (group == null || group.size() == 0) {
      return Optional.empty();
    }
    Measure measure = Measure.of(rules.get(index).rule());
    long last = group.time(group.size() - 1);
    for (int i = group.lowerBound(last - plans.get(index).span()); i < group.size(); i++) {
      measure.add(group.entry(i));
    }
    return Optional.of(new Standing(group.size(), measure.result(group.entry(group.size() - 1))));
  }

  /** What is held and what was lost so far. */
  public CorrelationStats stats() {
    return groups.stats();
  }

  /** How many matches were looked at so far to see whether rules hold: the cost that can grow. */
  public long steps() {
    return search.steps();
  }

  /** All that is held, to be put back by {@link #restore}. Takes the longer, the more is held. */
  public byte[] save() {
    return pages.everything();
  }

  /**
   * What changed since the last call, or all that is held when it is the first. Costs what changed
   * and a bounded slice of what did not.
   */
  public CorrelationPage changes() {
    return pages.next();
  }

  /**
   * Puts back what {@link #save} gave, or pages of {@link #changes} in their order, as far as the
   * rules are still the same. Whatever is held now is forgotten.
   *
   * @throws IllegalArgumentException when a page is damaged or of an unknown version
   */
  public void restore(List<byte[]> saved) {
    pages.read(saved);
  }

  /** The next page is number {@code page} + 1 and needs the pages from {@code neededFrom} on. */
  public void goOnAfter(long page, long neededFrom) {
    pages.goOnAfter(page, neededFrom);
  }
}
