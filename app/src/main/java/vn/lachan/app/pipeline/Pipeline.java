package vn.lachan.app.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.RawLog;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Findings;
import vn.lachan.detection.More;
import vn.lachan.events.EcsField;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;
import vn.lachan.incidents.queue.AlertQueue;

/**
 * The whole product in reading order: log, event, alert, queue.
 *
 * <p>Rules see events in the order in which they were taken, each event once between two restores
 * of the detector's state. Storing and queueing are tried again until they succeed, because doing
 * them twice changes nothing. {@link #accept} is for one thread; {@link #parse} for any.
 */
public final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final Normalizer normalizer;
  private final EventStore events;
  private final Detector detector;
  private final FloodedRules flooded;
  private final AlertQueue queue;
  private final AlertListener listener;
  private final StreamWatcher watcher;
  private final ExecutorService workers;
  private final Clock clock;
  private final int parsers;
  private final Persistence persistence = new Persistence();
  private final LongAdder parsed = new LongAdder();
  private final LongAdder unparsed = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final LongAdder alerts = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicReference<Instant> lastIngested = new AtomicReference<>(Instant.EPOCH);

  /** Hears of alerts once they are in the queue. */
  public interface AlertListener {
    void queued(List<Alert> alerts);
  }

  public Pipeline(
      Normalizer normalizer,
      EventStore events,
      Detector detector,
      AlertQueue queue,
      AlertListener listener,
      StreamWatcher watcher,
      ExecutorService workers,
      int parsers,
      Clock clock) {
    this.normalizer = normalizer;
    this.events = events;
    this.detector = detector;
    this.flooded = new FloodedRules(detector);
    this.queue = queue;
    this.listener = listener;
    this.watcher = watcher;
    this.workers = workers;
    this.parsers = parsers;
    this.clock = clock;
  }

  /** Understands raw logs, several at a time; the events are in the order of the logs. */
  public List<Event> parse(List<RawLog> logs) {
    int share = Math.max(64, Math.ceilDiv(logs.size(), parsers));
    List<CompletableFuture<List<Event>>> shares = new ArrayList<>();
    for (int from = 0; from < logs.size(); from += share) {
      List<RawLog> part = logs.subList(from, Math.min(logs.size(), from + share));
      shares.add(CompletableFuture.supplyAsync(() -> normalize(part), workers));
    }
    List<Event> all = new ArrayList<>(logs.size());
    shares.forEach(part -> all.addAll(part.join()));
    return all;
  }

  /**
   * Stores {@code batch}, looks at it with the rules and queues what they found. Returns when all
   * of it is done.
   */
  public void accept(List<Event> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    CompletableFuture<Void> storing = storing(batch);
    List<Alert> all = new ArrayList<>();
    Map<String, More> folded = new LinkedHashMap<>();
    for (Event event : batch) {
      Findings findings = look(event);
      all.addAll(findings.alerts());
      findings.more().forEach(more -> folded.put(more.alertId(), more));
    }
    watcher.passed(batch);
    tellFlooded(flooded.since(), batch.getFirst().ingested(), batch.getLast().ingested());
    storing.join();
    queue(all, folded.values());
    lastIngested.set(batch.getLast().ingested());
  }

  /** Begins to store {@code batch}; is done when the store has it. */
  CompletableFuture<Void> storing(List<Event> batch) {
    return CompletableFuture.runAsync(() -> store(batch), workers);
  }

  /** The rules have looked at {@code batch}, elsewhere than in {@link #accept}. */
  void passed(List<Event> batch) {
    watcher.passed(batch);
    lastIngested.set(batch.getLast().ingested());
  }

  /** The flood guard held back alerts of these rules, elsewhere than in {@link #accept}. */
  void tellFlooded(Set<String> rules, Instant first, Instant last) {
    if (!rules.isEmpty()) {
      watcher.flooded(rules, first.isAfter(last) ? last : first, last);
    }
  }

  /** The rules failed on {@code event}, elsewhere than in {@link #accept}. */
  void failed(Event event, RuntimeException problem) {
    failures.increment();
    watcher.failed(event);
    LOG.error("the rules failed on event {}", event.id(), problem);
  }

  /** Stops trying again what does not succeed. */
  void giveUp() {
    persistence.stop();
  }

  /** Queues what people are to see; returns when the queue has it for good. */
  void queue(List<Alert> all, Collection<More> folded) throws InterruptedException {
    List<Alert> found = watcher.forPeople(all);
    if (!found.isEmpty()) {
      persistence.untilDone("the alert queue", () -> queue.add(found));
      alerts.add(found.size());
      listener.queued(found);
    }
    for (More more : folded) {
      persistence.untilDone(
          "the alert queue", () -> queue.more(more.alertId(), more.count(), more.last()));
    }
  }

  /** When the last event that was looked at had been received; the epoch before the first. */
  Instant lastIngested() {
    return lastIngested.get();
  }

  /** All that was received up to here is behind a checkpoint. */
  void checkpointed(Instant received) {
    watcher.checkpointed(received);
  }

  /** How the pipeline is doing. */
  public PipelineStats stats() {
    Instant last = lastIngested.get();
    return new PipelineStats(
        parsed.sum(),
        unparsed.sum(),
        stored.sum(),
        alerts.sum(),
        failures.sum(),
        last.equals(Instant.EPOCH) ? Duration.ZERO : Duration.between(last, clock.instant()),
        persistence.problem());
  }

  /** A rule that fails on one event must not keep the others from being looked at. */
  private Findings look(Event event) {
    try {
      return detector.examine(event);
    } catch (RuntimeException e) {
      failed(event, e);
      return new Findings(List.of(), List.of());
    }
  }

  private List<Event> normalize(List<RawLog> logs) {
    List<Event> result = new ArrayList<>(logs.size());
    for (RawLog log : logs) {
      Event event = normalizer.normalize(log);
      (isError(event) ? unparsed : parsed).increment();
      result.add(event);
    }
    return result;
  }

  private void store(List<Event> batch) {
    persistence.untilDoneUninterrupted("the event store", () -> events.append(batch));
    stored.add(batch.size());
  }

  private static boolean isError(Event event) {
    return "pipeline_error".equals(event.get(EcsField.EVENT_KIND));
  }
}
