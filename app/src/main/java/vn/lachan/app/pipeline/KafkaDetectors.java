package vn.lachan.app.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaMember;
import vn.lachan.collector.kafka.KafkaSettings;
import vn.lachan.collector.kafka.KafkaTransactions;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Findings;
import vn.lachan.detection.More;
import vn.lachan.detection.RoutedMatch;

/**
 * The second half of detection on Kafka: reads the partitions of matches that the group gives to
 * this process, each with a detector of its own, and queues what they find. What a detector keeps
 * and how far it read are committed to the topic of states in one transaction, after the queue has
 * its alerts; whoever takes the partition over goes on from there and finds the same alerts again,
 * under the same ids.
 */
final class KafkaDetectors {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaDetectors.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LONGEST_UNSAVED = Duration.ofSeconds(10);
  private static final int MANY = 1_000;

  private final KafkaSettings settings;
  private final Pipeline pipeline;
  private final Detector model;
  private final IntFunction<Detector> fresh;
  private final UnknownMatches unknown;
  private final DetectorCounts counts;
  private final LongAdder restored = new LongAdder();
  private final LongAdder rebalances = new LongAdder();
  private final KafkaLoop loop;
  private volatile Figures figures = new Figures(0, 0, 0, 0, 0, 0, Long.MIN_VALUE);

  /** How the partitions of this process are doing. */
  record Figures(
      int partitions,
      long lag,
      long waiting,
      long hurried,
      long damaged,
      long strangers,
      long low) {}

  /**
   * @param model has the rules and decisions that are to be followed
   * @param fresh makes a detector for one of so many partitions
   * @param unknown knows what to do with matches of other versions of rules
   */
  KafkaDetectors(
      KafkaHandOver handOver,
      Pipeline pipeline,
      Detector model,
      IntFunction<Detector> fresh,
      UnknownMatches unknown) {
    this.settings = handOver.settings();
    this.pipeline = pipeline;
    this.model = model;
    this.fresh = fresh;
    this.unknown = unknown;
    this.counts = new DetectorCounts(settings.matchTopic());
    this.loop =
        new KafkaLoop(
            "kafka-detect", "detection", handOver, partitions -> new Session(partitions.matches()));
  }

  void start() {
    loop.start();
  }

  /** One life of the member of the group: ends when anything goes wrong. */
  private final class Session implements KafkaLoop.Session, ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaStates states;
    private final int partitions;
    private final Map<Integer, PartitionDetector> detectors = new TreeMap<>();
    private long committed = System.nanoTime();
    private long saved = System.nanoTime();

    Session(int partitions) {
      this.partitions = partitions;
      this.producer = KafkaTransactions.producer(settings, "detect");
      this.states = new KafkaStates(settings);
      this.consumer =
          KafkaTransactions.beside(
              producer,
              () ->
                  new KafkaConsumer<>(
                      KafkaMember.properties(settings, "detect"),
                      new ByteArrayDeserializer(),
                      new ByteArrayDeserializer()));
      consumer.subscribe(List.of(settings.matchTopic()), this);
    }

    @Override
    public void turn() throws InterruptedException {
      List<Findings> found = new ArrayList<>();
      var records = consumer.poll(POLL);
      detectors.values().forEach(one -> one.replace(model.rules(), model.moderation()));
      for (ConsumerRecord<byte[], byte[]> read : records) {
        PartitionDetector detector = detectors.get(read.partition());
        if (detector != null) {
          found.addAll(detector.take(read.offset(), bytes(read)));
        }
      }
      queue(found);
      detectors
          .values()
          .forEach(one ->
              one.flood()
                  .ifPresent(
                      flood -> pipeline.tellFlooded(flood.rules(), flood.first(), flood.last())));
      if (System.nanoTime() - committed >= settings.commit().toNanos()) {
        commit();
      }
      measure();
    }

    @Override
    public void finish() {
      commit();
    }

    /** What a match of rules that do not run in a partition becomes. */
    private final class Unknown implements PartitionDetector.Unknown {
      @Override
      public List<RoutedMatch> now(PartitionDetector detector, RoutedMatch match) {
        unknown.ask(match);
        detector.replace(model.rules(), model.moderation());
        return detector.detector().knows(match) ? List.of(match) : unknown.again(match);
      }
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> read) {
      byte[] value = read.value();
      return value == null ? new byte[0] : value;
    }

