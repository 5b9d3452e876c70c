package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;
import vn.lachan.app.pipeline.DetectionWorker;
import vn.lachan.app.pipeline.DetectorTotals;
import vn.lachan.app.settings.DetectionSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.detection.baseline.BaselineStats;
import vn.lachan.detection.correlation.CorrelationStats;

/**
 * What correlations, baselines, suppression and the flood guard of this process keep beside their
 * bounds, and what they lost. With Kafka the sum over processes is that of the platform.
 */
@Component
class DetectionMetrics implements MeterBinder {
  private final DetectionWorker worker;
  private final DetectionSettings settings;

  DetectionMetrics(DetectionWorker worker, Settings settings) {
    this.worker = worker;
    this.settings = settings.detection();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    expressions(registry);
    correlations(registry);
    baselines(registry);
    limit(registry, "suppression.limit.windows", s -> s.rulebook().suppressionWindows());
    decisions(registry);
  }

  private void expressions(MeterRegistry registry) {
    count("expressions.left.to.re2", DetectorTotals::leftToRe2)
        .description("texts that regular expressions left to RE2, which is slower")
        .register(registry);
  }

  private void decisions(MeterRegistry registry) {
    count("suppressed.alerts", DetectorTotals::suppressed)
        .description("alerts held back by the flood guard")
        .register(registry);
    count("hidden.events", DetectorTotals::hidden)
        .description("events on which a rule did not count because of an exemption")
        .register(registry);
    count("folded.alerts", DetectorTotals::folded)
        .description("alerts counted on an earlier one by suppression")
        .register(registry);
    count("suppression.ended.early", DetectorTotals::endedEarly)
        .description("windows of suppression that ended early because there were too many")
        .register(registry);
    gauge(registry, "suppression.windows", DetectorTotals::openWindows);
  }

  private void correlations(MeterRegistry registry) {
    correlation(registry, "groups", c -> c.groups());
    correlation(registry, "entries", c -> c.entries());
    correlation(registry, "bytes", c -> c.bytes());
    lostByCorrelations(registry, "dropped.groups", c -> c.droppedGroups());
    lostByCorrelations(registry, "dropped.entries", c -> c.droppedEntries());
    lostByCorrelations(registry, "ungrouped", c -> c.ungrouped());
    limit(registry, "correlation.limit.groups", s -> s.correlation().groups());
    limit(registry, "correlation.limit.groups.per.rule", s -> s.correlation().groupsPerRule());
    limit(registry, "correlation.limit.entries", s -> s.correlation().eventsPerGroup());
    limit(registry, "correlation.limit.bytes", s -> s.correlation().memory().toBytes());
  }

  private void baselines(MeterRegistry registry) {
    baseline(registry, "rules", b -> b.rules());
    baseline(registry, "keys", b -> b.keys());
    baseline(registry, "learning", b -> b.learning());
    baseline(registry, "dropped.keys", b -> b.droppedKeys());
    baseline(registry, "unjudged", b -> b.unjudged());
    baseline(registry, "late", b -> b.late());
    baseline(registry, "ahead", b -> b.ahead());
    baseline(registry, "incomplete", b -> b.incomplete());
    baseline(registry, "deviations", b -> b.deviations());
    baseline(registry, "blind.seconds", b -> b.blindMillis() / 1_000.0);
    limit(registry, "baseline.limit.keys.per.rule", s -> s.baseline().keysPerRule());
    limit(registry, "baseline.limit.values.per.key", s -> s.baseline().valuesPerKey());
  }

  private void correlation(
      MeterRegistry registry, String what, ToDoubleFunction<CorrelationStats> value) {
    gauge(registry, "correlation." + what, all -> value.applyAsDouble(all.correlation()));
  }

  private void lostByCorrelations(
      MeterRegistry registry, String what, ToDoubleFunction<CorrelationStats> value) {
    count("correlation." + what, all -> value.applyAsDouble(all.correlation())).register(registry);
  }

  private void baseline(
      MeterRegistry registry, String what, ToDoubleFunction<BaselineStats> value) {
    gauge(registry, "baseline." + what, all -> value.applyAsDouble(all.baseline()));
  }

  private void gauge(MeterRegistry registry, String what, ToDoubleFunction<DetectorTotals> value) {
    Gauge.builder("lachan.detection." + what, worker, w -> value.applyAsDouble(w.totals()))
        .register(registry);
  }

  private FunctionCounter.Builder<DetectionWorker> count(
      String what, ToDoubleFunction<DetectorTotals> value) {
    return FunctionCounter.builder(
        "lachan.detection." + what, worker, w -> value.applyAsDouble(w.totals()));
  }

  private void limit(
      MeterRegistry registry, String what, ToDoubleFunction<DetectionSettings> value) {
    Gauge.builder("lachan.detection." + what, settings, value).register(registry);
  }
}
