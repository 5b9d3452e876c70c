package vn.lachan.collector.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.journal.ForwardPositions;
import vn.lachan.collector.journal.JournalPosition;

/**
 * Keeps records of forwarders and how far each lane has come, both or neither: they are one
 * transaction over the topic of raw logs and a compacted topic of positions. The transactional id
 * is that of the forwarder, so whoever it connects to shuts out every other process that still
 * believes to be talking to it, also one whose last words are on their way.
 *
 * <p>Safe for use by several threads.
 */
public final class KafkaForwarders implements ForwardPositions {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaForwarders.class);
  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaSettings settings;
  private final Map<String, KafkaProducer<byte[], byte[]>> producers = new ConcurrentHashMap<>();
  private final Map<Key, JournalPosition> positions = new ConcurrentHashMap<>();
  private final ReentrantLock reading = new ReentrantLock();
  private @Nullable KafkaConsumer<byte[], byte[]> reader;
  private volatile boolean closed;

  KafkaForwarders(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * {@inheritDoc} Takes as long as a transaction may that somebody else left open in the same
   * partition of positions.
   */
  @Override
  public void connected(String forwarder) throws IOException, InterruptedException {
    try {
      giveUp(forwarder);
      KafkaProducer<byte[], byte[]> own =
          KafkaTransactions.producer(
              settings,
              settings.prefix() + "-forward-" + forwarder,
              settings.node() + "-forward-" + forwarder);
      producers.put(forwarder, own);
      if (closed) {
        giveUp(forwarder);
        throw new IOException("stopping");
      }
      readOn(forwarder);
    } catch (InterruptException e) {
      Thread.interrupted();
      throw new InterruptedException(e.getMessage());
    } catch (KafkaException e) {
      throw new IOException(KafkaUnusableException.line(settings.connection(), e), e);
    }
  }

  private void giveUp(String forwarder) {
    KafkaProducer<byte[], byte[]> before = producers.remove(forwarder);
    if (before != null) {
      before.close(Duration.ZERO);
    }
  }

  /** Reads on to where the partition of {@code forwarder} ends now. */
  private void readOn(String forwarder) throws IOException, InterruptedException {
    reading.lockInterruptibly();
    try {
      KafkaConsumer<byte[], byte[]> open = reader == null ? open() : reader;
      TopicPartition own =
          new TopicPartition(
              settings.forwarderTopic(), partition(forwarder, open.assignment().size()));
      long end = KafkaTransactions.end(settings, own);
      long limit = System.nanoTime() + settings.transaction().multipliedBy(3).toNanos();
      while (open.position(own) < end) {
        if (System.nanoTime() > limit) {
          throw new IOException(own + " cannot be read: a transaction in it stays open");
        }
        for (ConsumerRecord<byte[], byte[]> read : open.poll(POLL)) {
          note(read);
        }
      }
    } catch (KafkaException e) {
      closeReader();
      throw e;
    } finally {
      reading.unlock();
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    Map<String, Object> properties = settings.connection().properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.node() + "-forwarders");
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    KafkaConsumer<byte[], byte[]> opened =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    reader = opened;
    List<TopicPartition> all =
        opened.partitionsFor(settings.forwarderTopic()).stream()
            .map(PartitionInfo::partition)
            .map(number -> new TopicPartition(settings.forwarderTopic(), number))
            .toList();
    opened.assign(all);
    opened.seekToBeginning(all);
    return opened;
  }

  private void note(ConsumerRecord<byte[], byte[]> read) {
    byte[] value = read.value();
    if (value == null) {
      return;
    }
    Place.of(new String(value, StandardCharsets.UTF_8))
        .ifPresentOrElse(
            place -> advance(place.key(), place.end()),
            () -> LOG.error("{} offset {} is no position", read.topic(), read.offset()));
  }

  private void advance(Key key, JournalPosition end) {
    positions.merge(key, end, (known, next) -> known.compareTo(next) < 0 ? next : known);
  }

  private static int partition(String forwarder, int partitions) {
    return Math.floorMod(forwarder.hashCode(), partitions);
  }

  @Override
  public JournalPosition of(Key key) {
    return positions.getOrDefault(key, new JournalPosition(0, 0));
  }

  @Override
  public Flight begin() {
    return new Flight() {
      @Override
      public void landed(Key key, JournalPosition end) {
        advance(key, end);
      }

      @Override
      public void cancelled() {}
    };
  }

  /** Writes records and the places after them; all or nothing when it completes. */
  CompletableFuture<Void> keep(List<RawLog> logs) {
    CompletableFuture<Void> kept = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("kafka-forwarded")
        .start(() -> {
          try {
            write(logs);
            kept.complete(null);
          } catch (RuntimeException e) {
            kept.completeExceptionally(e);
          }
        });
    return kept;
  }

  private void write(List<RawLog> logs) {
    Map<Key, JournalPosition> ends = ends(logs);
    String forwarder = ends.keySet().iterator().next().forwarder();
    KafkaProducer<byte[], byte[]> producer = producers.get(forwarder);
    if (producer == null) {
      throw new KafkaUnusableException("forwarder " + forwarder + " is not connected here");
    }
    try {
      producer.beginTransaction();
      for (RawLog log : logs) {
        KafkaTransactions.send(
            producer, KafkaRecords.of(settings, KafkaRecords.fitting(settings, log)));
      }
      int partition =
          partition(forwarder, producer.partitionsFor(settings.forwarderTopic()).size());
      ends.forEach((key, end) -> {
        byte[] name = (key.forwarder() + "/" + key.lane()).getBytes(StandardCharsets.UTF_8);
        byte[] place = key.hop(end).getBytes(StandardCharsets.UTF_8);
        KafkaTransactions.send(
            producer, new ProducerRecord<>(settings.forwarderTopic(), partition, name, place));
      });
      producer.commitTransaction();
    } catch (KafkaException | IllegalStateException e) {
      // Whether it is kept is known again when the forwarder connects.
      producers.remove(forwarder, producer);
      producer.close(Duration.ZERO);
      throw new KafkaUnusableException(KafkaUnusableException.line(settings.connection(), e), e);
    }
  }

  private static Map<Key, JournalPosition> ends(List<RawLog> logs) {
    Map<Key, JournalPosition> ends = new TreeMap<>();
    for (RawLog log : logs) {
      Place place =
          Place.of(log.hop())
              .orElseThrow(() -> new IllegalArgumentException("came over no hop: " + log));
      ends.put(place.key(), place.end());
    }
    return ends;
  }

  /** Forwarders that are connected to this process. */
  public int connections() {
    return producers.size();
  }

  /** {@inheritDoc} Nothing to do: each position is durable with its records. */
  @Override
  public void checkpoint() {}

  private void closeReader() {
    KafkaConsumer<byte[], byte[]> open = reader;
    reader = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    new HashMap<>(producers).keySet().forEach(this::giveUp);
    try {
      if (reading.tryLock(5, TimeUnit.SECONDS)) {
        try {
          closeReader();
        } finally {
          reading.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