    private void queue(List<Findings> found) throws InterruptedException {
      List<Alert> alerts = new ArrayList<>();
      Map<String, More> more = new LinkedHashMap<>();
      for (Findings findings : found) {
        alerts.addAll(findings.alerts());
        findings.more().forEach(one -> more.put(one.alertId(), one));
      }
      if (!alerts.isEmpty() || !more.isEmpty()) {
        pipeline.queue(alerts, more.values());
      }
    }

    /** Nothing but marks of time is saved seldom: reading them again costs little. */
    private void commit() {
      committed = System.nanoTime();
      boolean due = committed - saved >= LONGEST_UNSAVED.toNanos() || loop.stopping();
      List<Integer> changed = new ArrayList<>();
      detectors.forEach((partition, detector) -> {
        if (detector.unsaved() >= MANY || (due && detector.unsaved() > 0) || detector.examined()) {
          changed.add(partition);
        }
      });
      if (!changed.isEmpty()) {
        save(changed);
      }
      if (due) {
        saved = committed;
      }
    }

    private void save(List<Integer> partitions) {
      producer.beginTransaction();
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      for (int partition : partitions) {
        PartitionDetector detector = detectors.get(partition);
        if (detector != null) {
          states.write(producer, partition, detector.save());
          offsets.put(
              new TopicPartition(settings.matchTopic(), partition),
              new OffsetAndMetadata(detector.next()));
        }
      }
      producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
      producer.commitTransaction();
      states.trim();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        rebalances.increment();
        PartitionDetector detector =
            new PartitionDetector(
                fresh.apply(this.partitions), settings.early(), pipeline::failed, new Unknown());
        List<PartitionState> found = states.read(partition.partition());
        if (found.isEmpty()) {
          consumer.seekToBeginning(List.of(partition));
        } else {
          consumer.seek(partition, detector.restore(found));
          restored.add(found.size());
        }
        detectors.put(partition.partition(), detector);
        counts.begin(partition.partition(), detector.detector());
        LOG.info(
            "matches are looked at here: {} from {}, {} pages",
            partition,
            detector.next(),
            found.size());
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      List<Integer> leaving = new ArrayList<>();
      for (TopicPartition partition : partitions) {
        PartitionDetector detector = detectors.get(partition.partition());
        if (detector != null && detector.unsaved() > 0) {
          leaving.add(partition.partition());
        }
      }
      if (!leaving.isEmpty()) {
        save(leaving);
      }
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      partitions.forEach(partition -> {
        rebalances.increment();
        detectors.remove(partition.partition());
        counts.end(partition.partition());
        states.forget(partition.partition());
      });
    }

    private void measure() {
      long lag = 0;
      for (TopicPartition partition : consumer.assignment()) {
        lag += consumer.currentLag(partition).orElse(0);
      }
      Collection<PartitionDetector> all = detectors.values();
      figures =
          new Figures(
              all.size(),
              lag,
              all.stream().mapToLong(PartitionDetector::waiting).sum(),
              all.stream().mapToLong(PartitionDetector::hurried).sum(),
              all.stream().mapToLong(PartitionDetector::damaged).sum(),
              all.stream().mapToLong(one -> one.detector().strangers()).sum(),
              all.stream().mapToLong(PartitionDetector::low).min().orElse(Long.MIN_VALUE));
    }

    @Override
    public void close() {
      counts.endAll();
      KafkaTransactions.close(producer);
      try {
        consumer.close();
      } catch (org.apache.kafka.common.KafkaException e) {
        LOG.warn("closing the reader of matches: {}", e.getMessage());
      }
      states.close();
    }
  }

  Figures figures() {
    return figures;
  }

  /** Pages of state read when partitions came. */
  long restored() {
    return restored.sum();
  }

  long rebalances() {
    return rebalances.sum();
  }

  long failures() {
    return loop.failures();
  }

  /** What the detectors of this process counted. */
  DetectorCounts counts() {
    return counts;
  }

  void stop() {
    loop.stop();
  }

  void join(Duration patience) throws InterruptedException {
    loop.join(patience);
  }
}
