package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.kafka.KafkaBroker;
import vn.lachan.collector.kafka.KafkaConnection;

/** Against a real broker, with Kafka's own producer. */
class KafkaInputTest implements DurableInputContract {
  private final MemoryIntake intake = new MemoryIntake();

  @TempDir Path folder;

  private static KafkaInputSettings settings(KafkaConnection connection, String topic) {
    return KafkaInputSettings.of("kafka-a", connection, List.of(topic), "lachan-" + topic)
        .withDelays(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(100));
  }

  private KafkaInput started(KafkaInputSettings settings) {
    KafkaInput input = new KafkaInput(settings, "truc-lgsp", intake, TestLogs.CLOCK);
    input.start();
    return input;
  }

  @Override
  public Line open(MemoryIntake memory) throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = broker.topic(1);
    KafkaInput input =
        new KafkaInput(settings(broker.connection(), topic), "truc-lgsp", memory, TestLogs.CLOCK);
    input.start();
    return new Line() {
      @Override
      public boolean send(List<String> records) throws Exception {
        KafkaInputTest.send(
            broker.address(), topic, 0, records.stream().map(TestLogs::bytes).toList());
        await("commit", () -> committed(broker.address(), topic) == records.size());
        return true;
      }

      @Override
      public InputHealth health() {
        return input.health();
      }

      @Override
      public void close() {
        input.close();
      }
    };
  }

  private static void send(String address, String topic, int partition, List<byte[]> values)
      throws Exception {
    Map<String, Object> properties =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address, ProducerConfig.LINGER_MS_CONFIG, 2);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (byte[] value : values) {
        sent.add(producer.send(new ProducerRecord<>(topic, partition, null, value)));
      }
      for (Future<?> future : sent) {
        future.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static List<byte[]> lines(String name, int from, int until) {
    List<byte[]> lines = new ArrayList<>();
    for (int i = from; i < until; i++) {
      lines.add((name + " " + i).getBytes(StandardCharsets.UTF_8));
    }
    return lines;
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }

  private static long committed(String address, String topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) address))) {
      return admin
          .listConsumerGroupOffsets("lachan-" + topic)
          .partitionsToOffsetAndMetadata()
          .get(30, TimeUnit.SECONDS)
          .values()
          .stream()
          .mapToLong(offset -> offset.offset())
          .sum();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyRecordIsALogWithItsPlaceAsPosition() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = broker.topic(2);
    send(broker.address(), topic, 1, lines("nhật ký", 0, 20));
    try (KafkaInput input = started(settings(broker.connection(), topic))) {
      List<String> texts = intake.await(20);

      assertThat(texts).startsWith("nhật ký 0", "nhật ký 1").hasSize(20);
      assertThat(intake.all().get(7).position()).isEqualTo(topic + "/1/7");
      assertThat(intake.all().get(7).source()).isEqualTo("truc-lgsp");
      await("commit", () -> committed(broker.address(), topic) == 20);
      assertThat(input.health().state()).isEqualTo(InputHealth.State.RUNNING);
      assertThat(input.health().received()).isEqualTo(20);
    }
  }

  @Test
  void commitsOnlyWhatIsDurableAndAPlaceReadTwiceHasTheSamePosition() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = broker.topic(1);
    intake.slowDisk(true);
    send(broker.address(), topic, 0, lines("x", 0, 10));
    try (KafkaInput input = started(settings(broker.connection(), topic))) {
      intake.await(10);
      assertThat(committed(broker.address(), topic)).isZero();
      assertThat(input.health().received()).as("not counted before it is kept").isZero();
    }
    intake.slowDisk(false);
    int before = intake.all().size();
    try (KafkaInput again = started(settings(broker.connection(), topic))) {
      intake.await(before + 10);
      Map<String, Long> positions =
          intake.all().stream()
              .collect(Collectors.groupingBy(RawLog::position, Collectors.counting()));
      assertThat(positions).hasSize(10);
      await("commit", () -> committed(broker.address(), topic) == 10);
      assertThat(again.health().received()).isEqualTo(10);
    }
  }

  @Test
  void keepsEmptyRecordsAndCutsLargeOnes() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = broker.topic(1);
    List<byte[]> values = new ArrayList<>();
    values.add(null);
    values.add(new byte[] {(byte) 0xff, 0, (byte) 0xc3});
    values.add(new byte[100_000]);
    send(broker.address(), topic, 0, values);
    try (KafkaInput input = started(settings(broker.connection(), topic))) {
      intake.await(3);
      assertThat(intake.all().get(0).bytes()).isEmpty();
      assertThat(intake.all().get(1).bytes()).hasSize(3);
      assertThat(intake.all().get(2).truncated()).isTrue();
      assertThat(intake.all().get(2).wireLength()).isEqualTo(100_000);
      await("counts", () -> input.health().received() == 3);
      assertThat(input.health().truncated()).isEqualTo(1);
      assertThat(input.emptyRecords()).isEqualTo(1);
    }
  }

  @Test
  void readsOnlyWhatACommittedTransactionWrote() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = broker.topic(1);
    Map<String, Object> properties =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker.address(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            topic);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ =
          producer.send(new ProducerRecord<>(topic, "aborted".getBytes(StandardCharsets.UTF_8)));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      var _ =
          producer.send(new ProducerRecord<>(topic, "committed".getBytes(StandardCharsets.UTF_8)));
      producer.commitTransaction();
    }
    try (KafkaInput _ = started(settings(broker.connection(), topic))) {
      assertThat(intake.await(1)).containsExactly("committed");
    }
  }

  @Test
  void twoShareTheTopicAndOneTakesOverWhenTheOtherGoes() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = broker.topic(4);
    try (KafkaInput _ = started(settings(broker.connection(), topic))) {
      try (KafkaInput leaving = started(settings(broker.connection(), topic))) {
        for (int round = 0; round < 200 && leaving.health().received() == 0; round++) {
          for (int partition = 0; partition < 4; partition++) {
            send(broker.address(), topic, partition, lines(partition + "." + round, 0, 5));
          }
        }
        assertThat(leaving.health().received()).as("the second has a share").isPositive();
      }
      for (int partition = 0; partition < 4; partition++) {
        send(broker.address(), topic, partition, lines("last " + partition, 0, 5));
      }
      await("the rest", () -> count("last") == 20);
    }
    Set<String> positions = new HashSet<>();
    intake.all().forEach(log -> positions.add(log.position()));
    Set<String> texts = new HashSet<>(intake.texts());
    assertThat(positions).as("each record has one position").hasSameSizeAs(texts);
  }

  private long count(String word) {
    return intake.texts().stream().distinct().filter(text -> text.startsWith(word)).count();
  }

  @Test
  void goesOnWhenTheBrokerIsBack() throws Exception {
    KafkaBroker broker = KafkaBroker.start(folder);
    String topic = broker.topic(1);
    try (KafkaInput input = started(settings(broker.connection(), topic))) {
      send(broker.address(), topic, 0, lines("before", 0, 5));
      intake.await(5);
      await("commit", () -> input.health().received() == 5);
      broker.stop();
      await("failing", () -> input.health().state() == InputHealth.State.FAILING);
      broker.begin();
      send(broker.address(), topic, 0, lines("after", 0, 5));
      await("the rest", () -> count("after") == 5);
      await("running", () -> input.health().state() == InputHealth.State.RUNNING);
    } finally {
      broker.close();
    }
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    try (KafkaInput input = started(settings(broker.connection(), "khong-co"))) {
      await("failing", () -> input.health().state() == InputHealth.State.FAILING);
      assertThat(input.health().problem()).contains("khong-co");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(broker.connection(), "a b"))
        .withMessageContaining("not names of topics");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KafkaConnection.plain("nowhere"))
        .withMessageContaining("host:port");
  }
}
