package vn.lachan.detection;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.detection.correlation.Hit;
import vn.lachan.events.Event;

/**
 * Runs rules over events of the past, beside the stream: the alerts are those that a {@link
 * Detector} with these rules and decisions would have raised, under the same ids, without a flood
 * guard. What it hides or folds is counted here and nowhere else. For one thread.
 */
public final class Replay {

  /** When an event counts as received. */
  public enum Arrival {
    /** As stored: what the stream saw, in the order of {@link Event#ingested()}. */
    AS_STORED,
    /** When it happened: what a stream without delays would have seen, in the order of time. */
    WHEN_IT_HAPPENED
  }

  private final Engine engine;
  private final AlertWriter writer;
  private final Moderator moderator;
  private final Clock clock;
  private final Arrival arrival;
  private long evaluated;
  private long matched;
  private long hidden;

  /** The same without decisions of people. */
  public Replay(RuleSet rules, Clock clock, CorrelationLimits limits, Arrival arrival) {
    this(rules, Moderation.ignoring(rules), clock, limits, arrival);
  }

  /**
   * @param moderation decisions of people that are followed
   * @param clock gives {@link Alert#detected()} and the zone in which rules read the hour
   */
  public Replay(
      RuleSet rules,
      Moderation moderation,
      Clock clock,
      CorrelationLimits limits,
      Arrival arrival) {
    this.engine = new Engine(rules, new Limits(Integer.MAX_VALUE, limits, false));
    this.writer = new AlertWriter(rules, engine.matcher(), clock);
    this.moderator = new Moderator(moderation, rules, new HiddenEvents(), new FoldedAlerts());
    this.clock = clock;
    this.arrival = arrival;
  }

  /** The alerts that {@code event} raises: of single events first, then of correlations. */
  public List<Alert> evaluate(Event event) {
    return examine(event).alerts();
  }

  /** The alerts that {@code event} raises, and those that it adds to. */
  public Findings examine(Event event) {
    evaluated++;
    EventSource source = new EventSource(event, clock.getZone());
    Instant received =
        switch (arrival) {
          case AS_STORED -> event.ingested();
          case WHEN_IT_HAPPENED -> event.timestamp();
        };
    Moderator.Look look = moderator.look(event, source, received);
    Engine.Outcome outcome =
        engine.evaluate(
            source,
            event.id(),
            event.timestamp().toEpochMilli(),
            received.toEpochMilli(),
            number -> counts(look, number));
    if (outcome.matched().isEmpty()) {
      return Findings.NONE;
    }
    matched++;
    List<Alert> raised = new ArrayList<>();
    List<More> more = new ArrayList<>();
    for (int number : outcome.matched()) {
      if (!engine.rules().info(number).silent()) {
        Alert alert = writer.of(number, event, source);
        raise(alert, received, field -> text(source, field), raised, more);
      }
    }
    for (Hit hit : outcome.hits()) {
      int number = engine.number(hit);
      if (!engine.rules().info(number).silent() && counts(look, number)) {
        Alert alert = writer.of(number, hit, event, source);
        raise(alert, received, field -> grouped(hit, source, field), raised, more);
      }
    }
    return new Findings(raised, more);
  }

  private boolean counts(Moderator.Look look, int number) {
    boolean counts = look.counts(number);
    hidden += counts ? 0 : 1;
    return counts;
  }

  private void raise(
      Alert alert,
      Instant received,
      Function<String, @Nullable String> values,
      List<Alert> raised,
      List<More> more) {
    More folded = moderator.fold(alert, received, values);
    if (folded == null) {
      moderator.raised(alert, received, values);
      raised.add(alert);
    } else {
      more.add(folded);
    }
  }

  private @Nullable String text(EventSource source, String field) {
    return Engine.text(engine.matcher().value(source, field));
  }

  private @Nullable String grouped(Hit hit, EventSource source, String field) {
    int position = engine.rules().correlations().get(hit.rule()).rule().groupBy().indexOf(field);
    return position >= 0 ? hit.group().get(position) : text(source, field);
  }

  /** Events seen. */
  public long evaluated() {
    return evaluated;
  }

  /** Events that fitted some rule and counted, silent ones included. */
  public long matched() {
    return matched;
  }

  /** Matches, of single events or of correlations, that an exemption held back. */
  public long hidden() {
    return hidden;
  }
}
