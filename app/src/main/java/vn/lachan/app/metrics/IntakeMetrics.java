package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;
import vn.lachan.app.wiring.Forwarding;
import vn.lachan.app.wiring.RefusedEvents;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.forward.ForwarderHealth;
import vn.lachan.collector.input.BulkIntake;
import vn.lachan.collector.input.NdjsonIntake;
import vn.lachan.collector.otlp.OtlpIntake;

/** What comes in over HTTPS and from forwarders, and what the store refused. */
@Component
class IntakeMetrics implements MeterBinder {
  private final NdjsonIntake ndjson;
  private final BulkIntake bulk;
  private final OtlpIntake otlp;
  private final Forwarding forwarding;
  private final RefusedEvents refused;

  IntakeMetrics(
      NdjsonIntake ndjson,
      BulkIntake bulk,
      OtlpIntake otlp,
      Forwarding forwarding,
      RefusedEvents refused) {
    this.ndjson = ndjson;
    this.bulk = bulk;
    this.otlp = otlp;
    this.forwarding = forwarding;
    this.refused = refused;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("lachan.store.refused.events", refused, RefusedEvents::count).register(registry);
    Gauge.builder("lachan.store.refused.bytes", refused, RefusedEvents::bytes).register(registry);
    intake(registry, ndjson::health);
    intake(registry, bulk::health);
    intake(registry, otlp::health);
    for (ForwarderHealth one : forwarding.health()) {
      counter(registry, one.name(), "received", ForwarderHealth::received);
      counter(registry, one.name(), "duplicates", ForwarderHealth::duplicates);
      counter(registry, one.name(), "gaps", ForwarderHealth::gaps);
      counter(registry, one.name(), "foreign", ForwarderHealth::foreign);
      gauge(registry, one.name(), "connected", health -> health.connected() ? 1 : 0);
      gauge(registry, one.name(), "urgent.backlog.bytes", ForwarderHealth::urgentBacklog);
      gauge(registry, one.name(), "ordinary.backlog.bytes", ForwarderHealth::ordinaryBacklog);
      gauge(registry, one.name(), "refused.records", ForwarderHealth::refused);
    }
  }

  private static void intake(MeterRegistry registry, Supplier<InputHealth> health) {
    String name = health.get().name();
    input(registry, health, name, "received", InputHealth::received);
    input(registry, health, name, "bytes", InputHealth::bytes);
    input(registry, health, name, "dropped", InputHealth::dropped);
    input(registry, health, name, "truncated", InputHealth::truncated);
    input(registry, health, name, "refused.connections", InputHealth::refusedConnections);
    input(registry, health, name, "overdue", InputHealth::overdue);
  }

  private static void input(
      MeterRegistry registry,
      Supplier<InputHealth> health,
      String name,
      String what,
      ToDoubleFunction<InputHealth> value) {
    FunctionCounter.builder("lachan.input." + what, health, from -> value.applyAsDouble(from.get()))
        .tags(Tags.of("input", name))
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String name, String what, ToDoubleFunction<ForwarderHealth> value) {
    FunctionCounter.builder("lachan.forwarder." + what, forwarding, of(name, value))
        .tags(Tags.of("forwarder", name))
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String what, ToDoubleFunction<ForwarderHealth> value) {
    Gauge.builder("lachan.forwarder." + what, forwarding, of(name, value))
        .tags(Tags.of("forwarder", name))
        .register(registry);
  }

  private static ToDoubleFunction<Forwarding> of(
      String name, ToDoubleFunction<ForwarderHealth> value) {
    return from -> {
      List<ForwarderHealth> all = from.health();
      return all.stream().filter(one -> one.name().equals(name)).mapToDouble(value).sum();
    };
  }
}
