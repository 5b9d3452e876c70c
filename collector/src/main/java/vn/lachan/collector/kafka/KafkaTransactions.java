package vn.lachan.collector.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Producers that write several topics and offsets together or not at all. */
public final class KafkaTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTransactions.class);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private KafkaTransactions() {}

  /**
   * A producer that may begin a transaction; what an earlier one of the same role left open is
   * given up.
   *
   * @param role part of the transactional id: with the name of the node it is the same after a
   *     restart, so that what was left open is ended at once
   */
  public static KafkaProducer<byte[], byte[]> producer(KafkaSettings settings, String role) {
    return producer(
        settings,
        settings.prefix() + "-" + role + "-" + settings.node(),
        settings.node() + "-" + role);
  }

  /**
   * The same under any id.
   *
   * @param id an earlier producer of the same id, wherever it is, can write nothing more
   * @param client name in the logs of the brokers
   */
  static KafkaProducer<byte[], byte[]> producer(KafkaSettings settings, String id, String client) {
    Map<String, Object> properties = settings.connection().properties();
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, client);
    properties.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) settings.transaction().toMillis());
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, settings.linger().toMillis());
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxRecordBytes() + (1 << 16));
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.pendingBytes());
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.initTransactions();
      return producer;
    } catch (KafkaException e) {
      producer.close(CLOSING);
      throw e;
    }
  }

  /**
   * What {@code making} makes beside {@code producer}; closes the producer when it cannot be made,
   * for then nobody has it.
   */
  public static <T> T beside(KafkaProducer<byte[], byte[]> producer, Supplier<T> making) {
    try {
      return making.get();
    } catch (RuntimeException e) {
      close(producer);
      throw e;
    }
  }

  /** Sends within a transaction; what goes wrong is thrown when it is committed. */
  public static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> message) {
    var _ =
        producer.send(
            message,
            (_, problem) -> {
              if (problem != null) {
                LOG.debug("not written to {}: {}", message.topic(), problem.toString());
              }
            });
  }

  /** Gives up an open transaction and closes. */
  public static void close(KafkaProducer<byte[], byte[]> producer) {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException e) {
      LOG.debug("no transaction to give up: {}", e.toString());
    }
    producer.close(CLOSING);
  }

  /** The end of everything that was written to {@code topic}, committed or not. */
  public static long end(KafkaSettings settings, TopicPartition topic) {
    Map<String, Object> properties = settings.connection().properties();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.node() + "-end");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Long end = consumer.endOffsets(List.of(topic)).get(topic);
      return end == null ? 0 : end;
    }
  }
}
