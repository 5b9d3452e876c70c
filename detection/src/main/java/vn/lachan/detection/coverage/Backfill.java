package vn.lachan.detection.coverage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Findings;
import vn.lachan.detection.Moderation;
import vn.lachan.detection.More;
import vn.lachan.detection.Replay;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.backtest.HistoryWalk;
import vn.lachan.detection.backtest.RuleQuery;
import vn.lachan.detection.match.LogSources;
import vn.lachan.detection.sigma.SigmaCorrelation;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;

/**
 * Looks at the events of gaps again, one gap at a time, more slowly than the stream and only while
 * the stream has nothing to do. Alerts get the ids that the stream would have given them, so that a
 * gap may be filled twice.
 *
 * <p>A correlation starts two timespans before its gap, so that its windows are filled, and goes on
 * one timespan behind it, because a window may reach over the end; therefore such a gap waits until
 * that time has passed. When an attack went on for longer than two timespans before the gap, its
 * alert may come at another event than in the stream. For one thread; {@link #start} makes one.
 */
public final class Backfill implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private final EventStore store;
  private final GapLedger ledger;
  private final Supplier<RuleSet> rules;
  private final Function<Instant, Moderation> decisions;
  private final Sink sink;
  private final BooleanSupplier streamBusy;
  private final BackfillSettings settings;
  private final Clock clock;
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * Takes what was found: alerts, and earlier alerts that stand for more; what it knows already
   * changes nothing.
   */
  @FunctionalInterface
  public interface Sink {
    void queue(Findings found);
  }

  /** What one gap gave. */
  private static final class Tally {
    private long events;
    private long alerts;
    private long withheld;
    private long hidden;
    private long folded;
    private final List<String> failed = new ArrayList<>();
  }

  /**
   * @param rules those that run now
   * @param decisions those of people, with the exemptions that held at the given time or later
   * @param streamBusy whether the stream has work; nothing is done meanwhile
   */
  public Backfill(
      EventStore store,
      GapLedger ledger,
      Supplier<RuleSet> rules,
      Function<Instant, Moderation> decisions,
      Sink sink,
      BooleanSupplier streamBusy,
      BackfillSettings settings,
      Clock clock) {
    this.store = store;
    this.ledger = ledger;
    this.rules = rules;
    this.decisions = decisions;
    this.sink = sink;
    this.streamBusy = streamBusy;
    this.settings = settings;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("backfill").daemon(true).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    while (!stopping) {
      boolean worked = false;
      try {
        worked = !streamBusy.getAsBoolean() && fillNext();
      } catch (RuntimeException e) {
        LOG.error("a gap could not be filled", e);
      }
      if (!worked) {
        LockSupport.parkNanos(settings.pause().toNanos());
      }
    }
  }

  /** Fills the oldest gap whose time has come; returns whether there was one. */
  public boolean fillNext() {
    RuleSet now = rules.get();
    for (Gap gap : ledger.waiting()) {
      List<RuleInfo> affected = affected(now, gap);
      if (!affected.isEmpty() && isDue(now, gap, affected)) {
        fill(now, gap, affected);
        return true;
      }
    }
    return false;
  }

  /** The rules to run: those of the gap that run now. */
  private static List<RuleInfo> affected(RuleSet now, Gap gap) {
    return now.rules().stream()
        .filter(rule -> !rule.silent())
        .filter(rule -> gap.ruleId().isEmpty() || rule.id().equals(gap.ruleId()))
        .toList();
  }

  private boolean isDue(RuleSet now, Gap gap, List<RuleInfo> affected) {
    Duration longest =
        affected.stream()
            .map(rule -> span(now, rule))
            .max(java.util.Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return gap.to().plus(longest).plus(SETTLED).isBefore(clock.instant());
  }

  private static Duration span(RuleSet now, RuleInfo rule) {
    return now.correlations(rule.id()).stream()
        .map(SigmaCorrelation::timespan)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private void fill(RuleSet now, Gap gap, List<RuleInfo> affected) {
    ledger.put(gap.moved(Gap.State.FILLING, clock.instant(), ""));
    Tally tally = new Tally();
    for (RuleInfo rule : affected) {
      try {
        if (!fill(now, gap, rule, tally)) {
          ledger.put(gap.moved(Gap.State.OPEN, clock.instant(), ""));
          return;
        }
      } catch (RuntimeException e) {
        LOG.warn("gap {} of rule {} could not be filled", gap.id(), rule.id(), e);
        tally.failed.add(rule.id() + ": " + e.getMessage());
      }
    }
    Gap.State state = tally.failed.isEmpty() ? Gap.State.FILLED : Gap.State.FAILED;
    ledger.put(
        gap.found(
                new Gap.Found(
                    tally.events, tally.alerts, tally.withheld, tally.hidden, tally.folded))
            .moved(state, clock.instant(), String.join("; ", tally.failed)));
    LOG.info(
        "gap {} of rule {} from {} to {}: {}, {} events, {} alerts, {} hidden, {} folded",
        gap.id(),
        gap.ruleId(),
        gap.from(),
        gap.to(),
        state,
        tally.events,
        tally.alerts,
        tally.hidden,
        tally.folded);
  }

  /** Returns whether it came to the end. */
  private boolean fill(RuleSet now, Gap gap, RuleInfo rule, Tally tally) {
    RuleSet only = now.only(List.of(rule.id()));
    Duration span = span(now, rule);
    RuleQuery query = new RuleQuery(LogSources.standard());
    List<String> queries = only.eventRules(rule.id()).stream().map(query::of).distinct().toList();
    Moderation held = decisions.apply(gap.from()).reachingBack(clock.instant());
    Replay replay = new Replay(only, held, clock, settings.correlation(), Replay.Arrival.AS_STORED);
    Duration before = span.isZero() ? span : span.multipliedBy(2).plus(settings.lateness());
    Duration window = held.longestWindow(only);
    before = before.compareTo(window) < 0 ? window : before;
    HistoryWalk walk =
        new HistoryWalk(
            store, OrganizationScope.PROVINCE, HistoryWalk.Order.RECEIVED, settings.eventsAtOnce());
    return walk.walk(
        queries,
        gap.from().minus(before),
        gap.to().plus(span),
        (events, _) -> {
          look(gap, rule, replay, events, tally);
          return goOn(events.size());
        });
  }

  private void look(Gap gap, RuleInfo rule, Replay replay, List<Event> events, Tally tally) {
    List<Alert> found = new ArrayList<>();
    Map<String, More> more = new LinkedHashMap<>();
    for (Event event : events) {
      tally.events++;
      long hidden = replay.hidden();
      Findings findings = replay.examine(event);
      if (event.ingested().isBefore(gap.from())) {
        continue;
      }
      tally.hidden += replay.hidden() - hidden;
      for (More one : findings.more()) {
        if (one.ruleId().equals(rule.id())) {
          tally.folded++;
          more.put(one.alertId(), one);
        }
      }
      for (Alert alert : findings.alerts()) {
        if (alert.ruleId().equals(rule.id())) {
          tally.alerts++;
          if (tally.alerts > settings.alertsPerGap()) {
            tally.withheld++;
          } else {
            found.add(alert);
          }
        }
      }
    }
    if (!found.isEmpty() || !more.isEmpty()) {
      sink.queue(new Findings(found, List.copyOf(more.values())));
    }
  }

  /** Waits so long that the bound is kept and the stream has nothing to do. */
  private boolean goOn(int events) {
    long nanos = events * 1_000_000_000L / settings.eventsPerSecond();
    LockSupport.parkNanos(nanos);
    while (!stopping && streamBusy.getAsBoolean()) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    return !stopping;
  }

  /** The gap, made to wait again; empty when there is none. */
  public Optional<Gap> ask(String gapId) {
    Optional<Gap> asked = ledger.ask(gapId);
    LockSupport.unpark(thread);
    return asked;
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
