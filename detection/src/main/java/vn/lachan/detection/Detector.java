package vn.lachan.detection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.correlation.Hit;
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
  private static final int MAGIC = 0x4c434453;
  private static final int VERSION = 1;

  private final Clock clock;
  private final Limits limits;
  private final FloodGuard flood;
  private final Map<String, Counters> byRule = new HashMap<>();
  private Engine engine;
  private AlertWriter writer;
  private long evaluated;
  private long earlierCandidates;
  private long matches;
  private long alerts;
  private long suppressed;
  private @Nullable Event last;

  private static final class Counters {
    private long matched;
    private long alerts;
    private long suppressed;
    private Instant lastMatched = Instant.MIN;
  }

  /**
   * @param clock gives {@link Alert#detected()}; its zone is the one in which rules read the hour
   *     of {@code @timestamp}
   */
  public Detector(RuleSet rules, Clock clock, Limits limits) {
    this.clock = clock;
    this.limits = limits;
    this.flood = new FloodGuard(limits.alertsPerRulePerHour());
    this.engine = new Engine(rules, limits);
    this.writer = new AlertWriter(rules, engine.matcher(), clock);
  }

  /** The alerts that {@code event} raises: of single events first, then of correlations. */
  public synchronized List<Alert> evaluate(Event event) {
    evaluated++;
    last = event;
    EventSource source = new EventSource(event, clock.getZone());
    Engine.Outcome outcome =
        engine.evaluate(
            source, event.id(), event.timestamp().toEpochMilli(), event.ingested().toEpochMilli());
    if (outcome.matched().isEmpty()) {
      return List.of();
    }
    List<Alert> raised = new ArrayList<>();
    for (int number : outcome.matched()) {
      Counters counters = count(number, event);
      if (!engine.rules().info(number).silent()) {
        raise(writer.of(number, event, source), event, counters, raised);
      }
    }
    matches += outcome.matched().size();
    for (Hit hit : outcome.hits()) {
      int number = engine.number(hit);
      Counters counters = count(number, event);
      if (!engine.rules().info(number).silent()) {
        raise(writer.of(number, hit, event, source), event, counters, raised);
      }
    }
    return List.copyOf(raised);
  }

  private Counters count(int number, Event event) {
    Counters counters =
        byRule.computeIfAbsent(engine.rules().info(number).id(), _ -> new Counters());
    counters.matched++;
    counters.lastMatched = event.timestamp();
    return counters;
  }

  private void raise(Alert alert, Event event, Counters counters, List<Alert> raised) {
    if (flood.allows(alert.ruleId(), alert.id(), event.ingested().toEpochMilli())) {
      alerts++;
      counters.alerts++;
      raised.add(alert);
    } else {
      suppressed++;
      counters.suppressed++;
    }
  }

  /** Runs other rules from the next event on; correlations that are the same keep their state. */
  public synchronized void replaceRules(RuleSet rules) {
    Engine next = new Engine(rules, limits);
    next.correlator().adopt(engine.correlator());
    earlierCandidates += engine.matcher().candidates();
    engine = next;
    writer = new AlertWriter(rules, next.matcher(), clock);
  }

  /** The rules that run now. */
  public synchronized RuleSet rules() {
    return engine.rules();
  }

  /** Alerts held back so far by the flood guard, as in {@link #stats}. */
  public synchronized long suppressedAlerts() {
    return suppressed;
  }

  /** What was done so far. */
  public synchronized DetectorStats stats() {
    Map<String, DetectorStats.OfRule> rules = new HashMap<>();
    byRule.forEach((id, counters) ->
        rules.put(
            id,
            new DetectorStats.OfRule(
                counters.matched, counters.alerts, counters.suppressed, counters.lastMatched)));
    return new DetectorStats(
        evaluated,
        earlierCandidates + engine.matcher().candidates(),
        matches,
        alerts,
        suppressed,
        engine.correlator().stats(),
        last == null ? null : last.timestamp(),
        last == null ? null : last.ingested(),
        rules);
  }

  /**
   * What must be kept beside the position in the stream of events: another detector that restores
   * it and sees the events from that position on (or from an earlier one) raises the same alerts.
   */
  public synchronized byte[] saveState() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      byte[] correlations = engine.correlator().save();
      out.writeInt(correlations.length);
      out.write(correlations);
      flood.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("detector state cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Puts back what {@link #saveState()} gave; state of rules that are not the same any more is left
   * out.
   *
   * @throws IllegalArgumentException when {@code state} is damaged or of an unknown version
   */
  public synchronized void restoreState(byte[] state) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      if (in.readInt() != MAGIC) {
        throw new IllegalArgumentException("not a detector state");
      }
      int version = in.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException("detector state has unknown version " + version);
      }
      byte[] correlations = in.readNBytes(in.readInt());
      engine.correlator().restore(correlations);
      flood.read(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("detector state is damaged", e);
    }
  }
}
