package vn.lachan.collector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.HandOverContract;
import vn.lachan.collector.HandOverStats;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.input.Certificates;
import vn.lachan.collector.input.KafkaInput;
import vn.lachan.collector.input.KafkaInputSettings;

/** A real broker that wants a password (SCRAM) over TLS. */
class SecuredKafkaTest {
  @TempDir static Path folder;

  private static Certificates certificates;
  private static Certificates stranger;
  private static KafkaBroker broker;

  @BeforeAll
  static void start() throws Exception {
    certificates = Certificates.make(folder, "broker");
    stranger = Certificates.make(folder, "stranger");
    String users = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
    broker =
        KafkaBroker.start(
            Files.createDirectories(folder.resolve("kafka")),
            Map.of(
                "listener.security.protocol.map",
                "PLAIN:SASL_SSL,CONTROL:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "SCRAM-SHA-512",
                "sasl.mechanism.inter.broker.protocol",
                "SCRAM-SHA-512",
                "listener.name.plain.scram-sha-512.sasl.jaas.config",
                users.replace(";", " username=\"lachan\" password=\"mat-khau-dung\";"),
                "ssl.keystore.location",
                certificates.store().toString(),
                "ssl.keystore.password",
                "changeit",
                "ssl.truststore.location",
                certificates.pem().toString(),
                "ssl.truststore.type",
                "PEM"),
            List.of("--add-scram", "SCRAM-SHA-512=[name=lachan,password=mat-khau-dung]"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static KafkaConnection connection(String name, Path trusted, String password)
      throws Exception {
    Path file = folder.resolve(name + ".properties");
    Files.writeString(
        file,
        """
        security.protocol=SASL_SSL
        sasl.mechanism=SCRAM-SHA-512
        sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
        username="lachan" password="%s";
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        """
            .formatted(password, trusted));
    return new KafkaConnection(List.of(broker.address()), Optional.of(file));
  }

  private static KafkaSettings settings(KafkaConnection connection) {
    return KafkaSettings.of(connection, KafkaBroker.name(), "node").withPartitions(2);
  }

  private static String problem(KafkaHandOver handOver) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (handOver.standing().problem().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(handOver.standing().state()).isEqualTo(HandOverStats.State.WAITING);
    assertThat(handOver.take(HandOverContract.logs("a", 0, 1), Duration.ZERO))
        .isEqualTo(new Receipt.Refused(Receipt.Reason.BUSY));
    return handOver.standing().problem();
  }

  @Test
  void logsGoOverAConnectionWithPasswordAndTls() throws Exception {
    KafkaConnection connection = connection("good", certificates.pem(), "mat-khau-dung");
    try (KafkaHandOver handOver = KafkaHandOver.open(settings(connection))) {
      handOver.awaitOpen();
      HandOverContract.keep(handOver, HandOverContract.logs("a", 0, 20));
      try (KafkaHandOverReader reader = handOver.reader("detect")) {
        assertThat(HandOverContract.read(reader, 20, true))
            .isEqualTo(HandOverContract.logs("a", 0, 20));
      }
    }
  }

  @Test
  void aWrongPasswordIsOneClearLineWithoutIt() throws Exception {
    KafkaConnection connection = connection("wrong", certificates.pem(), "mat-khau-sai");
    try (KafkaHandOver handOver = KafkaHandOver.open(settings(connection))) {
      assertThat(problem(handOver))
          .startsWith(
              "Kafka at ["
                  + broker.address()
                  + "] refuses the user or the password of sasl.jaas.config in "
                  + folder.resolve("wrong.properties"))
          .doesNotContain("mat-khau", "\n");
    }
  }

  @Test
  void aCertificateThatIsNotTrustedIsOneClearLine() throws Exception {
    KafkaConnection connection = connection("stranger", stranger.pem(), "mat-khau-dung");
    try (KafkaHandOver handOver = KafkaHandOver.open(settings(connection))) {
      assertThat(problem(handOver))
          .startsWith(
              "TLS with Kafka at ["
                  + broker.address()
                  + "] fails, see ssl.truststore.* and ssl.keystore.* in "
                  + folder.resolve("stranger.properties"))
          .doesNotContain("\n");
    }
  }

  @Test
  void anInputSaysTheSameInItsHealth() throws Exception {
    KafkaInputSettings settings =
        KafkaInputSettings.of(
            "kafka-a",
            connection("input", certificates.pem(), "mat-khau-sai"),
            List.of("t"),
            "group");
    try (KafkaInput input = new KafkaInput(settings, "truc", new Nothing(), TestLogs.CLOCK)) {
      input.start();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (input.health().state() != InputHealth.State.FAILING && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      assertThat(input.health().problem())
          .contains("refuses the user or the password of sasl.jaas.config in");
    }
  }

  private static final class Nothing implements vn.lachan.collector.Intake {
    @Override
    public Receipt take(List<vn.lachan.collector.RawLog> logs, Duration patience) {
      return new Receipt.Refused(Receipt.Reason.CLOSED);
    }
  }
}
