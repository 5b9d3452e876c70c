package vn.lachan.collector.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.journal.RawLogCodec;

/** Raw logs as records of their topic; described in docs/formats/kafka-topics.md. */
final class KafkaRecords {
  private static final String NODE = "n";

  /** What a record needs beside the bytes of the log, at most. */
  private static final int AROUND = 8 << 10;

  private KafkaRecords() {}

  static ProducerRecord<byte[], byte[]> of(KafkaSettings settings, RawLog log) {
    byte[] key = (log.source() + '\0' + log.peer()).getBytes(StandardCharsets.UTF_8);
    Header node = new RecordHeader(NODE, settings.node().getBytes(StandardCharsets.UTF_8));
    return new ProducerRecord<>(
        settings.rawTopic(), null, key, RawLogCodec.encode(log), List.of(node));
  }

  /** Whether {@code read} was written by {@code node}. */
  static boolean isOf(byte[] node, ConsumerRecord<byte[], byte[]> read) {
    Header header = read.headers().lastHeader(NODE);
    return header != null && Arrays.equals(header.value(), node);
  }

  /** Cuts what is larger than Kafka takes; it is marked as cut like everything that is. */
  static RawLog fitting(KafkaSettings settings, RawLog log) {
    int most = settings.maxRecordBytes() - AROUND;
    return log.bytes().length <= most
        ? log
        : new RawLog(
            log.source(),
            log.received(),
            log.peer(),
            log.position(),
            Arrays.copyOf(log.bytes(), most),
            log.wireLength());
  }
}
