package vn.lachan.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.kafka.KafkaBroker;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaSettings;
import vn.lachan.collector.kafka.KafkaTransactions;
import vn.lachan.detection.StatePage;

/** What sessions on Kafka leave behind, and what they wait for. */
class KafkaSessionsTest {

  @TempDir Path folder;

  private static PartitionState state(long number) {
    return new PartitionState(
        number, List.of(), 1, Map.of(), 0, new StatePage(number, number, new byte[100]));
  }

  private static void save(
      KafkaStates states, KafkaProducer<byte[], byte[]> producer, long number) {
    producer.beginTransaction();
    states.write(producer, 0, state(number));
    producer.commitTransaction();
  }

  private static long producers(String node) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().contains("producer"))
        .filter(thread -> thread.getName().contains(node))
        .count();
  }

  @Test
  void aProducerIsClosedWhenWhatStandsBesideItCannotBeMade() {
    KafkaSettings settings =
        KafkaSettings.of(KafkaBroker.shared().connection(), KafkaBroker.name(), "nutleak");
    for (int i = 0; i < 3; i++) {
      KafkaProducer<byte[], byte[]> producer = KafkaTransactions.producer(settings, "detect");
      assertThatThrownBy(() ->
              KafkaTransactions.beside(
                  producer,
                  () -> {
                    throw new IllegalStateException("no consumer");
                  }))
          .hasMessage("no consumer");
      assertThat(producers("nutleak")).isZero();
    }
  }

  @Test
  void trimmingWaitsForNobody() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(folder)) {
      KafkaSettings settings =
          KafkaSettings.of(broker.connection(), KafkaBroker.name(), "nuttrim").withPartitions(1);
      try (KafkaHandOver handOver = KafkaHandOver.open(settings);
          KafkaStates states = new KafkaStates(settings, Duration.ZERO)) {
        var _ = handOver.awaitOpen();
        KafkaProducer<byte[], byte[]> producer = KafkaTransactions.producer(settings, "detect");
        save(states, producer, 1);
        save(states, producer, 2);
        states.trim();
        while (states.isTrimming()) {
          Thread.sleep(10);
        }
        assertThat(new KafkaStates(settings).read(0)).containsExactly(state(2));

        save(states, producer, 3);
        producer.close(Duration.ofSeconds(5));
        broker.stop();
        states.trim();
        assertThat(states.isTrimming()).isTrue();
        broker.begin();
      }
    }
  }
}
