package vn.lachan.app.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;
import vn.lachan.app.pipeline.DetectionWorker;
import vn.lachan.app.pipeline.KafkaDetection;

/** How detection on Kafka is doing; none of it where the journal hands over. */
@Component
class KafkaMetrics implements MeterBinder {
  private final DetectionWorker worker;

  KafkaMetrics(DetectionWorker worker) {
    this.worker = worker;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    if (worker instanceof KafkaDetection kafka) {
      gauge(registry, kafka, "raw.partitions", KafkaDetection.Stats::rawPartitions);
      gauge(registry, kafka, "match.partitions", KafkaDetection.Stats::matchPartitions);
      gauge(registry, kafka, "match.lag.records", KafkaDetection.Stats::matchLag);
      gauge(registry, kafka, "waiting.matches", KafkaDetection.Stats::waiting);
      counter(registry, kafka, "matches", KafkaDetection.Stats::matches);
      counter(registry, kafka, "hurried.matches", KafkaDetection.Stats::hurried);
      counter(registry, kafka, "damaged.records", KafkaDetection.Stats::damaged);
      counter(registry, kafka, "stranger.matches", KafkaDetection.Stats::strangers);
      counter(registry, kafka, "restored.pages", KafkaDetection.Stats::restored);
      counter(registry, kafka, "rebalances", KafkaDetection.Stats::rebalances);
      counter(registry, kafka, "failures", KafkaDetection.Stats::failures);
    }
  }

  private static void gauge(
      MeterRegistry registry,
      KafkaDetection kafka,
      String name,
      ToDoubleFunction<KafkaDetection.Stats> value) {
    Gauge.builder("lachan.kafka." + name, kafka, k -> value.applyAsDouble(k.stats()))
        .register(registry);
  }

  private static void counter(
      MeterRegistry registry,
      KafkaDetection kafka,
      String name,
      ToDoubleFunction<KafkaDetection.Stats> value) {
    FunctionCounter.builder("lachan.kafka." + name, kafka, k -> value.applyAsDouble(k.stats()))
        .register(registry);
  }
}
