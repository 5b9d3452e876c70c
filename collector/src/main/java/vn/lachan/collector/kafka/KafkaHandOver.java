package vn.lachan.collector.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverStats;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

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
 * <p>The logs of one sender and source go to one partition and stay in their order. What came over
 * a forwarder ({@link RawLog#hop}) is written in one transaction with its position ({@link
 * #forwarders}); when that fails, its receipt completes exceptionally and nothing of it is kept.
 */
public final class KafkaHandOver implements HandOver {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaHandOver.class);
  private static final Duration RECALLING = Duration.ofSeconds(30);
  private static final int OVERHEAD = 128;
  private static final byte[] TICK = {};

  private final KafkaSettings settings;
  private final KafkaProducing producing;
  private final KafkaForwarders forwarders;
  private final Optional<KafkaTail> tail;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LongAdder failed = new LongAdder();
  private final List<KafkaHandOverReader> readers = new CopyOnWriteArrayList<>();
  private long pending;
  private volatile boolean closed;

  private KafkaHandOver(KafkaSettings settings, Optional<KafkaTail> tail) {
    this.settings = settings;
    this.tail = tail;
    this.forwarders = new KafkaForwarders(settings);
    this.producing = new KafkaProducing(settings, this::opened);
  }

  /** Returns at once; while Kafka cannot be reached it is tried again and nothing is taken. */
  public static KafkaHandOver open(KafkaSettings settings) {
    return open(settings, Optional.empty());
  }

  /**
   * The same.
   *
   * @param tail knows where the newest logs of this node are, for {@link #recent}; closed with this
   */
  public static KafkaHandOver open(KafkaSettings settings, Optional<KafkaTail> tail) {
    KafkaHandOver opened = new KafkaHandOver(settings, tail);
    opened.producing.start();
    return opened;
  }

  private void opened() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public KafkaSettings settings() {
    return settings;
  }

  /** The positions of forwarders whose records are handed over here. */
  public KafkaForwarders forwarders() {
    return forwarders;
  }

  /**
   * Waits until Kafka was reached.
   *
   * @throws KafkaUnusableException when it was closed before
   */
  public KafkaTopics.Counts awaitOpen() throws InterruptedException {
    return producing.awaitOpen(FOREVER);
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
    return new Receipt.Taken(
        logs.getFirst().hop().isEmpty() ? send(logs, bytes) : forwarded(logs, bytes));
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
    return producing.isOpen() && (pending == 0 || pending + bytes <= settings.pendingBytes());
  }

  private CompletableFuture<Void> send(List<RawLog> logs, long bytes) {
    CompletableFuture<Void> durable = new CompletableFuture<>();
    AtomicInteger left = new AtomicInteger(logs.size());
    for (RawLog log : logs) {
      producing.send(
          KafkaRecords.of(settings, log),
          problem -> {
            if (problem != null) {
              failed.increment();
              durable.completeExceptionally(problem);
            }
            if (left.decrementAndGet() == 0) {
              released(bytes);
              durable.complete(null);
            }
          });
    }
    return durable;
  }

  private CompletableFuture<Void> forwarded(List<RawLog> logs, long bytes) {
    return forwarders.keep(logs).whenComplete((_, _) -> released(bytes));
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
    if (producing.isOpen() && !closed) {
      producing.send(new ProducerRecord<>(settings.rawTopic(), partition, null, TICK), _ -> {});
    }
  }

  @Override
  public KafkaHandOverReader reader(String name) {
    KafkaHandOverReader reader = new KafkaHandOverReader(settings, name, readers::remove);
    readers.add(reader);
    return reader;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Shows what this node took in the last minute before it ended. Waits for Kafka half a minute
   * at most; without it nothing is shown, and that is logged.
   */
  @Override
  public void recent(Consumer<RawLog> to) {
    if (tail.isEmpty()) {
      return;
    }
    try {
      var _ = producing.awaitOpen(RECALLING);
      tail.get().recall(to);
    } catch (KafkaException | KafkaUnusableException e) {
      LOG.warn(
          "what senders repeat after a crash of ours becomes second events: {}",
          KafkaUnusableException.line(settings.connection(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tail.get().watchOn();
    }
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
          producing.problem(),
          0,
          0,
          pending,
          settings.pendingBytes(),
          readers.stream().mapToLong(KafkaHandOverReader::lag).sum(),
          HandOverStats.Unit.LOGS,
          readers.stream().mapToLong(KafkaHandOverReader::damages).sum(),
          failed.sum(),
          Duration.ZERO,
          false,
          0);
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
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    tail.ifPresent(KafkaTail::close);
    producing.close();
    forwarders.close();
  }
}
