package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;
import vn.lachan.app.live.LiveFeed;
import vn.lachan.app.pipeline.Pipeline;
import vn.lachan.collector.Collector;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverStats;
import vn.lachan.collector.InputHealth;
import vn.lachan.detection.Detector;
import vn.lachan.detection.rulebook.ExemptionEntry;
import vn.lachan.detection.rulebook.RuleState;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.playbooks.PlaybookEngine;

/** Every limit and every stage as a number; names end in their unit. */
@Component
class PlatformMetrics implements MeterBinder {
  private final Collector collector;
  private final HandOver handOver;
  private final Pipeline pipeline;
  private final Detector detector;
  private final Rulebook rulebook;
  private final AlertQueue queue;
  private final PlaybookEngine playbooks;
  private final LiveFeed feed;

  PlatformMetrics(
      Collector collector,
      HandOver handOver,
      Pipeline pipeline,
      Detector detector,
      Rulebook rulebook,
      AlertQueue queue,
      PlaybookEngine playbooks,
      LiveFeed feed) {
    this.collector = collector;
    this.handOver = handOver;
    this.pipeline = pipeline;
    this.detector = detector;
    this.rulebook = rulebook;
    this.queue = queue;
    this.playbooks = playbooks;
    this.feed = feed;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (InputHealth input : collector.health()) {
      input(registry, input.name(), "received", InputHealth::received);
      input(registry, input.name(), "bytes", InputHealth::bytes);
      input(registry, input.name(), "dropped", h -> h.dropped() + h.kernelDropped());
      input(registry, input.name(), "truncated", InputHealth::truncated);
      input(registry, input.name(), "damaged", InputHealth::damaged);
      input(registry, input.name(), "incomplete", InputHealth::incomplete);
      input(registry, input.name(), "refused.connections", InputHealth::refusedConnections);
      input(registry, input.name(), "failed.handshakes", InputHealth::failedHandshakes);
      input(registry, input.name(), "idle.connections", InputHealth::idleConnections);
      input(registry, input.name(), "overdue", InputHealth::overdue);
      input(registry, input.name(), "recognised", InputHealth::recognised);
      Gauge.builder(
              "lachan.input.connections",
              collector,
              c -> of(c, input.name(), InputHealth::connections))
          .tags(Tags.of("input", input.name()))
          .register(registry);
      Gauge.builder(
              "lachan.input.remembered",
              collector,
              c -> of(c, input.name(), InputHealth::remembered))
          .tags(Tags.of("input", input.name()))
          .register(registry);
    }
    gauge(registry, "lachan.journal.bytes", j -> j.bytes());
    gauge(registry, "lachan.journal.limit.bytes", j -> j.maxBytes());
    gauge(registry, "lachan.journal.pending.bytes", j -> j.pendingBytes());
    gauge(registry, "lachan.journal.pending.limit.bytes", j -> j.maxPendingBytes());
    gauge(
        registry,
        "lachan.journal.lag.bytes",
        j -> j.unit() == HandOverStats.Unit.BYTES ? j.lag() : 0);
    gauge(
        registry,
        "lachan.kafka.raw.lag.logs",
        j -> j.unit() == HandOverStats.Unit.LOGS ? j.lag() : 0);
    gauge(registry, "lachan.journal.damages", j -> j.damages());
    gauge(registry, "lachan.journal.refused.records", j -> j.refused());
    gauge(registry, "lachan.journal.accepting", j -> j.state() == HandOverStats.State.OPEN ? 1 : 0);
    gauge(
        registry,
        "lachan.journal.oldest.unread.seconds",
        j -> j.oldestUnread().toMillis() / 1000.0);
    gauge(registry, "lachan.journal.stale", j -> j.stale() ? 1 : 0);
    FunctionCounter.builder("lachan.journal.expired.records", handOver, j -> j.standing().expired())
        .description("logs deleted for their age before they were read")
        .register(registry);
    counter(registry, "parsed", p -> p.stats().parsed());
    counter(registry, "unparsed", p -> p.stats().unparsed());
    counter(registry, "stored", p -> p.stats().stored());
    counter(registry, "alerts", p -> p.stats().alerts());
    counter(registry, "rule.failures", p -> p.stats().failures());
    Gauge.builder(
            "lachan.detection.lag.seconds",
            pipeline,
            p ->
                handOver.standing().lag() == 0 ? 0 : p.stats().sinceLastEvent().toMillis() / 1000.0)
        .description("age of the newest event the rules have seen, 0 when nothing waits")
        .register(registry);
    Gauge.builder("lachan.detection.rules", detector, d -> d.rules().rules().size())
        .register(registry);
    Gauge.builder("lachan.detection.rejected.rules", detector, d -> d.rules().rejected().size())
        .register(registry);
    rules(registry);
    for (AlertState state : AlertState.values()) {
      Gauge.builder(
              "lachan.queue.alerts",
              queue,
              q -> q.stats().rows().getOrDefault(state, 0L).doubleValue())
          .tags(Tags.of("state", state.name()))
          .register(registry);
    }
    Gauge.builder("lachan.playbooks.started", playbooks, p -> p.stats().started())
        .register(registry);
    Gauge.builder("lachan.playbooks.open", playbooks, p -> p.stats().openRuns()).register(registry);
    Gauge.builder(
            "lachan.playbooks.transition.p99.seconds",
            playbooks,
            p -> p.stats().transitions().p99().toNanos() / 1e9)
        .description("from the decision until the database has it for good")
        .register(registry);
    Gauge.builder("lachan.playbooks.lost.leases", playbooks, p -> p.stats().lostLeases())
        .register(registry);
    Gauge.builder("lachan.playbooks.unknown.calls", playbooks, p -> p.stats().unknown())
        .description("calls whose outcome nobody saw")
        .register(registry);
    Gauge.builder("lachan.screens.listeners", feed, LiveFeed::listeners).register(registry);
  }

  private void rules(MeterRegistry registry) {
    for (RuleState state : RuleState.values()) {
      Gauge.builder(
              "lachan.rulebook.rules",
              rulebook,
              r -> r.stats().rules().getOrDefault(state, 0L).doubleValue())
          .tags(Tags.of("state", state.name()))
          .register(registry);
    }
    Gauge.builder(
            "lachan.rulebook.exemptions.in.force",
            rulebook,
            r ->
                r.stats()
                    .exemptions()
                    .getOrDefault(ExemptionEntry.Status.IN_FORCE, 0L)
                    .doubleValue())
        .register(registry);
  }

  private void input(
      MeterRegistry registry, String name, String what, ToDoubleFunction<InputHealth> value) {
    FunctionCounter.builder("lachan.input." + what, collector, c -> of(c, name, value))
        .tags(Tags.of("input", name))
        .register(registry);
  }

  private static double of(Collector all, String name, ToDoubleFunction<InputHealth> value) {
    return all.health().stream().filter(h -> h.name().equals(name)).mapToDouble(value).sum();
  }

  private void gauge(MeterRegistry registry, String name, ToDoubleFunction<HandOverStats> value) {
    Gauge.builder(name, handOver, j -> value.applyAsDouble(j.standing())).register(registry);
  }

  private void counter(MeterRegistry registry, String stage, ToDoubleFunction<Pipeline> value) {
    FunctionCounter.builder("lachan.pipeline." + stage, pipeline, value).register(registry);
  }
}
