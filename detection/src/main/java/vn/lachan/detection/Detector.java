package vn.lachan.detection;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.baseline.BaselineStats;
import vn.lachan.detection.baseline.Deviation;
import vn.lachan.detection.correlation.Admission;
import vn.lachan.detection.correlation.CorrelationStats;
import vn.lachan.detection.correlation.Hit;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.detection.match.LogSources;
import vn.lachan.events.Event;

/**
 * Raises alerts for events.
 *
 * <p>Events are given in the order in which they were ingested, by one thread. The same events and
 * the same rules give alerts with the same ids; an event that is given again raises its alerts of
 * single events again (with the same ids) and does not count twice in a correlation.
 *
 * <p>All methods may be called from any thread; they wait for each other.
 */
public final class Detector {
  private final Clock clock;
  private final Limits limits;
  private final FloodGuard flood;
  private final Map<String, RuleCounters> byRule = new HashMap<>();
  private final HiddenEvents hidden = new HiddenEvents();
  private final FoldedAlerts folded = new FoldedAlerts();
  private final DetectorState state;
  private final ReentrantLock replacing = new ReentrantLock();
  private Engine engine;
  private AlertWriter writer;
  private Moderator moderator;
  private long evaluated;
  private long earlierCandidates;
  private long matches;
  private long alerts;
  private long suppressed;
  private long strangers;
  private @Nullable Event last;

  /**
   * @param clock gives {@link Alert#detected()}; its zone is the one in which rules read the hour
   *     of {@code @timestamp}
   */
  public Detector(RuleSet rules, Clock clock, Limits limits) {
    this(rules, Moderation.NONE, clock, limits);
  }

  /** The same, with what people decided about alerts. */
  public Detector(RuleSet rules, Moderation moderation, Clock clock, Limits limits) {
    this.clock = clock;
    this.limits = limits;
    this.flood = new FloodGuard(limits.alertsPerRulePerHour());
    this.state = new DetectorState(flood, folded, hidden);
    this.engine = new Engine(rules, limits, clock.getZone());
    this.writer = new AlertWriter(rules, engine.matcher(), clock);
    this.moderator = new Moderator(moderation, rules, hidden, folded);
  }

  /** The alerts that {@code event} raises: of single events first, then of correlations. */
  public List<Alert> evaluate(Event event) {
    return examine(event).alerts();
  }

  /** The alerts that {@code event} raises, and those that it adds to. */
  public synchronized Findings examine(Event event) {
    EventSource source = new EventSource(event, clock.getZone());
    return examine(event, source, source, new Part(_ -> true, _ -> true, Admission.ALL));
  }

  /**
   * The same for one that is divided: the rules that {@code match} fits are known, and only what
   * belongs to its unit and key is counted and raised here. Given all matches of its units and keys
   * in the order of ingest, and {@link #pass} in between, the detectors together raise the alerts
   * that one detector would raise, except that the flood guard, and suppression by fields that do
   * not divide the unit, count in each of them.
   *
   * <p>A match of rules that do not run here any more raises nothing and is counted.
   */
  public synchronized Findings examine(RoutedMatch match) {
    Units units = engine.units();
    Unit unit = units.find(match.unit());
    int[] found = known(match, unit);
    if (unit == null || found.length == 0) {
      strangers++;
      return Findings.NONE;
    }
    Event event = match.event();
    EventSource source = new EventSource(event, clock.getZone());
    return examine(
        event,
        source,
        new MatchedSource(source, found),
        new Part(
            unit.alerts()::get, number -> units.counts(number, unit), unit.admission(match.key())));
  }

