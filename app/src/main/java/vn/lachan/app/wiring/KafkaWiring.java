package vn.lachan.app.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import vn.lachan.app.settings.HandOverSettings;
import vn.lachan.app.settings.InputSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.collector.Door;
import vn.lachan.collector.Way;
import vn.lachan.collector.input.KafkaInput;
import vn.lachan.collector.input.KafkaInputSettings;
import vn.lachan.collector.kafka.KafkaConnection;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaSettings;
import vn.lachan.collector.kafka.KafkaTail;

/** Kafka as the settings give it. */
final class KafkaWiring {
  private KafkaWiring() {}

  static KafkaHandOver open(Settings settings) {
    KafkaSettings kafka = handOver(settings);
    return KafkaHandOver.open(
        kafka,
        settings.collects()
            ? Optional.of(new KafkaTail(kafka, settings.folder("kafka").resolve("tail")))
            : Optional.empty());
  }

  private static KafkaSettings handOver(Settings settings) {
    HandOverSettings.Kafka wanted = settings.handOver().kafka();
    return new KafkaSettings(
        new KafkaConnection(wanted.servers(), Optional.ofNullable(wanted.clientFile())),
        wanted.prefix(),
        node(settings),
        wanted.partitions(),
        wanted.replicas(),
        wanted.inSync(),
        wanted.pending().toBytes(),
        wanted.linger(),
        (int) wanted.largestRecord().toBytes(),
        wanted.session(),
        wanted.transaction(),
        wanted.commit(),
        wanted.tick(),
        (int) wanted.readAhead().toBytes(),
        wanted.early());
  }

  /** The name of this process among those that share the work or the database. */
  static String node(Settings settings) {
    if (settings.handOver().kind() != HandOverSettings.Kind.KAFKA) {
      return node(settings.folder("checkpoint").resolve("node"));
    }
    String given = settings.handOver().kafka().node();
    return given == null ? node(settings.folder("kafka").resolve("node")) : given;
  }

  /** A name that stays the same, so that a restart ends what the process left open in Kafka. */
  private static String node(Path file) {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "node-" + UUID.randomUUID(), StandardCharsets.UTF_8);
      }
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the name of this node in " + file, e);
    }
  }

  static KafkaInput input(String source, InputSettings.Topics topics, Door door, Clock clock) {
    KafkaInputSettings settings =
        KafkaInputSettings.of(
                "kafka-" + source,
                new KafkaConnection(topics.servers(), Optional.ofNullable(topics.clientFile())),
                topics.topics(),
                topics.group())
            .withFromStart(topics.fromStart());
    return new KafkaInput(settings, source, door.through(Way.KAFKA), clock);
  }
}
