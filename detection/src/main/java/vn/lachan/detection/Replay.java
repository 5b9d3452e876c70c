package vn.lachan.detection;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.detection.correlation.Hit;
import vn.lachan.events.Event;

/**
 * Runs rules over events of the past, beside the stream: the alerts are those that a {@link
 * Detector} with these rules would have raised, under the same ids, without a flood guard. For one
 * thread.
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
  private final Clock clock;
  private final Arrival arrival;
  private long evaluated;
  private long matched;

  /**
   * @param clock gives {@link Alert#detected()} and the zone in which rules read the hour
   */
  public Replay(RuleSet rules, Clock clock, CorrelationLimits limits, Arrival arrival) {
    this.engine = new Engine(rules, new Limits(Integer.MAX_VALUE, limits, false));
    this.writer = new AlertWriter(rules, engine.matcher(), clock);
    this.clock = clock;
    this.arrival = arrival;
  }

  /** The alerts that {@code event} raises: of single events first, then of correlations. */
  public List<Alert> evaluate(Event event) {
    evaluated++;
    EventSource source = new EventSource(event, clock.getZone());
    long time = event.timestamp().toEpochMilli();
    long arrived =
        switch (arrival) {
          case AS_STORED -> event.ingested().toEpochMilli();
          case WHEN_IT_HAPPENED -> time;
        };
    Engine.Outcome outcome = engine.evaluate(source, event.id(), time, arrived);
    if (outcome.matched().isEmpty()) {
      return List.of();
    }
    matched++;
    List<Alert> raised = new ArrayList<>();
    for (int number : outcome.matched()) {
      if (!engine.rules().info(number).silent()) {
        raised.add(writer.of(number, event, source));
      }
    }
    for (Hit hit : outcome.hits()) {
      int number = engine.number(hit);
      if (!engine.rules().info(number).silent()) {
        raised.add(writer.of(number, hit, event, source));
      }
    }
    return raised;
  }

  /** Events seen. */
  public long evaluated() {
    return evaluated;
  }

  /** Events that fitted some rule, silent ones included. */
  public long matched() {
    return matched;
  }
}
