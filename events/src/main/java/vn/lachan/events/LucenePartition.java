package vn.lachan.events;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * The events ingested on one day: a Lucene index of its own.
 *
 * <p>Opens its writer with the first event and its reader with the first question. After a failure
 * to write (a full disk, for example) the writer is thrown away and the next append starts from the
 * last commit; if that loses events that had been taken, the next {@link #commit} says so.
 *
 * <p>Safe for use by several threads. {@code lock} guards the writer and the ids and is held while
 * a batch is indexed; the reader has a guard of its own, so that a search never waits for a batch.
 * A second commit or refresh waits for the first, as it must not return before it.
 */
final class LucenePartition {
  private static final String EARLIEST = "earliest";
  private static final String LATEST = "latest";

  private final LocalDate day;
  private final Directory directory;
  private final LuceneSettings settings;
  private final LuceneBatch batch;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock refreshLock = new ReentrantLock();
  private final ReentrantLock commitLock = new ReentrantLock();
  private final LuceneReaderSlot reader = new LuceneReaderSlot();

  /** Changed under {@code lock}; read without it to ask whether there is one. */
  private volatile @Nullable IndexWriter writer;

  private @Nullable LuceneIds ids;
  private int writerNumber;
  private boolean uncommitted;
  private boolean lost;
  private boolean removed;
  private boolean exists;
  private volatile long eventsAtRest;
  private volatile long earliest = Long.MAX_VALUE;
  private volatile long latest = Long.MIN_VALUE;
  private volatile boolean unrefreshed;
  private volatile long usedAt = System.nanoTime();

  LucenePartition(
      LocalDate day, Directory directory, LuceneSettings settings, LuceneBatch batch) {
    this.day = day;
    this.directory = directory;
    this.settings = settings;
    this.batch = batch;
  }

  /** Reads what the last commit says about times and numbers, without opening the index. */
  void readSummary() throws IOException {
    SegmentInfos commit;
    try {
      commit = SegmentInfos.readLatestCommit(directory);
    } catch (IndexNotFoundException e) {
      if (LucenePartitions.holdsSegments(directory)) {
        throw e;
      }
      return; // the process ended between making the folder and the first commit
    }
    exists = true;
    eventsAtRest = commit.totalMaxDoc();
    if (eventsAtRest > 0) {
      Map<String, String> data = commit.getUserData();
      earliest = Long.parseLong(data.getOrDefault(EARLIEST, Long.toString(Long.MIN_VALUE)));
      latest = Long.parseLong(data.getOrDefault(LATEST, Long.toString(Long.MAX_VALUE)));
    }
  }

  LocalDate day() {
    return day;
  }

  Directory directory() {
    return directory;
  }

  /** Lower bound of the {@code @timestamp}s inside, epoch milliseconds. */
  long earliest() {
    return earliest;
  }

  /** Upper bound of the {@code @timestamp}s inside, epoch milliseconds. */
  long latest() {
    return latest;
  }

  /** When it was last appended to or searched, on the clock of {@link System#nanoTime}. */
  long usedAt() {
    return usedAt;
  }

  /** Adds the events whose ids are new; returns how many there were. */
  int append(List<LuceneBatch.Entry> entries) throws IOException {
    lock.lock();
    try {
      IndexWriter open = openWriter();
      List<LuceneBatch.Entry> fresh = takeNew(entries);
      if (!fresh.isEmpty()) {
        uncommitted = true;
        unrefreshed = true;
        batch.index(open, fresh);
      }
      return fresh.size();
    } catch (IOException | AlreadyClosedException e) {
      discardWriter();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private List<LuceneBatch.Entry> takeNew(List<LuceneBatch.Entry> entries) throws IOException {
    LuceneIds known = requireIds();
    DirectoryReader shown = reader.require();
    List<LuceneBatch.Entry> fresh = new ArrayList<>(entries.size());
    for (LuceneBatch.Entry entry : entries) {
      if (!known.contains(entry.key(), shown)) {
        known.add(entry.key());
        fresh.add(entry);
        long timestamp = TimeBounds.millis(entry.event().timestamp());
        earliest = Math.min(earliest, timestamp);
        latest = Math.max(latest, timestamp);
      }
    }
    return fresh;
  }

  /** Whether an event of this id is in here. */
  boolean contains(LuceneIds.Key key) throws IOException {
    lock.lock();
    try {
      openWriter();
      return requireIds().contains(key, reader.require());
    } finally {
      lock.unlock();
    }
  }

  private LuceneIds requireIds() {
    if (ids == null) {
      throw new IllegalStateException("partition " + day + " has no writer");
    }
    return ids;
  }

  private IndexWriter openWriter() throws IOException {
    usedAt = System.nanoTime();
    if (removed) {
      throw new AlreadyClosedException("partition " + day + " was removed");
    }
    if (writer != null && writer.isOpen()) {
      return writer;
    }
    if (writer != null) {
      discardWriter(); // a merge in the background failed
    }
    IndexWriter opened = LuceneWriters.open(directory, settings);
    try {
      if (!DirectoryReader.indexExists(directory)) {
        opened.commit(); // from now on, a folder without a commit is a damaged one
      }
      DirectoryReader first = DirectoryReader.open(opened);
      ids = new LuceneIds(first, settings.idsReadAtOnce());
      reader.set(first);
    } catch (IOException | RuntimeException e) {
      opened.rollback();
      throw e;
    }
    exists = true;
    writer = opened;
    writerNumber++;
    return opened;
  }

  /** Throws the writer away with everything it has not committed. */
  private void discardWriter() {
    lost |= uncommitted;
    uncommitted = false;
    unrefreshed = false;
    IndexWriter broken = writer;
    forgetWriter();
    if (broken != null) {
      LucenePartitions.closeQuietly(broken::rollback, "rollback of partition " + day);
    }
  }

  /** Forgets the writer and its reader, which may show events that are lost with it. */
  private void forgetWriter() {
    writer = null;
    ids = null;
    writerNumber++;
    reader.set(null);
  }

  /**
   * Makes everything appended before durable. Whoever gets the exception knows that everything
   * since the last commit has to be sent again; the partition does not remember it any longer.
   *
   * @throws EventStoreException when events taken since the last commit are lost
   */
  void commit() throws IOException {
    if (takeLost()) {
      throw new EventStoreException(
          "partition "
              + day
              + " lost what was appended since the last flush; it has to be sent again");
    }
    try {
      writeCommit();
    } catch (IOException | AlreadyClosedException e) {
      takeLost();
      throw e;
    }
  }

  /** Whether events are lost of which nobody has been told; from now on, somebody has. */
  private boolean takeLost() {
    lock.lock();
    try {
      boolean was = lost;
      lost = false;
      return was;
    } finally {
      lock.unlock();
    }
  }

  private void writeCommit() throws IOException {
    commitLock.lock();
    try {
      Committing now = prepareCommit();
      if (now == null) {
        return;
      }
      try {
        now.writer().commit(); // without the lock: appending goes on meanwhile
        eventsAtRest = now.events();
      } catch (IOException | AlreadyClosedException e) {
        discardAfterCommit(now);
        throw e;
      }
    } finally {
      commitLock.unlock();
    }
  }

  private record Committing(IndexWriter writer, int number, long events) {}

  private @Nullable Committing prepareCommit() {
    lock.lock();
    try {
      if (writer == null || !uncommitted) {
        return null;
      }
      uncommitted = false;
      writer.setLiveCommitData(
          Map.of(EARLIEST, Long.toString(earliest), LATEST, Long.toString(latest)).entrySet());
      return new Committing(writer, writerNumber, writer.getDocStats().numDocs);
    } finally {
      lock.unlock();
    }
  }

  private void discardAfterCommit(Committing failed) {
    lock.lock();
    try {
      lost = true;
      if (writerNumber == failed.number()) {
        discardWriter();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes everything appended before visible. */
  void refresh() throws IOException {
    refreshLock.lock();
    try {
      Refreshing now = startRefresh();
      if (now != null) {
        try {
          finishRefresh(now, DirectoryReader.openIfChanged(now.from()));
        } catch (IOException | AlreadyClosedException e) {
          discardAfterRefresh(now);
          throw e;
        } finally {
          now.from().decRef();
        }
      }
    } finally {
      refreshLock.unlock();
    }
  }

  private record Refreshing(DirectoryReader from, int number) {}

  private @Nullable Refreshing startRefresh() {
    lock.lock();
    try {
      if (!unrefreshed || writer == null) {
        return null;
      }
      unrefreshed = false;
      requireIds().startRefresh();
      DirectoryReader from = reader.require();
      from.incRef();
      return new Refreshing(from, writerNumber);
    } finally {
      lock.unlock();
    }
  }

  private void finishRefresh(Refreshing now, @Nullable DirectoryReader next) throws IOException {
    lock.lock();
    try {
      boolean stillWanted = writerNumber == now.number();
      if (stillWanted) {
        requireIds().finishRefresh();
      }
      if (next != null && stillWanted) {
        reader.set(next);
      } else if (next != null) {
        next.decRef();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What could not be written to a segment is gone. */
  private void discardAfterRefresh(Refreshing failed) {
    lock.lock();
    try {
      if (writerNumber == failed.number()) {
        discardWriter();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean unrefreshed() {
    return unrefreshed;
  }

  /** How many ids are kept in memory because no reader shows them yet. */
  int unrefreshedIds() {
    lock.lock();
    try {
      return ids == null ? 0 : ids.unrefreshed();
    } finally {
      lock.unlock();
    }
  }

  /** Makes the event of this id visible if it was appended but no reader shows it yet. */
  void show(String id) throws IOException {
    if (isUnrefreshed(id)) {
      refresh();
    }
  }

  private boolean isUnrefreshed(String id) {
    lock.lock();
    try {
      return ids != null && ids.isUnrefreshed(id);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The reader to search, which the caller releases with {@code decRef}; null when the partition
   * was removed meanwhile. No older than the refresh interval.
   */
  @Nullable DirectoryReader acquire() throws IOException {
    usedAt = System.nanoTime();
    if (unrefreshed && usedAt - reader.setAt() > settings.refreshInterval().toNanos()) {
      refresh();
    }
    DirectoryReader open = reader.acquire();
    return open == null ? openAndAcquire() : open;
  }

  private @Nullable DirectoryReader openAndAcquire() throws IOException {
    lock.lock();
    try {
      if (removed || !exists) {
        return null;
      }
      if (reader.isEmpty()) {
        reader.set(DirectoryReader.open(directory));
      }
      return reader.acquire();
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    return !reader.isEmpty();
  }

  boolean isWriting() {
    return writer != null;
  }

  /** Commits and gives memory and files back; the next use opens it again. */
  void rest() throws IOException {
    writeCommit();
    lock.lock();
    try {
      IndexWriter idle = writer;
      if (uncommitted) {
        return; // appended to meanwhile: stays open
      }
      unrefreshed = false;
      if (idle != null) {
        eventsAtRest = idle.getDocStats().numDocs;
        forgetWriter();
        idle.close();
      } else {
        reader.set(null);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Rewrites the partition as one segment. */
  void compact() throws IOException {
    rest();
    lock.lock();
    try {
      if (writer != null || removed || eventsAtRest == 0) {
        return;
      }
      try (IndexWriter once = LuceneWriters.open(directory, settings)) {
        once.forceMerge(1);
        once.commit();
      }
      reader.set(null);
    } finally {
      lock.unlock();
    }
  }

  /** Closes everything without a commit; nobody can append or search after. */
  void remove() throws IOException {
    lock.lock();
    try {
      removed = true;
      discardWriter();
      directory.close();
    } finally {
      lock.unlock();
    }
  }

  /** What is known of it; {@code bytes} is its size. */
  EventStore.Partition describe(long bytes) {
    lock.lock();
    try {
      IndexWriter open = writer;
      long events = open != null && open.isOpen() ? open.getDocStats().numDocs : eventsAtRest;
      return new EventStore.Partition(
          day.toString(), day.atStartOfDay(ZoneOffset.UTC).toInstant(), events, bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Memory the ids take. */
  long idBytes() {
    lock.lock();
    try {
      return ids == null ? 0 : ids.bytes();
    } finally {
      lock.unlock();
    }
  }
}
