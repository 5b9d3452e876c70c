package vn.lachan.app.pipeline;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaUnusableException;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Limits;
import vn.lachan.detection.correlation.CorrelationLimits;
import vn.lachan.events.EventStore;

/**
 * Detection on Kafka, shared with other processes of the same prefix: events are matched and stored
 * by whoever reads their partition, and what has to be counted over time is counted by whoever
 * reads the partition of its rule and group. Any of them may die at any moment, or join: no event
 * is lost, and the alerts are those that one undisturbed detector would raise over the same topic.
 */
public final class KafkaDetection implements DetectionWorker {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaDetection.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Pipeline pipeline;
  private final KafkaMatcher matcher;
  private final KafkaDetectors detectors;

  /**
   * How it is doing; counts are since it was started.
   *
   * @param rawPartitions partitions of raw logs read here
   * @param rawLag records that wait in them
   * @param matchPartitions partitions of matches looked at here
   * @param matchLag records that wait in them
   * @param matches matches written
   * @param waiting matches that wait for slower partitions of raw logs
   * @param hurried matches that no longer waited, because too many did
   * @param damaged records that could not be read
   * @param strangers matches of rules that do not run here
   * @param restored pages of state that were read when partitions came
   * @param rebalances how often a partition came or went
   * @param failures how often the work went back to what was committed
   */
  public record Stats(
      int rawPartitions,
      long rawLag,
      int matchPartitions,
      long matchLag,
      long matches,
      long waiting,
      long hurried,
      long damaged,
      long strangers,
      long restored,
      long rebalances,
      long failures) {}

  /**
   * @param detector has the rules and decisions that are to be followed; it is given no events
   * @param follow gives {@code detector} the rules and decisions that another node changed, if any
   */
  public KafkaDetection(
      KafkaHandOver handOver,
      Pipeline pipeline,
      EventStore events,
      Detector detector,
      Limits limits,
      Clock clock,
      Runnable follow) {
    this.pipeline = pipeline;
    this.matcher =
        new KafkaMatcher(handOver, pipeline, events, detector::rules, limits, clock.getZone());
    this.detectors =
        new KafkaDetectors(
            handOver,
            pipeline,
            detector,
            partitions ->
                new Detector(
                    detector.rules(), detector.moderation(), clock, share(limits, partitions)),
            new UnknownMatches(follow, detector::rules, limits, clock.getZone()));
  }

  /** All partitions together may take what one detector may, wherever they are. */
  private static Limits share(Limits limits, int partitions) {
    CorrelationLimits all = limits.correlation();
    int groups = Math.max(1, all.groups() / partitions);
    return new Limits(
        limits.alertsPerRulePerHour(),
        new CorrelationLimits(
            groups,
            Math.min(all.groupsPerRule(), groups),
            all.entriesPerGroup(),
            Math.max(1, all.bytes() / partitions),
            all.lateness(),
            Math.max(1, all.unsavedBytes() / partitions),
            Math.max(1, all.savedSlice() / partitions)),
        limits.everyRuleForUnknownSources(),
        limits.baseline());
  }

  @Override
  public void start() {
    detectors.start();
    matcher.start();
  }

  /** Whether what this process reads is done with; others may still work on their partitions. */
  @Override
  public boolean caughtUp() {
    KafkaDetectors.Figures figures = detectors.figures();
    return matcher.caughtUp() && figures.waiting() == 0 && figures.low() > matcher.lastTime();
  }

  @Override
  public List<Counted> counted() {
    return detectors.counts().counted();
  }

  @Override
  public DetectorTotals totals() {
    return detectors.counts().totals();
  }

  /** How it is doing. */
  public Stats stats() {
    KafkaDetectors.Figures figures = detectors.figures();
    return new Stats(
        matcher.partitions(),
        matcher.lag(),
        figures.partitions(),
        figures.lag(),
        matcher.matches(),
        figures.waiting(),
        figures.hurried(),
        figures.damaged(),
        figures.strangers(),
        detectors.restored(),
        matcher.rebalances() + detectors.rebalances(),
        matcher.failures() + detectors.failures());
  }

  @Override
  public void close() {
    matcher.stop();
    detectors.stop();
    pipeline.giveUp();
    try {
      matcher.join(PATIENCE);
      detectors.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KafkaUnusableException e) {
      LOG.warn("stopped with work at hand: {}", e.getMessage());
    }
  }
}
