package vn.lachan.detection.backtest;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import vn.lachan.detection.Moderation;
import vn.lachan.detection.ProblemText;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.backtest.BacktestRefusedException.Reason;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;

/**
 * Runs trials of rules on the history of the store, in the background and only a few at once.
 * Results are kept in memory, the latest ones only. Safe for use by several threads.
 */
public final class Backtests implements AutoCloseable {
  private final EventStore store;
  private final BacktestSettings settings;
  private final Supplier<Moderation> decisions;
  private final Clock clock;
  private final ExecutorService threads;
  private final SequencedMap<String, BacktestRun> runs = new LinkedHashMap<>();
  private long started;

  /**
   * Numbers for metrics.
   *
   * @param started trials since the start
   * @param waiting trials that wait for their turn
   * @param running trials that run
   */
  public record Stats(long started, int waiting, int running) {}

  /**
   * @param decisions those of people at this moment
   */
  public Backtests(
      EventStore store, BacktestSettings settings, Supplier<Moderation> decisions, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.decisions = decisions;
    this.clock = clock;
    this.threads =
        Executors.newFixedThreadPool(
            settings.atOnce(), Thread.ofPlatform().name("backtest-", 0).daemon(true).factory());
  }

  /**
   * Starts a trial of the last rule of {@code text} (a correlation, if there is one). Nothing of it
   * is added to the rules that run.
   *
   * @throws BacktestRefusedException when no rule of it can be run, or as {@link #start}
   */
  public Backtest start(String text, TimeRange range, OrganizationScope scope, String by) {
    RuleSet rules = RuleSet.parse("thử.yml", text);
    if (rules.rules().isEmpty()) {
      String why =
          rules.rejected().isEmpty()
              ? ProblemText.of("no rule in the text").vietnamese()
              : "dòng "
                  + rules.rejected().getFirst().line()
                  + ": "
                  + ProblemText.of(rules.rejected().getFirst().reason()).vietnamese();
      throw new BacktestRefusedException(Reason.NO_RULE, why);
    }
    return start(rules, rules.rules().getLast(), range, scope, by);
  }

  /**
   * Starts a trial of a rule.
   *
   * @param rules the set that holds the rule and what it refers to
   * @param scope what events it may see
   * @param by account that asks
   * @throws BacktestRefusedException when the stretch is too long or too many trials wait
   */
  public synchronized Backtest start(
      RuleSet rules, RuleInfo rule, TimeRange range, OrganizationScope scope, String by) {
    Duration length = Duration.between(range.from(), range.to());
    if (length.compareTo(settings.longestRange()) > 0) {
      throw new BacktestRefusedException(
          Reason.RANGE, "at most " + settings.longestRange().toDays() + " days of history");
    }
    if (stats().waiting() >= settings.waiting()) {
      throw new BacktestRefusedException(Reason.BUSY, stats().waiting() + " trials wait already");
    }
    BacktestRun run =
        new BacktestRun(
            UUID.randomUUID().toString(),
            rules,
            rule,
            decisions.get().current(clock.instant()),
            range,
            scope,
            by,
            store,
            settings,
            clock);
    runs.put(run.id(), run);
    started++;
    forgetOldest();
    threads.execute(run);
    return run.snapshot();
  }

  private void forgetOldest() {
    List<String> over =
        runs.values().stream().filter(run -> run.state().isOver()).map(BacktestRun::id).toList();
    for (int i = 0; i < over.size() && runs.size() > settings.kept(); i++) {
      runs.remove(over.get(i));
    }
  }

  /** The trial, if whoever asks may see all that it saw. */
  public synchronized Optional<Backtest> find(String id, OrganizationScope scope) {
    return Optional.ofNullable(runs.get(id))
        .filter(run -> mayRead(run, scope))
        .map(BacktestRun::snapshot);
  }

  /** All trials that may be read, the newest first. */
  public synchronized List<Backtest> all(OrganizationScope scope) {
    List<Backtest> result = new ArrayList<>();
    for (Map.Entry<String, BacktestRun> run : runs.reversed().entrySet()) {
      if (mayRead(run.getValue(), scope)) {
        result.add(run.getValue().snapshot());
      }
    }
    return result;
  }

  private static boolean mayRead(BacktestRun run, OrganizationScope scope) {
    return switch (scope) {
      case OrganizationScope.Province() -> true;
      case OrganizationScope.Units(var codes) ->
          run.scope() instanceof OrganizationScope.Units(var seen) && codes.containsAll(seen);
    };
  }

  /** Stops a trial as soon as possible; what it has found stays readable. */
  public synchronized Optional<Backtest> cancel(String id, OrganizationScope scope) {
    Optional<BacktestRun> found =
        Optional.ofNullable(runs.get(id)).filter(run -> mayRead(run, scope));
    found.ifPresent(BacktestRun::cancel);
    return found.map(BacktestRun::snapshot);
  }

  public synchronized Stats stats() {
    List<Backtest.State> states = runs.values().stream().map(BacktestRun::state).toList();
    return new Stats(
        started,
        (int) states.stream().filter(state -> state == Backtest.State.WAITING).count(),
        (int) states.stream().filter(state -> state == Backtest.State.RUNNING).count());
  }

  /** Cancels all trials. */
  @Override
  public void close() {
    synchronized (this) {
      runs.values().forEach(BacktestRun::cancel);
    }
    threads.shutdownNow();
  }
}
