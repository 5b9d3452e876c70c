package vn.lachan.collector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverContract;
import vn.lachan.collector.HandOverReader;
import vn.lachan.collector.HandOverStats;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

class KafkaHandOverTest implements HandOverContract {
  private final String prefix = KafkaBroker.name();

  @TempDir Path folder;

  private static KafkaSettings settings(KafkaConnection connection, String prefix) {
    return KafkaSettings.of(connection, prefix, "node")
        .withPartitions(3)
        .withTimes(
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofMillis(100));
  }

  @Override
  public HandOver open() throws InterruptedException {
    KafkaHandOver opened = KafkaHandOver.open(settings(KafkaBroker.shared().connection(), prefix));
    opened.awaitOpen();
    return opened;
  }

  @Test
  void twoReadersOfOneNameShareTheWorkAndOneTakesOverFromTheOther() throws Exception {
    try (HandOver handOver = open()) {
      KafkaHandOverReader leaving = (KafkaHandOverReader) handOver.reader("detect");
      Set<RawLog> read = new HashSet<>();
      try (KafkaHandOverReader staying = (KafkaHandOverReader) handOver.reader("detect")) {
        long joined = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while ((leaving.assigned().isEmpty() || staying.assigned().isEmpty())
            && System.nanoTime() < joined) {
          leaving.read(1, Duration.ofMillis(20));
          staying.read(1, Duration.ofMillis(20));
        }
        List<RawLog> sent = new ArrayList<>();
        for (int sender = 0; sender < 30; sender++) {
          List<RawLog> logs = HandOverContract.logs("10.0.0." + sender, 0, 20);
          HandOverContract.keep(handOver, logs);
          sent.addAll(logs);
        }
        int ofLeaving = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        boolean closed = false;
        while (read.size() < sent.size() && System.nanoTime() < deadline) {
          if (!closed) {
            var batch = leaving.read(50, Duration.ofMillis(20));
            ofLeaving += batch.logs().size();
            read.addAll(batch.logs());
            tryToCommit(leaving, batch);
            closed = ofLeaving > 0;
            if (closed) {
              leaving.close();
            }
          }
          var batch = staying.read(50, Duration.ofMillis(20));
          read.addAll(batch.logs());
          tryToCommit(staying, batch);
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(ofLeaving).isPositive();
      }
    }
  }

  /** While members come and go a commit may fail: what it held is read again. */
  private static void tryToCommit(KafkaHandOverReader reader, KafkaBatch batch) {
    try {
      reader.commit(batch);
    } catch (RebalanceInProgressException e) {
      assertThat(e).hasMessageContaining("rebalance");
    }
  }

  @Test
  void marksOfTimeAreNoLogsButAreReached() throws Exception {
    try (KafkaHandOver handOver = (KafkaHandOver) open();
        KafkaHandOverReader reader = handOver.reader("detect")) {
      handOver.tick(2);
      handOver.tick(2);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      KafkaBatch batch = reader.read(10, Duration.ofMillis(100));
      while (!(batch.reached().containsKey(2) && batch.reached().get(2).offset() == 1)
          && System.nanoTime() < deadline) {
        batch = reader.read(10, Duration.ofMillis(100));
        assertThat(batch.logs()).isEmpty();
      }
      assertThat(batch.reached()).containsOnlyKeys(2);
      assertThat(batch.reached().get(2).offset()).isEqualTo(1);
    }
  }

  @Test
  void waitsForABrokerThatIsGoneAndLosesNothing() throws Exception {
    KafkaBroker broker = KafkaBroker.start(folder);
    try (KafkaHandOver handOver =
        KafkaHandOver.open(settings(broker.connection(), "gone").withPendingBytes(1 << 20))) {
      handOver.awaitOpen();
      HandOverContract.keep(handOver, HandOverContract.logs("a", 0, 5));
      broker.stop();

      Receipt taken = handOver.take(HandOverContract.logs("a", 5, 10), Duration.ZERO);
      var durable = ((Receipt.Taken) taken).durable();
      RawLog large = HandOverContract.log("a", 10).withBytes(new byte[1 << 20]);
      assertThat(handOver.take(List.of(large), Duration.ZERO))
          .as("as much as may wait is waiting")
          .isEqualTo(new Receipt.Refused(Receipt.Reason.BUSY));
      assertThat(durable).isNotDone();
      assertThat(handOver.standing().pendingBytes()).isPositive();

      broker.begin();
      durable.get(60, TimeUnit.SECONDS);
      try (HandOverReader reader = handOver.reader("detect")) {
        assertThat(HandOverContract.read(reader, 10, true))
            .isEqualTo(HandOverContract.logs("a", 0, 10));
      }
    } finally {
      broker.close();
    }
  }

  @Test
  void tellsTheSenderOfALogThatKafkaWillNeverTake() throws Exception {
    try (HandOver handOver = open()) {
      RawLog huge = HandOverContract.log("a", 0).withBytes(new byte[13 << 20]);
      Receipt receipt = handOver.take(List.of(huge), Duration.ZERO);

      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(() -> ((Receipt.Taken) receipt).durable().get(30, TimeUnit.SECONDS))
          .withMessageContaining("larger than");
      assertThat(handOver.standing().refused()).isEqualTo(1);
      HandOverContract.keep(handOver, HandOverContract.logs("a", 0, 1));
    }
  }

  @Test
  void opensWhileKafkaIsNotThereAndTakesNothing() throws Exception {
    try (KafkaHandOver handOver =
        KafkaHandOver.open(settings(KafkaConnection.plain("127.0.0.1:1"), "none"))) {
      assertThat(handOver.take(HandOverContract.logs("a", 0, 1), Duration.ofMillis(10)))
          .isEqualTo(new Receipt.Refused(Receipt.Reason.BUSY));
      assertThat(handOver.standing().state()).isEqualTo(HandOverStats.State.WAITING);
    }
  }

  @Test
  void secretsStandInAFileThatSaysNothingElse() throws Exception {
    Path file = folder.resolve("client.properties");
    Files.writeString(file, "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n");
    var connection = new KafkaConnection(List.of("k1:9093"), java.util.Optional.of(file));
    assertThat(connection.properties()).containsEntry("sasl.mechanism", "SCRAM-SHA-512");

    Files.writeString(file, "acks=0\n");
    assertThatExceptionOfType(KafkaUnusableException.class)
        .isThrownBy(connection::properties)
        .withMessageContaining("only security.protocol, ssl.* and sasl.* may stand here, not acks");
    assertThat(connection.toString()).doesNotContain("SCRAM");
  }
}
