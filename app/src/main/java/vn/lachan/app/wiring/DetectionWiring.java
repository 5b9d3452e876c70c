package vn.lachan.app.wiring;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import vn.lachan.app.counts.RuleCounter;
import vn.lachan.app.coverage.CoverageWatch;
import vn.lachan.app.live.LiveFeed;
import vn.lachan.app.pipeline.DetectionWorker;
import vn.lachan.app.pipeline.KafkaDetection;
import vn.lachan.app.pipeline.Pipeline;
import vn.lachan.app.pipeline.PipelineWorker;
import vn.lachan.app.settings.Settings;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleSources;
import vn.lachan.detection.RuleTexts;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.events.EventStore;
import vn.lachan.incidents.queue.AlertQueue;

/** From events to alerts. */
@Configuration
class DetectionWiring {
  private static final Logger LOG = LoggerFactory.getLogger(DetectionWiring.class);
  private static final Duration CHECKPOINT = Duration.ofSeconds(1);

  @Bean
  DeliveredRules deliveredRules(Settings settings) {
    return new DeliveredRules(
        RuleTexts.read(
            new RuleSources(
                settings.detection().builtIn(),
                settings.detection().rules(),
                List.of(),
                settings.detection().placeholders())));
  }

  @Bean
  Detector detector(Rulebook rulebook, DeliveredRules delivered, Clock clock, Settings settings) {
    RuleSet rules = rulebook.start(delivered.texts());
    delivered.texts().unreadable().forEach(file -> LOG.warn("rule file refused: {}", file));
    rules.rejected().forEach(rejected -> LOG.warn("rule refused: {}", rejected));
    LOG.info("{} rules run, {} refused", rules.rules().size(), rules.rejected().size());
    Detector detector =
        new Detector(
            rules, rulebook.moderation(), clock, DetectionBounds.detector(settings.detection()));
    rulebook.attach(detector);
    return detector;
  }

  /** Threads that parse and store; the order of detection is kept by the worker's own thread. */
  @Bean(destroyMethod = "shutdown")
  ExecutorService pipelineThreads() {
    return Executors.newCachedThreadPool(
        Thread.ofPlatform().name("pipeline-", 0).daemon(true).factory());
  }

  @Bean
  Pipeline pipeline(
      Normalizer normalizer,
      EventStore events,
      Detector detector,
      AlertQueue queue,
      LiveFeed feed,
      CoverageWatch watch,
      ExecutorService pipelineThreads,
      Clock clock) {
    return new Pipeline(
        normalizer,
        events,
        detector,
        queue,
        alerts -> alerts.forEach(alert -> publish(feed, alert)),
        watch,
        pipelineThreads,
        Runtime.getRuntime().availableProcessors(),
        clock);
  }

  private static void publish(LiveFeed feed, Alert alert) {
    feed.alert(
        new LiveFeed.NewAlert(alert.id(), alert.level().name(), alert.title(), alert.at()),
        alert.organization());
  }

  /** Started and stopped by {@link PlatformStart}. */
  @Bean(destroyMethod = "")
  DetectionWorker detectionWorker(
      HandOver handOver,
      Pipeline pipeline,
      EventStore events,
      Detector detector,
      Rulebook rulebook,
      ExecutorService pipelineThreads,
      Clock clock,
      Settings settings) {
    return switch (handOver) {
      case Journal journal ->
          new PipelineWorker(
              KafkaWiring.node(settings),
              journal,
              pipeline,
              events,
              detector,
              pipelineThreads,
              settings.folder("checkpoint").resolve("pipeline.checkpoint"),
              CHECKPOINT);
      case KafkaHandOver kafka ->
          new KafkaDetection(
              kafka,
              pipeline,
              events,
              detector,
              DetectionBounds.detector(settings.detection()),
              clock,
              rulebook::follow);
      default -> throw new IllegalStateException("nobody reads " + handOver);
    };
  }

  /**
   * With Kafka no event passes the detector that the rulebook knows: the partitions have counts.
   */
  @Bean
  RuleCounter ruleCounter(DetectionWorker worker, JdbcClient db, Rulebook rulebook) {
    RuleCounter counter = new RuleCounter(worker, db);
    if (worker instanceof KafkaDetection) {
      rulebook.countHidden(counter::hidden);
    }
    return counter;
  }
}
