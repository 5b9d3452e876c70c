package vn.lachan.detection.backtest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Findings;
import vn.lachan.detection.Moderation;
import vn.lachan.detection.Replay;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.events.Event;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;

/** One trial. Runs on one thread; may be read and cancelled from any. */
final class BacktestRun implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(BacktestRun.class);

  private final String id;
  private final RuleSet rules;
  private final RuleInfo rule;
  private final Moderation decisions;
  private final TimeRange range;
  private final OrganizationScope scope;
  private final String by;
  private final EventStore store;
  private final BacktestSettings settings;
  private final Clock clock;
  private final Instant created;
  private final List<String> queries;
  private final BacktestFindings findings;
  private volatile boolean cancelled;
  private Backtest.State state = Backtest.State.WAITING;
  private Instant reached;
  private long events;
  private long read;
  private long matched;
  private long raised;
  private long folded;
  private boolean decided;
  private Backtest.@Nullable Cut cut;
  private String problem = "";
  private long started;
  private long took;

  BacktestRun(
      String id,
      RuleSet rules,
      RuleInfo rule,
      Moderation decisions,
      TimeRange range,
      OrganizationScope scope,
      String by,
      EventStore store,
      BacktestSettings settings,
      Clock clock) {
    this.id = id;
    this.rules = rules.only(List.of(rule.id()));
    this.rule = rule;
    this.decisions = decisions;
    this.range = range;
    this.scope = scope;
    this.by = by;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
    this.created = clock.instant();
    this.reached = range.from();
    RuleQuery query = new RuleQuery(LogSources.standard());
    this.queries = rules.eventRules(rule.id()).stream().map(query::of).distinct().toList();
    this.findings = new BacktestFindings(settings, clock.getZone());
  }

  String id() {
    return id;
  }

  OrganizationScope scope() {
    return scope;
  }

  String by() {
    return by;
  }

  void cancel() {
    cancelled = true;
    end(Backtest.State.WAITING, Backtest.State.CANCELLED, "");
  }

  private synchronized boolean end(Backtest.State from, Backtest.State to, String why) {
    if (state != from) {
      return false;
    }
    state = to;
    problem = why;
    return true;
  }

  @Override
  public void run() {
    if (!end(Backtest.State.WAITING, Backtest.State.RUNNING, "")) {
      return;
    }
    synchronized (this) {
      started = System.nanoTime();
    }
    try {
      walk();
      end(Backtest.State.RUNNING, cancelled ? Backtest.State.CANCELLED : Backtest.State.DONE, "");
    } catch (RuntimeException e) {
      LOG.warn("back-test {} of rule {} failed", id, rule.id(), e);
      end(Backtest.State.RUNNING, Backtest.State.FAILED, String.valueOf(e.getMessage()));
    } finally {
      synchronized (this) {
        took = System.nanoTime() - started;
      }
    }
  }

  private void walk() {
    long all = store.count(new EventQuery("*", range, scope));
    synchronized (this) {
      events = all;
    }
    Replay replay =
        new Replay(rules, clock, settings.correlation(), Replay.Arrival.WHEN_IT_HAPPENED);
    Replay moderated = moderated();
    HistoryWalk walk =
        new HistoryWalk(store, scope, HistoryWalk.Order.HAPPENED, settings.eventsAtOnce());
    walk.walk(
        queries,
        range.from().minus(lookBack()),
        range.to(),
        (found, until) -> look(replay, moderated, found, until));
  }

  /** The same rule under the decisions of people; null when none of them is about it. */
  private synchronized @Nullable Replay moderated() {
    decided = decisions.concerns(rules);
    return decided
        ? new Replay(
            rules, decisions, clock, settings.correlation(), Replay.Arrival.WHEN_IT_HAPPENED)
        : null;
  }

  /** What a correlation and its suppression must have seen before the first event that counts. */
  private Duration lookBack() {
    Duration longest = Duration.ZERO;
    for (SigmaCorrelation correlation : rules.correlations(rule.id())) {
      longest = longest.plus(correlation.timespan());
    }
    Duration window = decisions.longestWindow(rules);
    return longest.compareTo(window) < 0 ? window : longest;
  }

  private synchronized boolean look(
      Replay replay, @Nullable Replay moderated, List<Event> found, Instant until) {
    for (Event event : found) {
      long before = replay.matched();
      List<Alert> alerts = replay.evaluate(event);
      Findings remaining = moderated == null ? Findings.NONE : moderated.examine(event);
      if (event.timestamp().isBefore(range.from())) {
        continue;
      }
      read++;
      matched += replay.matched() - before;
      for (Alert alert : alerts) {
        if (isOwn(alert)) {
          findings.add(alert);
        }
      }
      raised += remaining.alerts().stream().filter(this::isOwn).count();
      folded += remaining.more().stream().filter(more -> more.ruleId().equals(rule.id())).count();
      if (stop()) {
        reached = event.timestamp();
        return false;
      }
    }
    reached = until.isBefore(range.from()) ? range.from() : until;
    return !stop();
  }

  private boolean isOwn(Alert alert) {
    return alert.ruleId().equals(rule.id());
  }

  /** How many alerts the exemptions would have held back. */
  private long hidden() {
    return decided ? Math.max(0, findings.alerts() - raised - folded) : 0;
  }

  private boolean stop() {
    if (cut == null) {
      if (read >= settings.maxEvents()) {
        cut = Backtest.Cut.EVENTS;
      } else if (findings.alerts() >= settings.maxAlerts()) {
        cut = Backtest.Cut.ALERTS;
      } else if (System.nanoTime() - started > settings.maxTime().toNanos()) {
        cut = Backtest.Cut.TIME;
      }
    }
    return cancelled || cut != null;
  }

  synchronized Backtest.State state() {
    return state;
  }

  synchronized Backtest snapshot() {
    long nanos = state == Backtest.State.RUNNING ? System.nanoTime() - started : took;
    return new Backtest(
        id,
        rule.id(),
        rule.version(),
        rule.title(),
        range.from(),
        range.to(),
        created,
        by,
        state,
        reached,
        events,
        read,
        matched,
        findings.alerts(),
        hidden(),
        folded,
        cut,
        problem,
        findings.days(),
        findings.top(),
        findings.samples(),
        findings.perDay(range.from(), reached),
        queries,
        Duration.ofNanos(nanos));
  }
}
