package vn.lachan.collector.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
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
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverStats;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.journal.RawLogCodec;

/**
 * Keeps raw logs in a Kafka topic. Taken is what waits in memory, durable what all replicas in sync
 * have acknowledged ({@code acks=all}, idempotent: a record that is sent again by the client stands
 * once in the topic).
 *
 * <p>While Kafka cannot be reached nothing is given up: what was taken is sent as soon as it can
 * be, and taking waits when {@link KafkaSettings#pendingBytes} wait already. A record that Kafka
 * will never take (too large for the topic, no right to write) is given up with an error to its
 * sender and counted.
 *
 * <p>The logs of one sender and source go to one partition and stay in their order.
 */
public final class KafkaHandOver implements HandOver {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaHandOver.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration CLOSING = Duration.ofSeconds(10);
  private static final int OVERHEAD = 128;
  private static final byte[] TICK = {};

  private final KafkaSettings settings;
  private final KafkaTopics topics;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LongAdder failed = new LongAdder();
  private final List<KafkaHandOverReader> readers = new CopyOnWriteArrayList<>();
  private final Thread opener;
  private @Nullable KafkaProducer<byte[], byte[]> producer;
  private KafkaTopics.@Nullable Counts counts;
  private long pending;
  private boolean closed;
  private volatile String problem = "";

  private KafkaHandOver(KafkaSettings settings) {
    this.settings = settings;
    this.topics = new KafkaTopics(settings);
    this.opener = Thread.ofVirtual().name("kafka-open").unstarted(this::connect);
  }

  /** Returns at once; while Kafka cannot be reached it is tried again and nothing is taken. */
  public static KafkaHandOver open(KafkaSettings settings) {
    KafkaHandOver opened = new KafkaHandOver(settings);
    opened.opener.start();
    return opened;
  }

  public KafkaSettings settings() {
    return settings;
  }

  private void connect() {
    try {
      while (!tryConnect()) {
        Thread.sleep(RETRY);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tryConnect() {
    try {
      KafkaTopics.Counts found = topics.ensure();
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
      var opened =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
      opened.partitionsFor(settings.rawTopic());
      lock.lock();
      try {
        producer = opened;
        counts = found;
        changed.signalAll();
        problem = "";
      } finally {
        lock.unlock();
      }
      return true;
    } catch (KafkaException | KafkaUnusableException e) {
      problem = String.valueOf(e.getMessage());
      LOG.warn("Kafka is tried again: {}", e.getMessage());
      return false;
    }
  }

  /**
   * Waits until Kafka was reached.
   *
   * @throws KafkaUnusableException when it was closed before
   */
  public KafkaTopics.Counts awaitOpen() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (counts == null) {
        if (closed) {
          throw new KafkaUnusableException("closed before Kafka could be reached: " + problem);
        }
        changed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
      }
      return counts;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Receipt take(List<RawLog> logs, Duration patience) throws InterruptedException {
    if (logs.isEmpty()) {
      return new Receipt.Taken(CompletableFuture.completedFuture(null));
    }
    long bytes = logs.stream().mapToLong(log -> log.bytes().length + OVERHEAD).sum();
    Optional<Receipt.Reason> refusal = reserve(bytes, patience);
    if (refusal.isPresent()) {
      return new Receipt.Refused(refusal.get());
    }
    return new Receipt.Taken(send(logs, bytes));
  }

  private Optional<Receipt.Reason> reserve(long bytes, Duration patience)
      throws InterruptedException {
    long left = patience.compareTo(Duration.ofDays(365)) > 0 ? Long.MAX_VALUE : patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && !hasRoom(bytes)) {
        if (left <= 0) {
          return Optional.of(Receipt.Reason.BUSY);
        }
        left = changed.awaitNanos(left);
      }
      if (closed) {
        return Optional.of(Receipt.Reason.CLOSED);
      }
      pending += bytes;
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** One batch is always taken when nothing waits, however large it is. */
  private boolean hasRoom(long bytes) {
    return producer != null && (pending == 0 || pending + bytes <= settings.pendingBytes());
  }

  private CompletableFuture<Void> send(List<RawLog> logs, long bytes) {
    CompletableFuture<Void> durable = new CompletableFuture<>();
    AtomicInteger left = new AtomicInteger(logs.size());
    for (RawLog log : logs) {
      byte[] key = (log.source() + '\0' + log.peer()).getBytes(StandardCharsets.UTF_8);
      ProducerRecord<byte[], byte[]> sent =
          new ProducerRecord<>(settings.rawTopic(), key, RawLogCodec.encode(log));
      sendOne(
          sent,
          problemOf -> {
            if (problemOf != null) {
              failed.increment();
              durable.completeExceptionally(problemOf);
            }
            if (left.decrementAndGet() == 0) {
              released(bytes);
              durable.complete(null);
            }
          });
    }
    return durable;
  }

  private interface Done {
    void with(@Nullable Exception problem);
  }

  private void sendOne(ProducerRecord<byte[], byte[]> sent, Done done) {
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

  private void released(long bytes) {
    lock.lock();
    try {
      pending -= bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Writes a mark of time to a partition of raw logs that nobody writes to. */
  public void tick(int partition) {
    if (producer != null && !closed) {
      sendOne(new ProducerRecord<>(settings.rawTopic(), partition, null, TICK), _ -> {});
    }
  }

  @Override
  public KafkaHandOverReader reader(String name) {
    KafkaHandOverReader reader = new KafkaHandOverReader(settings, name, readers::remove);
    readers.add(reader);
    return reader;
  }

  @Override
  public HandOverStats standing() {
    lock.lock();
    try {
      HandOverStats.State state =
          closed
              ? HandOverStats.State.CLOSED
              : hasRoom(1) ? HandOverStats.State.OPEN : HandOverStats.State.WAITING;
      return new HandOverStats(
          state,
          problem,
          0,
          0,
          pending,
          readers.stream().mapToLong(KafkaHandOverReader::lag).sum(),
          HandOverStats.Unit.LOGS,
          readers.stream().mapToLong(KafkaHandOverReader::damages).sum(),
          failed.sum());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends what waits, for ten seconds at most. What could not be sent by then is given up; its
   * receipts complete exceptionally.
   */
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
