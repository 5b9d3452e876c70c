package vn.lachan.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NativeFSLockFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events in Lucene indexes in this process: one folder for each day of ingestion.
 *
 * <p>One process at a time may open a folder. Events are durable after {@link #flush()} (fsync);
 * without it, or after a failed one, everything since the last successful flush may be gone and has
 * to be appended again, which costs nothing where it is not gone. After a full disk the store goes
 * on as soon as there is room. A partition that cannot be read is set aside ({@link
 * Stats#partitionsSetAside()}) and the others stay usable.
 *
 * <p>A thread must not be interrupted while it appends or flushes: Java then closes the files under
 * it, and the store has to fall back to the last flush, as after a full disk.
 *
 * <p>An id is unique within its day and the days before and after it. The layout is described in
 * {@code docs/formats/event-store.md}.
 */
public final class LuceneEventStore implements EventStore {
  private static final String LOCK = "store.lock";

  private final String name;
  private final LuceneSettings settings;
  private final LuceneDocuments documents;
  private final LuceneBatch batch;
  private final LucenePartitions partitions;
  private final LuceneAppender appender;
  private final LuceneSearch search;
  private final @Nullable Lock lock;
  private final ReentrantLock appendLock = new ReentrantLock();
  private final ReentrantLock compactLock = new ReentrantLock();
  private final LuceneRefresher refresher;
  private volatile boolean closed;

  /**
   * Numbers since the store was opened, for its metrics.
   *
   * @param appended events stored
   * @param duplicates events that were already there
   * @param misfits values that did not fit the type of their field and became keywords
   * @param truncated values too long to be indexed whole
   * @param unsearchable events that only their id, time and unit can find
   * @param refreshes how often partitions were refreshed
   * @param partitions partitions there are
   * @param openPartitions partitions open for searching
   * @param openWriters partitions open for writing
   * @param partitionsSetAside partitions that could not be read
   * @param idFilterBytes memory taken to recognise ids
   */
  public record Stats(
      long appended,
      long duplicates,
      long misfits,
      long truncated,
      long unsearchable,
      long refreshes,
      int partitions,
      int openPartitions,
      int openWriters,
      long partitionsSetAside,
      long idFilterBytes) {}

  /**
   * Opens the store in {@code folder}, which is made if need be.
   *
   * @throws EventStoreException when another process has it open or it cannot be read
   */
  public static LuceneEventStore open(Path folder, LuceneSettings settings) {
    try {
      Files.createDirectories(folder);
      Path real = folder.toRealPath();
      return new LuceneEventStore(
          real.toString(),
          Optional.of(real),
          day -> FSDirectory.open(real.resolve(day.toString())),
          settings);
    } catch (LockObtainFailedException e) {
      throw new EventStoreException("the event store " + folder + " is open in another process", e);
    } catch (IOException e) {
      throw new EventStoreException("the event store " + folder + " cannot be opened", e);
    }
  }

  /** A store that forgets everything when it is closed. */
  public static LuceneEventStore inMemory() {
    return inMemory(LuceneSettings.DEFAULT);
  }

  /** A store that forgets everything when it is closed. */
  public static LuceneEventStore inMemory(LuceneSettings settings) {
    try {
      return new LuceneEventStore(
          "memory", Optional.empty(), _ -> new ByteBuffersDirectory(), settings);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  LuceneEventStore(
      String name,
      Optional<Path> folder,
      LucenePartitions.Directories directories,
      LuceneSettings settings)
      throws IOException {
    this.name = name;
    this.settings = settings;
    this.lock =
        folder.isEmpty()
            ? null
            : FSDirectory.open(folder.get(), NativeFSLockFactory.INSTANCE).obtainLock(LOCK);
    this.documents = new LuceneDocuments(EcsSchema.DEFAULT);
    this.batch = new LuceneBatch(settings.indexThreads(), documents);
    this.partitions = new LucenePartitions(folder, directories, settings, batch);
    this.appender = new LuceneAppender(partitions);
    this.search = new LuceneSearch(partitions, settings.limits(), settings.maxCountedValues());
    this.refresher = new LuceneRefresher(partitions, settings);
    try {
      partitions.load();
    } catch (IOException | RuntimeException e) {
      giveBack();
      throw e;
    }
    refresher.start();
  }

  @Override
  public void append(Collection<Event> events) {
    Map<LocalDate, List<LuceneBatch.Entry>> byDay = LuceneAppender.byDay(events);
    List<LucenePartition> touched = new ArrayList<>();
    appendLock.lock();
    try {
      requireOpen();
      byDay.forEach((day, entries) ->
          attempt("append to", day, () -> touched.add(appender.append(day, entries))));
    } finally {
      appendLock.unlock();
    }
    for (LucenePartition partition : touched) {
      if (partition.unrefreshedIds() > settings.maxUnrefreshedIds()) {
        attempt("refresh", partition.day(), partition::refresh);
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws EventStoreException when events appended since the last successful flush are lost, now
   *     or by an earlier failure; all of them have to be appended again
   */
  @Override
  public void flush() {
    EventStoreException lost =
        partitions.takeLost()
            ? new EventStoreException(
                "event store "
                    + name
                    + ": a partition was set aside with what was appended since the last flush; it"
                    + " has to be sent again")
            : null;
    forEach(partitions.all(), "flush", LucenePartition::commit, lost);
  }

  @Override
  public void refresh() {
    for (LucenePartition partition : partitions.all()) {
      attempt("refresh", partition.day(), partition::refresh);
    }
  }

  @Override
  public EventPage search(EventQuery query, Optional<EventPage.Cursor> after, int limit) {
    return ask(() -> search.search(query, after, limit));
  }

  @Override
  public Optional<Event> find(String id, OrganizationScope scope) {
    return ask(() -> search.find(id, scope));
  }

  @Override
  public long count(EventQuery query) {
    return ask(() -> search.count(query));
  }

  @Override
  public List<Bucket> histogram(EventQuery query, Duration interval) {
    HistogramGrid grid = new HistogramGrid(query.range(), interval, settings.limits().maxBuckets());
    return ask(() -> search.histogram(query, grid));
  }

  @Override
  public List<ValueCount> topValues(EventQuery query, String field, int limit) {
    ValueOrder.requireCountable(field);
    return ask(() -> search.topValues(query, field, limit));
  }

  @Override
  public List<Partition> deleteIngestedBefore(Instant limit, Predicate<Partition> mayGo) {
    return Retention.drop(partitions(), limit, mayGo, this::drop);
  }

  private Optional<Partition> drop(Partition partition) {
    LocalDate day = LocalDate.parse(partition.name());
    appendLock.lock();
    try {
      LucenePartition known = partitions.get(day);
      return known == null ? Optional.empty() : partitions.remove(known);
    } catch (IOException | AlreadyClosedException e) {
      throw failure("remove", day, e);
    } finally {
      appendLock.unlock();
    }
  }

  /** {@inheritDoc} Each becomes one segment. */
  @Override
  public List<Partition> compactIngestedBefore(Instant limit) {
    if (!compactLock.tryLock()) {
      return List.of();
    }
    try {
      List<Partition> compacted = new ArrayList<>();
      forEach(
          partitions.all().stream()
              .filter(partition -> Retention.isOver(partition.from(), limit))
              .toList(),
          "compact",
          partition -> compact(partition).ifPresent(compacted::add),
          null);
      return compacted;
    } finally {
      compactLock.unlock();
    }
  }

  private Optional<Partition> compact(LucenePartition partition) throws IOException {
    if (partition.isCompact()) {
      return Optional.empty();
    }
    Optional<Partition> before = partitions.describe(partition);
    if (before.isEmpty() || !partitions.hasRoomFor(before.get().bytes())) {
      return Optional.empty();
    }
    partition.compact();
    return partitions.describe(partition);
  }

  @Override
  public List<Partition> partitions() {
    return ask(() -> {
      List<Partition> all = new ArrayList<>();
      for (LucenePartition partition : partitions.all()) {
        partitions.describe(partition).ifPresent(all::add);
      }
      return all;
    });
  }

  /** Numbers since the store was opened. */
  public Stats stats() {
    Collection<LucenePartition> all = partitions.all();
    return new Stats(
        appender.appended(),
        appender.duplicates(),
        documents.misfits(),
        documents.truncated(),
        batch.unsearchable(),
        refresher.refreshes(),
        all.size(),
        (int) all.stream().filter(LucenePartition::isOpen).count(),
        (int) all.stream().filter(LucenePartition::isWriting).count(),
        partitions.setAside(),
        all.stream().mapToLong(LucenePartition::idBytes).sum());
  }

  /** Flushes and gives everything back. A second call does nothing. */
  @Override
  public void close() {
    appendLock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      appendLock.unlock();
    }
    refresher.stop();
    try {
      flush();
    } finally {
      giveBack();
    }
  }

  private void giveBack() {
    partitions.close();
    batch.close();
    if (lock != null) {
      LucenePartitions.closeQuietly(lock::close, "lock of " + name);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new EventStoreException("the event store " + name + " is closed");
    }
  }

  /** A question to the store. */
  private interface Question<T> {
    T ask() throws IOException;
  }

  private <T> T ask(Question<T> question) {
    requireOpen();
    refresher.searched();
    try {
      T answer = question.ask();
      partitions.trim();
      requireOpen(); // a partition that was closed meanwhile is missing in the answer
      return answer;
    } catch (IOException | AlreadyClosedException e) {
      throw new EventStoreException("the event store " + name + " could not be searched", e);
    }
  }

  /** Something done with one partition. */
  private interface Deed {
    void to(LucenePartition partition) throws IOException;
  }

  /** Tries it with each of {@code some} and throws the first failure, if any, when all are done. */
  private void forEach(
      Collection<LucenePartition> some,
      String verb,
      Deed deed,
      @Nullable EventStoreException earlier) {
    EventStoreException first = earlier;
    for (LucenePartition partition : some) {
      try {
        attempt(verb, partition.day(), () -> deed.to(partition));
      } catch (EventStoreException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void attempt(String verb, LocalDate day, LucenePartitions.Work work) {
    try {
      work.run();
    } catch (IOException | AlreadyClosedException e) {
      throw failure(verb, day, e);
    }
  }

  private EventStoreException failure(String verb, LocalDate day, Exception cause) {
    return new EventStoreException(
        "event store " + name + ": could not " + verb + " partition " + day, cause);
  }
}