  private int[] known(RoutedMatch match, @Nullable Unit unit) {
    Units units = engine.units();
    return match.rules().stream()
        .map(units::number)
        .filter(number -> number != null && unit != null && unit.matches().get(number))
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /** Whether rules of {@code match} run here, in the versions that it names. */
  public synchronized boolean knows(RoutedMatch match) {
    return known(match, engine.units().find(match.unit())).length > 0;
  }

  /**
   * What of an event is looked at here.
   *
   * @param alerting numbers of rules about single events that raise alerts
   * @param counting numbers of those whose matches are counted
   */
  private record Part(IntPredicate alerting, IntPredicate counting, Admission admission) {}

  /** Matches of rules that did not run here any more, or not yet. */
  public synchronized long strangers() {
    return strangers;
  }

  /**
   * Tells a detector that is divided what time it is: what has stayed away until now.
   *
   * @param received when the latest event was received of all that came before
   * @param working what the calendar says of it: true, false or empty
   */
  public synchronized Findings pass(Instant received, String working) {
    if (engine.baselines().isEmpty()) {
      return Findings.NONE;
    }
    List<Alert> raised = new ArrayList<>();
    List<More> more = new ArrayList<>();
    for (Deviation overdue : engine.pass(received.toEpochMilli(), working)) {
      Map<String, String> values = engine.values(overdue);
      Event.Builder about =
          Event.builder(overdue.trigger(), Instant.ofEpochMilli(overdue.until()), received);
      values.forEach(about::set);
      Event event = about.build();
      EventSource source = new EventSource(event, clock.getZone());
      Raised here = new Raised(event, raised, more);
      overdue(overdue, here);
      for (Hit hit : engine.hits(overdue)) {
        hit(hit, event, source, here);
      }
    }
    return new Findings(raised, more);
  }

  private void overdue(Deviation overdue, Raised raised) {
    RuleCounters counters = count(overdue.rule(), raised.event());
    if (!engine.rules().info(overdue.rule()).silent()) {
      Map<String, String> values = engine.values(overdue);
      raise(writer.of(overdue, values), counters, values::get, raised);
    }
  }

  private void hit(Hit hit, Event event, EventSource source, Raised raised) {
    int number = engine.number(hit);
    RuleCounters counters = count(number, event);
    if (!engine.rules().info(number).silent()) {
      raise(
          writer.of(number, hit, event, source),
          counters,
          field -> grouped(hit, source, field),
          raised);
    }
  }

  private Findings examine(Event event, EventSource source, FieldSource matched, Part part) {
    evaluated++;
    last = event;
    Moderator.Look look = moderator.look(event, source, event.ingested());
    Engine.Outcome outcome =
        engine.evaluate(
            matched,
            event.id(),
            event.timestamp().toEpochMilli(),
            event.ingested().toEpochMilli(),
            look::counts,
            part.admission());
    if (outcome.matched().isEmpty() && outcome.deviations().isEmpty()) {
      return Findings.NONE;
    }
    Raised raised = new Raised(event, new ArrayList<>(), new ArrayList<>());
    outcome.overdue().forEach(overdue -> overdue(overdue, raised));
    for (int number : outcome.matched()) {
      RuleCounters counters =
          part.counting().test(number) ? count(number, event) : counters(number);
      if (!engine.rules().info(number).silent() && part.alerting().test(number)) {
        Deviation deviation = outcome.deviation(number);
        Alert alert =
            deviation == null
                ? writer.of(number, event, source)
                : writer.of(deviation, event, source);
        raise(alert, counters, field -> text(source, field), raised);
      }
    }
    matches += outcome.matched().size();
    for (Hit hit : outcome.hits()) {
      if (look.counts(engine.number(hit))) {
        hit(hit, event, source, raised);
      }
    }
    return new Findings(raised.alerts(), raised.more());
  }

  /** What one event has given so far. */
  private record Raised(Event event, List<Alert> alerts, List<More> more) {}

  private @Nullable String text(EventSource source, String field) {
    return Engine.text(engine.matcher().value(source, field));
  }

  /** A value that the alert of a correlation is about: of its group, else of its last event. */
  private @Nullable String grouped(Hit hit, EventSource source, String field) {
    int position = engine.rules().correlations().get(hit.rule()).rule().groupBy().indexOf(field);
    return position >= 0 ? hit.group().get(position) : text(source, field);
  }

  private RuleCounters counters(int number) {
    return byRule.computeIfAbsent(engine.rules().info(number).id(), _ -> new RuleCounters());
  }

  private RuleCounters count(int number, Event event) {
    RuleCounters counters = counters(number);
    counters.matched(event);
    return counters;
  }

  private void raise(
      Alert alert,
      RuleCounters counters,
      Function<String, @Nullable String> values,
      Raised raised) {
    Event event = raised.event();
    More more = moderator.fold(alert, event.ingested(), values);
    if (more != null) {
      raised.more().add(more);
    } else if (flood.allows(alert.ruleId(), alert.id(), event.ingested().toEpochMilli())) {
      alerts++;
      counters.raised();
      moderator.raised(alert, event.ingested(), values);
      raised.alerts().add(alert);
    } else {
      suppressed++;
      counters.held();
    }
  }

  /** Runs other rules from the next event on; correlations that are the same keep their state. */
  public void replaceRules(RuleSet rules) {
    replace(rules, moderation());
  }

  /**
   * Runs other rules with other decisions from the next event on; correlations that are the same
   * keep their state. The rules are compiled for the kinds of events seen so far before any event
   * has to wait.
   */
  public void replace(RuleSet rules, Moderation moderation) {
    replacing.lock();
    try {
      Engine next = new Engine(rules, limits, clock.getZone());
      next.matcher().prepare(kindsOfEvents());
      take(next, moderation);
    } finally {
      replacing.unlock();
    }
  }

  private synchronized List<LogSources.Sources> kindsOfEvents() {
    return engine.matcher().seen();
  }

  private synchronized void take(Engine next, Moderation moderation) {
    next.correlator().adopt(engine.correlator());
    next.baselines().adopt(engine.baselines());
    earlierCandidates += engine.matcher().candidates();
    engine = next;
    writer = new AlertWriter(next.rules(), next.matcher(), clock);
    moderator = new Moderator(moderation, next.rules(), hidden, folded);
  }

  /** Follows other decisions from the next event on; the rules stay. */
  public synchronized void moderate(Moderation moderation) {
    moderator = new Moderator(moderation, engine.rules(), hidden, folded);
  }

  /** The decisions that are followed now. */
  public synchronized Moderation moderation() {
    return moderator.settings();
  }

  /** What was held back so far by the decisions of people. */
  public synchronized ModerationStats moderationStats() {
    return moderator.stats();
  }

  /** The rules that run now. */
  public synchronized RuleSet rules() {
    return engine.rules();
  }

  /**
   * Why a rule fits {@code event}, or why not; nothing is counted and no alert is raised. For a
   * correlation the windows are shown as they are now.
   *
   * @param rule id or name; empty comes back when no such rule runs
   */
  public synchronized Optional<Explanation> explain(String rule, Event event) {
    return new Explainer(engine).explain(rule, new EventSource(event, clock.getZone()));
  }

  /** Alerts held back so far by the flood guard, as in {@link #stats}. */
  public synchronized long suppressedAlerts() {
    return suppressed;
  }

  /** How many texts regular expressions left to RE2 since the rules were loaded. */
  public synchronized long textsLeftToRe2() {
    return engine.matcher().leftToRe2();
  }

  /** What correlations hold and have lost. */
  public synchronized CorrelationStats correlationStats() {
    return engine.correlator().stats();
  }

  /** What baselines hold and have lost. */
  public synchronized BaselineStats baselineStats() {
    return engine.baselines().stats();
  }

  /** What was done so far. */
  public synchronized DetectorStats stats() {
    Map<String, DetectorStats.OfRule> rules = new HashMap<>();
    byRule.forEach((id, counters) -> rules.put(id, counters.stats()));
    return new DetectorStats(
        evaluated,
        earlierCandidates + engine.matcher().candidates(),
        matches,
        alerts,
        suppressed,
        engine.correlator().stats(),
        engine.baselines().stats(),
        last == null ? null : last.timestamp(),
        last == null ? null : last.ingested(),
        rules);
  }

  /**
   * What must be kept beside the position in the stream of events: another detector that restores
   * it and sees the events from that position on (or from an earlier one) raises the same alerts.
   */
  public synchronized byte[] saveState() {
    return state.save(engine);
  }

  /**
   * Puts back what {@link #saveState()} gave; state of rules that are not the same any more is left
   * out.
   *
   * @throws IllegalArgumentException when {@code state} is damaged or of an unknown version
   */
  public synchronized void restoreState(byte[] state) {
    this.state.restore(state, engine);
  }

  /**
   * What changed since the last call, to be kept durably beside the position in the stream of
   * events and after the pages before it; all that is held when it is the first call or when too
   * much changed. Costs what changed and a bounded slice of what did not, however much is held.
   */
  public synchronized StatePage saveChanges() {
    return state.saveChanges(engine);
  }

  /**
   * Puts back pages of {@link #saveChanges()}: those that the last of them needs, in their order.
   * State of rules that are not the same any more is left out. The next page follows the last one.
   *
   * @throws IllegalArgumentException when there is no page, one is missing or damaged or of an
   *     unknown version
   */
  public synchronized void restoreState(List<StatePage> pages) {
    state.restore(pages, engine);
  }
}
