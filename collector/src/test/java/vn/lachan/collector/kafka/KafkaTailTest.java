package vn.lachan.collector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.HandOverContract;
import vn.lachan.collector.RawLog;

class KafkaTailTest {
  private final String prefix = KafkaBroker.name();

  @TempDir Path folder;

  private KafkaHandOver open(String node) throws InterruptedException {
    KafkaSettings settings =
        KafkaSettings.of(KafkaBroker.shared().connection(), prefix, node).withPartitions(2);
    KafkaHandOver opened =
        KafkaHandOver.open(
            settings, Optional.of(new KafkaTail(settings, folder.resolve(node + "/tail"))));
    opened.awaitOpen();
    return opened;
  }

  private static List<RawLog> recent(KafkaHandOver handOver) {
    List<RawLog> shown = new ArrayList<>();
    handOver.recent(shown::add);
    return shown;
  }

  private void awaitFile(String node) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(folder.resolve(node + "/tail")) && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
  }

  @Test
  void showsWhatThisNodeTookLastAndNothingOfOthers() throws Exception {
    try (KafkaHandOver mine = open("mine");
        KafkaHandOver other = open("other")) {
      assertThat(recent(mine)).isEmpty();
      awaitFile("mine");
      HandOverContract.keep(mine, HandOverContract.logs("a", 0, 30));
      HandOverContract.keep(other, HandOverContract.logs("a", 100, 130));
      HandOverContract.keep(mine, HandOverContract.logs("a", 30, 60));
      mine.tick(0);

      // As after a crash: the first one is still there, and writes nothing any more.
      try (KafkaHandOver again = open("mine")) {
        assertThat(recent(again)).isEqualTo(HandOverContract.logs("a", 0, 60));
      }
    }
  }

  @Test
  void whatWasTakenBeforeTwoCrashesIsStillShown() throws Exception {
    try (KafkaHandOver first = open("mine")) {
      assertThat(recent(first)).isEmpty();
      awaitFile("mine");
      HandOverContract.keep(first, HandOverContract.logs("a", 0, 10));
      try (KafkaHandOver second = open("mine")) {
        assertThat(recent(second)).hasSize(10);
        HandOverContract.keep(second, HandOverContract.logs("a", 10, 20));
        try (KafkaHandOver third = open("mine")) {
          assertThat(recent(third)).isEqualTo(HandOverContract.logs("a", 0, 20));
        }
      }
    }
  }

  @Test
  void aDamagedFileShowsNothingAndIsNoReasonNotToStart() throws Exception {
    Files.createDirectories(folder.resolve("mine"));
    Files.writeString(folder.resolve("mine/tail"), "lachan-kafka-tail 1\n0 x\n");
    try (KafkaHandOver mine = open("mine")) {
      assertThat(recent(mine)).isEmpty();
      HandOverContract.keep(mine, HandOverContract.logs("a", 0, 1));
    }
  }
}
