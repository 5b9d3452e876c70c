package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;
import static vn.lachan.events.EventStoreContract.query;
import static vn.lachan.events.TestEvents.NOON;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.EventStore.Partition;
import vn.lachan.events.LuceneWatchedDirectory.Moment;

/** What may meet in one store: questions, batches, days that are dropped, failures, the end. */
class LuceneMeetingsTest {
  private static final LocalDate DAY = NOON.atOffset(ZoneOffset.UTC).toLocalDate();
  private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");
  private static final LuceneSettings FEW =
      new LuceneSettings(
          Duration.ofHours(1), // only the tests refresh
          Duration.ofHours(1),
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
  private final Map<LocalDate, LuceneWatchedDirectory> directories = new ConcurrentHashMap<>();

  private LuceneEventStore open() throws IOException {
    return new LuceneEventStore(folder.toString(), Optional.of(folder), this::watched, FEW);
  }

  private LuceneWatchedDirectory watched(LocalDate day) throws IOException {
    LuceneWatchedDirectory directory =
        new LuceneWatchedDirectory(FSDirectory.open(folder.resolve(day.toString())));
    directories.put(day, directory);
    return directory;
  }

  /** Ten events on each of {@code days} days, durable and visible. */
  private static void fill(LuceneEventStore store, int days) {
    for (int day = 0; day < days; day++) {
      store.append(TestEvents.series(day * 10, 10, NOON.plus(day, ChronoUnit.DAYS)));
    }
    store.flush();
    store.refresh();
  }

  @Test
  void listsTheOtherDaysWhenOneIsDroppedMeanwhile() throws IOException {
    try (LuceneEventStore store = open()) {
      fill(store, 3);
      directories
          .get(DAY)
          .at(Moment.LIST, () -> store.deleteIngestedBefore(MIDNIGHT.minusSeconds(1), _ -> true));

      assertThat(store.partitions())
          .extracting(Partition::name)
          .containsExactly("2026-11-21", "2026-11-22");
    }
  }

  @Test
  void tellsWhichDaysAreGoneWhenAnotherCannotBeDropped() throws IOException {
    try (LuceneEventStore store = open()) {
      fill(store, 3);
      directories.get(DAY).at(Moment.CLOSE, LuceneMeetingsTest::fail);

      assertThat(store.deleteIngestedBefore(MIDNIGHT, _ -> true))
          .extracting(Partition::name)
          .containsExactly("2026-11-21");
      assertThat(store.count(query(""))).isEqualTo(20);
      assertThat(store.deleteIngestedBefore(MIDNIGHT, _ -> true))
          .extracting(Partition::name)
          .containsExactly("2026-11-20");
      assertThat(store.count(query(""))).isEqualTo(10);
    }
  }

  @Test
  void saysThatTheOnlyDayToGoCannotBeDropped() throws IOException {
    try (LuceneEventStore store = open()) {
      fill(store, 1);
      directories.get(DAY).at(Moment.CLOSE, LuceneMeetingsTest::fail);

      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(() -> store.deleteIngestedBefore(MIDNIGHT, _ -> true))
          .withMessageContaining("could not remove partition 2026-11-20");
      assertThat(store.count(query(""))).isEqualTo(10);
    }
  }

  private static void fail() throws IOException {
    throw new IOException("Input/output error");
  }

  @Test
  void doesNotAnswerFromTheRestOfAStoreThatIsBeingClosed() throws Exception {
    try (LuceneEventStore store = open()) {
      fill(store, 4);
    }
    LuceneEventStore store = open();
    CompletableFuture<Void> closing = new CompletableFuture<>();
    directories
        .get(DAY) // the oldest of four is not kept open
        .at(
            Moment.READ,
            () -> {
              Thread.ofPlatform()
                  .start(() -> {
                    store.close();
                    closing.complete(null);
                  });
              awaitClosed(store);
            });

    assertThatExceptionOfType(EventStoreException.class)
        .isThrownBy(() -> store.count(query("")))
        .withMessageContaining("is closed");
    closing.get(60, TimeUnit.SECONDS);
  }

  private static void awaitClosed(LuceneEventStore store) {
    boolean open = true;
    while (open) {
      try {
        store.append(List.of());
        Thread.onSpinWait();
      } catch (EventStoreException _) {
        open = false;
      }
    }
  }

  @Test
  void tellsTheNextFlushThatAPartitionWasSetAsideWithWhatWasNotFlushed() throws IOException {
    List<Event> taken = TestEvents.series(0, 100, NOON);
    List<Event> many = TestEvents.series(1_000, 8_000, NOON); // more than the buffer holds
    try (LuceneEventStore store = open()) {
      store.append(taken);
      directories
          .get(DAY)
          .at(
              Moment.WRITE,
              () -> {
                throw new CorruptIndexException("damaged", "disk");
              });
      for (int from = 0; from < many.size(); from += 100) {
        store.append(many.subList(from, from + 100));
      }
      assertThat(store.stats().partitionsSetAside()).isEqualTo(1);
      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(store::flush)
          .withMessageContaining("sent again");

      store.append(taken);
      store.append(many);
      store.flush();
      store.refresh();
      assertThat(store.count(query(""))).isEqualTo(8_100);
    }
  }

  @Test
  void givesEverythingBackWhenItCannotBeOpened() throws IOException {
    try (LuceneEventStore store = open()) {
      fill(store, 3);
    }
    directories.clear();
    assertThatIOException()
        .isThrownBy(() ->
            new LuceneEventStore(
                folder.toString(),
                Optional.of(folder),
                day -> {
                  LuceneWatchedDirectory opened = watched(day);
                  if (day.equals(DAY)) {
                    opened.at(Moment.LIST, LuceneMeetingsTest::fail);
                  }
                  return opened;
                },
                FEW));

    assertThat(directories.values())
        .isNotEmpty()
        .allSatisfy(directory -> assertThat(directory.isClosed()).isTrue());
    try (LuceneEventStore store = open()) {
      assertThat(store.count(query(""))).isEqualTo(30);
    }
  }

  @Test
  void takesTheNextDayAndQuestionsWhileADayIsCompacted() throws IOException {
    try (LuceneEventStore store = open()) {
      fill(store, 2);
      store.append(TestEvents.series(100, 10, NOON));
      store.flush();
      List<Event> tomorrow = TestEvents.series(200, 10, NOON.plus(1, ChronoUnit.DAYS));
      directories
          .get(DAY)
          .at(
              Moment.WRITE,
              () ->
                  elsewhere(() -> {
                    store.append(tomorrow);
                    assertThat(store.count(query("event.id:e-000000000*"))).isEqualTo(10);
                  }));

      assertThat(store.compactIngestedBefore(MIDNIGHT.minusSeconds(1)))
          .extracting(Partition::name, Partition::events)
          .containsExactly(tuple("2026-11-20", 20L));
      store.refresh();
      assertThat(store.count(query(""))).isEqualTo(40);
    }
  }

  /** Runs {@code work} in another thread and waits; a deadlock ends as a failure. */
  private static void elsewhere(Runnable work) throws IOException {
    try {
      CompletableFuture.runAsync(work).get(20, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("what happened meanwhile", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Test
  void restsWhileItIsAppendedToRefreshedAndFlushed() throws Exception {
    try (LuceneBatch batch = new LuceneBatch(1, new LuceneDocuments(EcsSchema.DEFAULT))) {
      LucenePartition partition = new LucenePartition(DAY, new ByteBuffersDirectory(), FEW, batch);
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> running = new ArrayList<>();
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        running.add(
            threads.submit(() -> {
              try {
                for (LuceneBatch.Entry entry : entries(500)) {
                  partition.append(List.of(entry));
                }
              } finally {
                done.set(true);
              }
              return null;
            }));
        for (LucenePartitions.Work work :
            List.<LucenePartitions.Work>of(
                partition::refresh, partition::commit, partition::rest)) {
          running.add(threads.submit(repeat(work, done)));
        }
      }
      for (Future<?> one : running) {
        one.get();
      }

      partition.commit();
      assertThat(partition.describe(0).events()).isEqualTo(500);
      partition.remove();
    }
  }

  private static Callable<Void> repeat(LucenePartitions.Work work, AtomicBoolean done) {
    return () -> {
      while (!done.get()) {
        work.run();
      }
      return null;
    };
  }

  private static List<LuceneBatch.Entry> entries(int count) {
    return TestEvents.series(0, count, NOON).stream()
        .map(event -> new LuceneBatch.Entry(event, LuceneIds.Key.of(event.id())))
        .toList();
  }

  @Test
  void takesABatchAgainThatFailedForAnyReason() throws IOException {
    LuceneBatch batch = new LuceneBatch(2, new LuceneDocuments(EcsSchema.DEFAULT));
    LucenePartition partition = new LucenePartition(DAY, new ByteBuffersDirectory(), FEW, batch);
    List<LuceneBatch.Entry> entries = entries(200);
    batch.close(); // no more threads: a batch large enough to be shared is refused
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> partition.append(entries));

    assertThat(partition.append(entries.subList(0, 10))).isEqualTo(10);
    partition.remove();
  }
}
