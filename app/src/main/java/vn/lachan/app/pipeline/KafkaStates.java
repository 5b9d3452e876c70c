package vn.lachan.app.pipeline;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.kafka.KafkaSettings;
import vn.lachan.collector.kafka.KafkaTransactions;
import vn.lachan.collector.kafka.KafkaUnusableException;

/**
 * The topic of states: a partition of it beside each partition of matches. Pages that no state
 * needs any more are deleted from its beginning. For one thread.
 */
final class KafkaStates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaStates.class);
  private static final int PIECE = 512 << 10;
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration TRIM = Duration.ofSeconds(30);

  private final KafkaSettings settings;
  private final long trimEvery;
  private final Map<Integer, Pages> pages = new HashMap<>();
  private long trimmed = System.nanoTime();
  private @Nullable Admin admin;
  private CompletableFuture<Void> trimming = CompletableFuture.completedFuture(null);

  /** Where the pages of a partition stand in the topic. */
  private static final class Pages {
    private final NavigableMap<Long, CompletableFuture<Long>> offsets = new TreeMap<>();
    private long neededFrom;
  }

  KafkaStates(KafkaSettings settings) {
    this(settings, TRIM);
  }

  /**
   * @param trimEvery pause between deletions of what is not needed any more
   */
  KafkaStates(KafkaSettings settings, Duration trimEvery) {
    this.settings = settings;
    this.trimEvery = trimEvery.toNanos();
  }

  /**
   * The last committed state of a partition with the pages that it needs; empty when it has none.
   * Waits until transactions that others left open are ended, so that what they committed is seen.
   *
   * @throws KafkaUnusableException when that takes longer than a transaction may
   */
  List<PartitionState> read(int partition) {
    Map<String, Object> properties = settings.connection().properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.node() + "-state");
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    TopicPartition topic = new TopicPartition(settings.stateTopic(), partition);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(topic));
      consumer.seekToBeginning(List.of(topic));
      long end = KafkaTransactions.end(settings, topic);
      long limit = System.nanoTime() + settings.transaction().multipliedBy(3).toNanos();
      PartitionState.Assembly assembly = new PartitionState.Assembly();
      while (consumer.position(topic) < end) {
        for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
          byte[] piece = read.value();
          if (piece != null) {
            assembly.add(read.offset(), piece);
          }
        }
        if (System.nanoTime() > limit) {
          throw new KafkaUnusableException(
              topic + " cannot be read: a transaction in it stays open");
        }
      }
      List<PartitionState> found = assembly.last();
      Pages known = new Pages();
      assembly
          .offsets()
          .forEach((page, at) -> known.offsets.put(page, CompletableFuture.completedFuture(at)));
      PartitionState.latest(found).ifPresent(last -> known.neededFrom = last.page().neededFrom());
      pages.put(partition, known);
      return found;
    }
  }

  /** Writes a state, within the transaction that {@code producer} has open. */
  void write(KafkaProducer<byte[], byte[]> producer, int partition, PartitionState state) {
    Pages known = pages.computeIfAbsent(partition, _ -> new Pages());
    CompletableFuture<Long> begin = new CompletableFuture<>();
    known.offsets.put(state.page().number(), begin);
    known.neededFrom = state.page().neededFrom();
    for (byte[] piece : state.pieces(PIECE)) {
      var _ =
          producer.send(
              new ProducerRecord<>(settings.stateTopic(), partition, null, piece),
              (metadata, problem) -> {
                if (problem == null) {
                  begin.complete(metadata.offset());
                } else {
                  begin.completeExceptionally(problem);
                }
              });
    }
  }

  /**
   * Deletes now and then what no state needs any more; what cannot be deleted stays. Asks Kafka and
   * does not wait for the answer: detection has better things to do than to sit out a broker that
   * is away.
   */
  void trim() {
    if (System.nanoTime() - trimmed < trimEvery || isTrimming()) {
      return;
    }
    trimmed = System.nanoTime();
    Map<TopicPartition, RecordsToDelete> old = new HashMap<>();
    pages.forEach((partition, known) -> {
      known.offsets.headMap(known.neededFrom).clear();
      CompletableFuture<Long> first = known.offsets.get(known.neededFrom);
      if (first != null && first.isDone() && !first.isCompletedExceptionally()) {
        old.put(
            new TopicPartition(settings.stateTopic(), partition),
            RecordsToDelete.beforeOffset(first.join()));
      }
    });
    if (!old.isEmpty()) {
      trimming =
          open()
              .deleteRecords(old)
              .all()
              .toCompletionStage()
              .toCompletableFuture()
              .whenComplete((_, problem) -> {
                if (problem != null) {
                  LOG.warn(
                      "old states stay in {}: {}", settings.stateTopic(), problem.getMessage());
                }
              });
    }
  }

  /** Whether Kafka has not answered yet. */
  boolean isTrimming() {
    return !trimming.isDone();
  }

  private Admin open() {
    Admin known = admin;
    if (known == null) {
      known = Admin.create(settings.connection().properties());
      admin = known;
    }
    return known;
  }

  void forget(int partition) {
    pages.remove(partition);
  }

  @Override
  public void close() {
    pages.clear();
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
