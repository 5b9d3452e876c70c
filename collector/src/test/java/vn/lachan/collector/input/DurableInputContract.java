package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.InputHealth;

/** What every input promises that acknowledges, whatever its senders speak. */
public interface DurableInputContract {

  /** An input that runs, and a sender. */
  interface Line extends AutoCloseable {

    /** Sends; returns true when all is acknowledged, false when the sender is to come again. */
    boolean send(List<String> records) throws Exception;

    InputHealth health();

    @Override
    void close() throws IOException;
  }

  /** A new line into {@code intake}, over which nothing was sent. */
  Line open(MemoryIntake intake) throws Exception;

  @Test
  default void keepsInOrderWhatItAcknowledges() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    try (Line line = open(intake)) {
      List<String> texts = IntStream.range(0, 200).mapToObj(i -> "hồ sơ " + i + ".").toList();

      assertThat(line.send(texts.stream().map(DurableInputContract::record).toList())).isTrue();

      assertThat(intake.texts()).zipSatisfy(texts, (kept, text) -> assertThat(kept).contains(text));
      assertThat(line.health().received()).isEqualTo(200);
      assertThat(line.health().state()).isEqualTo(InputHealth.State.RUNNING);
    }
  }

  @Test
  default void acknowledgesNothingThatACrashWouldLose() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    intake.slowDisk(true);
    try (Line line = open(intake);
        ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> sent = sender.submit(() -> line.send(List.of(record("a"), record("b"))));
      assertThat(intake.await(1)).isNotEmpty(); // what answers one by one waits with the first
      assertThat(isAcknowledged(sent)).isFalse();

      intake.slowDisk(false);
      assertThat(sent.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(intake.all()).hasSize(2);
    }
  }

  @Test
  default void whatTheJournalRefusesIsNotAcknowledgedAndCanComeAgain() throws Exception {
    MemoryIntake intake = new MemoryIntake();
    intake.refuse(true);
    try (Line line = open(intake);
        ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> records = List.of(record("a"));
      Future<Boolean> sent = sender.submit(() -> line.send(records));
      assertThat(isAcknowledged(sent)).isFalse();
      assertThat(intake.all()).isEmpty();

      intake.refuse(false);
      assertThat(sent.get(60, TimeUnit.SECONDS) || line.send(records)).isTrue();
      assertThat(intake.all()).hasSize(1);
    }
  }

  private static boolean isAcknowledged(Future<Boolean> sent) throws Exception {
    try {
      return sent.get(300, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return false;
    }
  }

  private static String record(String text) {
    return "{\"message\":\"" + text + "\"}";
  }
}
