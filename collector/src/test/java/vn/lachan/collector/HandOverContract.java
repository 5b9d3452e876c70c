package vn.lachan.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link HandOver} must do. Implement {@link #open} to run it on a new one. */
public interface HandOverContract {
  Instant RECEIVED = Instant.parse("2026-11-22T03:00:00.123456789Z");

  /** Opens the one hand-over of this test, again with what it kept when it was open before. */
  HandOver open() throws Exception;

  /** A reader is gone without closing, as when its process dies; its work is for others. */
  default void abandon(HandOverReader reader) {
    reader.close();
  }

  static RawLog log(String sender, int number) {
    return new RawLog(
        "mot-cua",
        RECEIVED.plusMillis(number),
        sender,
        "vị trí " + number,
        (sender + " hồ sơ " + number).getBytes(StandardCharsets.UTF_8),
        number % 2 == 0
            ? 40_000
            : (sender + " hồ sơ " + number).getBytes(StandardCharsets.UTF_8).length);
  }

  static List<RawLog> logs(String sender, int from, int until) {
    return IntStream.range(from, until).mapToObj(number -> log(sender, number)).toList();
  }

  static void keep(HandOver handOver, List<RawLog> logs) throws Exception {
    Receipt receipt = handOver.take(logs, Duration.ofSeconds(30));
    assertThat(receipt).isInstanceOf(Receipt.Taken.class);
    ((Receipt.Taken) receipt).durable().get(30, TimeUnit.SECONDS);
  }

  /** Reads until {@code count} logs are there. */
  static List<RawLog> read(HandOverReader reader, int count, boolean commit) throws Exception {
    List<RawLog> found = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (found.size() < count && System.nanoTime() < deadline) {
      HandOverBatch batch = reader.read(100, Duration.ofMillis(100));
      found.addAll(batch.logs());
      if (commit && !batch.logs().isEmpty()) {
        reader.commit(batch);
      }
    }
    return found;
  }

  private static List<RawLog> of(String sender, List<RawLog> logs) {
    return logs.stream().filter(log -> log.peer().equals(sender)).toList();
  }

  @Test
  default void givesEveryLogAsItWasTakenAndEachSenderInItsOrder() throws Exception {
    try (HandOver handOver = open();
        HandOverReader reader = handOver.reader("detect")) {
      for (int from = 0; from < 300; from += 50) {
        keep(handOver, logs("10.0.0.1", from, from + 50));
        keep(handOver, logs("10.0.0.2", from, from + 50));
      }

      List<RawLog> read = read(reader, 600, true);

      assertThat(of("10.0.0.1", read)).isEqualTo(logs("10.0.0.1", 0, 300));
      assertThat(of("10.0.0.2", read)).isEqualTo(logs("10.0.0.2", 0, 300));
    }
  }

  @Test
  default void givesAgainWhatWasNotCommittedAndNothingElse() throws Exception {
    try (HandOver handOver = open()) {
      HandOverReader first = handOver.reader("detect");
      keep(handOver, logs("a", 0, 10));
      assertThat(read(first, 10, true)).hasSize(10);
      keep(handOver, logs("a", 10, 20));
      assertThat(read(first, 10, false)).hasSize(10);
      abandon(first);

      try (HandOverReader second = handOver.reader("detect")) {
        assertThat(read(second, 10, true)).isEqualTo(logs("a", 10, 20));
      }
    }
  }

  @Test
  default void keepsWhatWasTakenWhenItIsOpenedAgain() throws Exception {
    try (HandOver handOver = open()) {
      keep(handOver, logs("a", 0, 25));
    }
    try (HandOver again = open();
        HandOverReader reader = again.reader("detect")) {
      keep(again, logs("a", 25, 30));
      assertThat(read(reader, 30, true)).isEqualTo(logs("a", 0, 30));
    }
  }

  @Test
  default void everyNameHasItsOwnPlace() throws Exception {
    try (HandOver handOver = open();
        HandOverReader one = handOver.reader("one");
        HandOverReader other = handOver.reader("other")) {
      keep(handOver, logs("a", 0, 12));
      assertThat(read(one, 12, true)).hasSize(12);
      assertThat(read(other, 12, true)).isEqualTo(logs("a", 0, 12));
    }
  }

  @Test
  default void takesNothingOnceItIsClosed() throws Exception {
    HandOver handOver = open();
    keep(handOver, logs("a", 0, 1));
    handOver.close();

    assertThat(handOver.take(logs("a", 1, 2), Duration.ZERO))
        .isEqualTo(new Receipt.Refused(Receipt.Reason.CLOSED));
    assertThat(handOver.standing().state()).isEqualTo(HandOverStats.State.CLOSED);
  }

  @Test
  default void saysHowMuchWaits() throws Exception {
    try (HandOver handOver = open();
        HandOverReader reader = handOver.reader("detect")) {
      keep(handOver, logs("a", 0, 5));
      assertThat(read(reader, 5, true)).hasSize(5);
      read(reader, 1, false, Duration.ofMillis(200));
      assertThat(handOver.standing().lag()).isZero();
      assertThat(handOver.standing().state()).isEqualTo(HandOverStats.State.OPEN);
    }
  }

  private static void read(HandOverReader reader, int max, boolean commit, Duration wait)
      throws Exception {
    HandOverBatch batch = reader.read(max, wait);
    if (commit) {
      reader.commit(batch);
    }
  }
}
