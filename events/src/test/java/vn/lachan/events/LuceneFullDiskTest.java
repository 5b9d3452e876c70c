package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.events.EventStoreContract.query;
import static vn.lachan.events.TestEvents.NOON;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the disk is full, and after. */
class LuceneFullDiskTest {
  private static final LuceneSettings SMALL_BUFFER =
      new LuceneSettings(
          Duration.ofHours(1), // only the tests refresh
          LuceneSettings.DEFAULT.searchIdle(),
          1,
          2,
          1,
          3,
          3,
          1_000,
          1_000_000,
          1_000,
          SearchLimits.DEFAULT);

  @TempDir Path folder;
  private final AtomicBoolean full = new AtomicBoolean();
  private LuceneEventStore store;

  @BeforeEach
  void open() throws IOException {
    store =
        new LuceneEventStore(
            folder.toString(),
            Optional.of(folder),
            day ->
                new LuceneFailingDirectory(FSDirectory.open(folder.resolve(day.toString())), full),
            SMALL_BUFFER);
  }

  @AfterEach
  void close() {
    full.set(false);
    store.close();
  }

  @Test
  void saysThatAFlushFailedAndTakesTheSameEventsAgain() {
    List<Event> flushed = TestEvents.series(0, 100, NOON);
    List<Event> lost = TestEvents.series(100, 100, NOON);
    store.append(flushed);
    store.flush();
    store.append(lost);
    full.set(true);
    assertThatExceptionOfType(EventStoreException.class)
        .isThrownBy(store::flush)
        .withMessageContaining("2026-11-20");

    full.set(false);
    store.refresh();
    assertThat(store.count(query(""))).isEqualTo(100);
    store.append(lost);
    store.flush();
    store.refresh();
    assertThat(store.count(query(""))).isEqualTo(200);
  }

  @Test
  void tellsTheNextFlushWhenAnAppendLostEventsTakenBefore() {
    List<Event> taken = TestEvents.series(0, 100, NOON);
    List<Event> many = TestEvents.series(1_000, 8_000, NOON); // more than the buffer holds
    store.append(taken);
    full.set(true);
    assertThatExceptionOfType(EventStoreException.class).isThrownBy(() -> store.append(many));

    full.set(false);
    store.append(many);
    assertThatExceptionOfType(EventStoreException.class)
        .isThrownBy(store::flush)
        .withMessageContaining("sent again");
    store.append(taken);
    store.append(many);
    store.flush();
    store.refresh();
    assertThat(store.count(query(""))).isEqualTo(8_100);
  }

  @Test
  void saysThatARefreshFailedAndTellsTheNextFlush() {
    List<Event> taken = TestEvents.series(0, 100, NOON);
    store.append(taken);
    full.set(true);
    assertThatExceptionOfType(EventStoreException.class).isThrownBy(store::refresh);
    full.set(false);
    assertThatExceptionOfType(EventStoreException.class).isThrownBy(store::flush);

    store.append(taken);
    store.flush();
    store.refresh();
    assertThat(store.count(query(""))).isEqualTo(100);
  }
}
