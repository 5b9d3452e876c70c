package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.events.TestEvents.NOON;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final List<Event> EVENTS = TestEvents.series(0, 3, NOON);

  @TempDir Path folder;

  private DeadLetters open(long maxBytes) {
    return DeadLetters.open(folder, maxBytes, CLOCK);
  }

  @Test
  void keepsEachOnceWithTheReasonAlsoOverARestart() throws Exception {
    try (DeadLetters letters = open(1 << 20)) {
      letters.keep(EVENTS.get(0), "trường sai");
      letters.keep(EVENTS.get(0), "trường sai");
      letters.keep(EVENTS.get(1), "x");
    }
    Files.writeString(folder.resolve("refused.ndjson"), "{\"id\":\"nửa", StandardOpenOption.APPEND);
    try (DeadLetters letters = open(1 << 20)) {
      letters.keep(EVENTS.get(1), "x");
      letters.keep(EVENTS.get(2), "y");
      assertThat(letters.all())
          .containsExactly(
              new DeadLetters.Letter(NOON, "trường sai", EVENTS.get(0)),
              new DeadLetters.Letter(NOON, "x", EVENTS.get(1)),
              new DeadLetters.Letter(NOON, "y", EVENTS.get(2)));
      assertThat(letters.stats().letters()).isEqualTo(3);
      assertThat(letters.stats().bytes()).isEqualTo(Files.size(folder.resolve("refused.ndjson")));
    }
  }

  @Test
  void saysThatItIsFullAndLosesNothing() {
    try (DeadLetters letters = open(10)) {
      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(() -> letters.keep(EVENTS.get(0), "x"))
          .withMessageContaining("no room")
          .withMessageContaining(EVENTS.get(0).id());
      assertThat(letters.stats().letters()).isZero();
    }
  }

  @Test
  void areStillThereWhenTheStoreDoesNotTakeThemAgain() {
    try (DeadLetters letters = open(1 << 20);
        LuceneEventStore store = LuceneEventStore.inMemory()) {
      letters.keep(EVENTS.get(0), "x");
      LuceneEventStore closed = LuceneEventStore.inMemory();
      closed.close();
      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(() -> letters.offerAgain(closed));
      assertThat(letters.all()).hasSize(1);

      assertThat(letters.offerAgain(store)).isEqualTo(1);
      assertThat(letters.all()).isEmpty();
      store.refresh();
      assertThat(store.count(EventStoreContract.query(""))).isEqualTo(1);
      assertThat((Collection<?>) letters.all()).isEmpty();
    }
  }
}
