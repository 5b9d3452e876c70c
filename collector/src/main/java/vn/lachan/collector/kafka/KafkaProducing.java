package vn.lachan.collector.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the topic of raw logs: makes the topics and a producer as soon as Kafka can be
 * reached, trying again as long as it cannot, and sends. Safe for use by several threads.
 */
final class KafkaProducing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaProducing.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final KafkaSettings settings;
  private final KafkaTopics topics;
  private final Runnable onOpen;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread opener;
  private volatile @Nullable KafkaProducer<byte[], byte[]> producer;
  private KafkaTopics.@Nullable Counts counts;
  private boolean closed;
  private volatile String problem = "";

  /** Hears whether a record is kept. */
  interface Done {
    void with(@Nullable Exception problem);
  }

  /**
   * @param onOpen is run once Kafka was reached
   */
  KafkaProducing(KafkaSettings settings, Runnable onOpen) {
    this.settings = settings;
    this.topics = new KafkaTopics(settings);
    this.onOpen = onOpen;
    this.opener = Thread.ofVirtual().name("kafka-open").unstarted(this::connect);
  }

  void start() {
    opener.start();
  }

  private void connect() {
    try {
      while (!tryConnect()) {
        Thread.sleep(RETRY);
      }
      onOpen.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tryConnect() {
    try {
      KafkaTopics.Counts found = topics.ensure();
      take(opened(), found);
      return true;
    } catch (KafkaException | KafkaUnusableException e) {
      String now = KafkaUnusableException.line(settings.connection(), e);
      if (!now.equals(problem)) {
        LOG.warn("{}; tried again every {} s", now, RETRY.toSeconds());
      }
      problem = now;
      return false;
    }
  }

  /** A producer that knows the topic; one that does not come to know it is closed. */
  private KafkaProducer<byte[], byte[]> opened() {
    var opened =
        new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer());
    try {
      opened.partitionsFor(settings.rawTopic());
      return opened;
    } catch (KafkaException e) {
      opened.close(Duration.ZERO);
      throw e;
    }
  }

  private void take(KafkaProducer<byte[], byte[]> opened, KafkaTopics.Counts found) {
    lock.lock();
    try {
      if (closed) {
        opened.close(Duration.ZERO);
        return;
      }
      producer = opened;
      counts = found;
      changed.signalAll();
      problem = "";
    } finally {
      lock.unlock();
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = settings.connection().properties();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, settings.prefix() + "-hand-over");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
    // What is known of the topic stays known while no broker answers: else sending would wait for
    // it, and then give up, instead of keeping the records.
    properties.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(3_650).toMillis());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, settings.linger().toMillis());
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxRecordBytes());
    // More than may be pending, so that sending never waits for memory.
    properties.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        2 * settings.pendingBytes() + settings.maxRecordBytes());
    return properties;
  }

  /**
   * Waits until Kafka was reached.
   *
   * @throws KafkaUnusableException when it was closed before, or not reached within {@code longest}
   */
  KafkaTopics.Counts awaitOpen(Duration longest) throws InterruptedException {
    long left = longest.compareTo(Duration.ofDays(365)) > 0 ? Long.MAX_VALUE : longest.toNanos();
    lock.lockInterruptibly();
    try {
      while (counts == null) {
        if (closed || left <= 0) {
          throw new KafkaUnusableException(
              (closed ? "closed before" : "not within " + longest.toSeconds() + " s")
                  + " Kafka could be reached: "
                  + problem);
        }
        long step = Math.min(left, TimeUnit.SECONDS.toNanos(1));
        long rest = changed.awaitNanos(step);
        left -= step - Math.max(0, rest);
      }
      return Objects.requireNonNull(counts);
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return producer != null;
    } finally {
      lock.unlock();
    }
  }

  /** What goes wrong, or last went wrong; empty when nothing did. */
  String problem() {
    return problem;
  }

  void send(ProducerRecord<byte[], byte[]> sent, Done done) {
    KafkaProducer<byte[], byte[]> open = producer;
    if (open == null) {
      throw new IllegalStateException("nothing is taken before Kafka is reached");
    }
    try {
      var _ =
          open.send(
              sent,
              (_, error) -> {
                if (error != null) {
                  note(error);
                }
                done.with(error);
              });
    } catch (KafkaException | IllegalStateException e) {
      note(e);
      done.with(e);
    }
  }

  private void note(Exception error) {
    problem = error.toString();
    if (!(error instanceof RetriableException)) {
      LOG.error("Kafka refused a record of {}", settings.rawTopic(), error);
    }
  }

  /** Sends what waits, for ten seconds at most. */
  @Override
  public void close() {
    KafkaProducer<byte[], byte[]> open;
    lock.lock();
    try {
      closed = true;
      open = producer;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    opener.interrupt();
    if (open != null) {
      open.close(CLOSING);
    }
  }
}
