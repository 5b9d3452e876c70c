package vn.lachan.collector.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.HandOverBatch;
import vn.lachan.collector.HandOverReader;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.journal.RawLogCodec;

/**
 * Reads the topic of raw logs as one member of a consumer group: every partition is read by one
 * member, and taken over by another one behind what was committed.
 *
 * <p>For one thread at a time; {@link #lag} and the counts may be asked by any.
 */
public final class KafkaHandOverReader implements HandOverReader {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaHandOverReader.class);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<KafkaHandOverReader> closed;
  private final Map<Integer, KafkaBatch.Place> last = new HashMap<>();
  private final Map<Integer, Long> uncommitted = new HashMap<>();
  private final LongAdder damages = new LongAdder();
  private final LongAdder rebalances = new LongAdder();
  private Leaving leaving = () -> {};
  private volatile long lag;

  /** Hears that partitions are about to be given to somebody else, while work can be committed. */
  public interface Leaving {
    void now();
  }

  KafkaHandOverReader(KafkaSettings settings, String name, Consumer<KafkaHandOverReader> closed) {
    this.closed = closed;
    Map<String, Object> properties = KafkaMember.properties(settings, name);
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(settings.rawTopic()), new Partitions());
  }

  private final class Partitions implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        rebalances.increment();
        LOG.info("raw logs are read here from {}", partitions);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        rebalances.increment();
        leaving.now();
        forget(partitions);
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      rebalances.increment();
      boolean working = !uncommitted.isEmpty();
      forget(partitions);
      if (working) {
        // What was done with them is done again by somebody else: none of it may be committed.
        throw new KafkaUnusableException("others were given the raw logs of " + partitions);
      }
    }

    private void forget(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        last.remove(partition.partition());
        uncommitted.remove(partition.partition());
      }
    }
  }

  /** What to do before partitions are given away; on the thread that reads. */
  public void onLeaving(Leaving action) {
    leaving = action;
  }

  /**
   * {@inheritDoc}
   *
   * <p>{@code max} is a hint: what one fetch brought is not divided.
   */
  @Override
  public KafkaBatch read(int max, Duration wait) throws InterruptedException {
    List<RawLog> logs = new ArrayList<>();
    List<KafkaBatch.Place> places = new ArrayList<>();
    Map<Integer, KafkaBatch.Place> reached = new HashMap<>();
    try {
      for (ConsumerRecord<byte[], byte[]> read : consumer.poll(wait)) {
        KafkaBatch.Place place = place(read);
        reached.put(read.partition(), place);
        byte[] value = read.value();
        if (value == null || value.length == 0) {
          continue; // a mark of time
        }
        RawLog log = RawLogCodec.decode(value, 0, value.length);
        if (log == null) {
          damages.increment();
          LOG.error("{}-{} offset {} is no raw log", read.topic(), read.partition(), read.offset());
        } else {
          logs.add(log);
          places.add(place);
        }
      }
    } catch (InterruptException e) {
      Thread.interrupted();
      throw new InterruptedException(e.getMessage());
    }
    measure();
    return new KafkaBatch(logs, places, reached);
  }

  private KafkaBatch.Place place(ConsumerRecord<byte[], byte[]> read) {
    KafkaBatch.Place before = last.get(read.partition());
    long time = before == null ? read.timestamp() : Math.max(before.time(), read.timestamp());
    KafkaBatch.Place place = new KafkaBatch.Place(time, read.partition(), read.offset());
    last.put(read.partition(), place);
    uncommitted.put(read.partition(), read.offset() + 1);
    return place;
  }

  private void measure() {
    long sum = 0;
    for (TopicPartition partition : consumer.assignment()) {
      OptionalLong behind = consumer.currentLag(partition);
      sum += behind.orElse(0);
    }
    lag = sum;
  }

  /** The partitions that are read here and of which nothing more waits. */
  public Set<Integer> caughtUp() {
    Set<Integer> found = new HashSet<>();
    for (TopicPartition partition : consumer.assignment()) {
      if (consumer.currentLag(partition).orElse(1) == 0) {
        found.add(partition.partition());
      }
    }
    return found;
  }

  /** How many partitions are read here. */
  public Set<Integer> assigned() {
    Set<Integer> found = new HashSet<>();
    consumer.assignment().forEach(partition -> found.add(partition.partition()));
    return found;
  }

  /** Logs that wait in the partitions read here; marks of time count too. */
  public long lag() {
    return lag;
  }

  /** Records that were no raw logs. */
  public long damages() {
    return damages.sum();
  }

  /** How often partitions came or went. */
  public long rebalances() {
    return rebalances.sum();
  }

  /** Where the group goes on when everything read so far is done with. */
  public Map<TopicPartition, OffsetAndMetadata> offsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      Long next = uncommitted.get(partition.partition());
      if (next != null) {
        offsets.put(partition, new OffsetAndMetadata(next));
      }
    }
    return offsets;
  }

  /** Who we are in the group: a transaction with it is refused once somebody else took over. */
  public ConsumerGroupMetadata member() {
    return consumer.groupMetadata();
  }

  /** What {@link #offsets} gave is committed. */
  public void committed() {
    uncommitted.clear();
  }

  /** Reads again what is not committed. */
  public void goBack() {
    uncommitted.clear();
    last.clear();
    Set<TopicPartition> partitions = consumer.assignment();
    if (partitions.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata offset = known.get(partition);
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset.offset());
      }
    }
  }

  /** {@inheritDoc} Partitions that were given away meanwhile are left out. */
  @Override
  public void commit(HandOverBatch batch) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      KafkaBatch.Place place = ((KafkaBatch) batch).reached().get(partition.partition());
      if (place != null) {
        offsets.put(partition, new OffsetAndMetadata(place.offset() + 1));
      }
    }
    consumer.commitSync(offsets);
  }

  @Override
  public void close() {
    closed.accept(this);
    try {
      consumer.close();
    } catch (KafkaException e) {
      LOG.warn("closing the reader of raw logs: {}", e.getMessage());
    }
  }
}
