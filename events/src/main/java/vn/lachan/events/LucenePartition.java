package vn.lachan.events;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.lucene.index.DirectoryReader;
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
 * A second commit or refresh waits for the first, as it must not return before it. Who needs {@code
 * commitLock} or {@code refreshLock} takes it before {@code lock}.
 */
final class LucenePartition {
  private final LocalDate day;
  private final Directory directory;
  private final LuceneSettings settings;
  private final LuceneBatch batch;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock refreshLock = new ReentrantLock();
  private final ReentrantLock commitLock = new ReentrantLock();
  private final LuceneReaderSlot reader = new LuceneReaderSlot();
  private final LuceneSummary summary = new LuceneSummary();

  /** Changed under {@code lock}; read without it to ask whether there is one. */
  private volatile @Nullable LuceneWriting writing;

  private boolean uncommitted;
  private boolean lost;
  private volatile boolean removed;
  private boolean compacting;
  private boolean exists;
  private volatile boolean unrefreshed;
  private volatile long usedAt = System.nanoTime();

  LucenePartition(LocalDate day, Directory directory, LuceneSettings settings, LuceneBatch batch) {
    this.day = day;
    this.directory = directory;
    this.settings = settings;
    this.batch = batch;
  }

  /** Reads what the last commit says about times and numbers, without opening the index. */
  void readSummary() throws IOException {
    exists = summary.read(directory);
  }

  LocalDate day() {
    return day;
  }

  /** Start of the day, UTC. */
  Instant from() {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  Directory directory() {
    return directory;
  }

  /** Lower bound of the {@code @timestamp}s inside, epoch milliseconds. */
  long earliest() {
    return summary.earliest();
  }

  /** Upper bound of the {@code @timestamp}s inside, epoch milliseconds. */
  long latest() {
    return summary.latest();
  }

  /** When it was last appended to or searched, on the clock of {@link System#nanoTime}. */
  long usedAt() {
    return usedAt;
  }

  /** Adds the events whose ids are new; returns how many there were. */
  int append(List<LuceneBatch.Entry> entries) throws IOException {
    lock.lock();
    boolean done = false;
    try {
      LuceneWriting open = openWriting();
      List<LuceneBatch.Entry> fresh = takeNew(entries, open.ids());
      if (!fresh.isEmpty()) {
        uncommitted = true;
        unrefreshed = true;
        batch.index(open.writer(), fresh);
      }
      done = true;
      return fresh.size();
    } finally {
      if (!done) {
        discardWriting(); // whatever it was: the ids may name events that were not indexed
      }
      lock.unlock();
    }
  }

  private List<LuceneBatch.Entry> takeNew(List<LuceneBatch.Entry> entries, LuceneIds known)
      throws IOException {
    DirectoryReader shown = reader.require();
    List<LuceneBatch.Entry> fresh = new ArrayList<>(entries.size());
    for (LuceneBatch.Entry entry : entries) {
      if (!known.contains(entry.key(), shown)) {
        known.add(entry.key());
        fresh.add(entry);
        summary.widen(entry.event().timestamp());
      }
    }
    return fresh;
  }

  /** Whether an event of this id is in here. */
  boolean contains(LuceneIds.Key key) throws IOException {
    lock.lock();
    try {
      return openWriting().ids().contains(key, reader.require());
    } finally {
      lock.unlock();
    }
  }

  private LuceneWriting openWriting() throws IOException {
    usedAt = System.nanoTime();
    if (removed) {
      throw new AlreadyClosedException("partition " + day + " was removed");
    }
    LuceneWriting open = writing;
    if (open != null && open.isOpen()) {
      return open;
    }
    if (open != null) {
      discardWriting(); // a merge in the background failed
    }
    open = LuceneWriting.open(directory, settings, reader);
    exists = true;
    writing = open;
    return open;
  }

  /** Throws the writer away with everything it has not committed. */
  private void discardWriting() {
    lost |= uncommitted;
    uncommitted = false;
    LuceneWriting broken = forgetWriting();
    if (broken != null) {
      LucenePartitions.closeQuietly(broken.writer()::rollback, "rollback of partition " + day);
    }
  }

  /** Forgets the writer and its reader, which may show events that are lost with it. */
  private @Nullable LuceneWriting forgetWriting() {
    LuceneWriting before = writing;
    writing = null;
    unrefreshed = false;
    reader.set(null);
    return before;
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
        now.writing().writer().commit(); // without the lock: appending goes on meanwhile
        summary.committed(now.events());
      } catch (IOException | AlreadyClosedException e) {
        discardAfterCommit(now);
        throw e;
      }
    } finally {
      commitLock.unlock();
    }
  }

  private record Committing(LuceneWriting writing, long events) {}

  private @Nullable Committing prepareCommit() {
    lock.lock();
    try {
      LuceneWriting open = writing;
      if (open == null || !uncommitted) {
        return null;
      }
      uncommitted = false;
      open.writer().setLiveCommitData(summary.commitData().entrySet());
      return new Committing(open, open.events());
    } finally {
      lock.unlock();
    }
  }

  private void discardAfterCommit(Committing failed) {
    lock.lock();
    try {
      lost = true;
      if (writing == failed.writing()) {
        discardWriting();
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
          if (wasInUse(now)) {
            throw e;
          }
        } finally {
          now.from().decRef();
        }
      }
    } finally {
      refreshLock.unlock();
    }
  }

  private record Refreshing(LuceneWriting writing, DirectoryReader from) {}

  private @Nullable Refreshing startRefresh() {
    lock.lock();
    try {
      LuceneWriting open = writing;
      if (!unrefreshed || open == null) {
        return null;
      }
      unrefreshed = false;
      open.ids().startRefresh();
      DirectoryReader from = reader.require();
      from.incRef();
      return new Refreshing(open, from);
    } finally {
      lock.unlock();
    }
  }

  private void finishRefresh(Refreshing now, @Nullable DirectoryReader next) throws IOException {
    lock.lock();
    try {
      boolean stillWanted = writing == now.writing();
      if (stillWanted) {
        now.writing().ids().finishRefresh();
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

  /**
   * Whether a refresh that failed was of the writer in use: what it could not write to a segment is
   * gone with it. One that was closed meanwhile has nothing left to show: the next question opens
   * what it committed.
   */
  private boolean wasInUse(Refreshing failed) {
    lock.lock();
    try {
      boolean inUse = writing == failed.writing();
      if (inUse) {
        discardWriting();
      }
      return inUse;
    } finally {
      lock.unlock();
    }
  }

  boolean unrefreshed() {
    return unrefreshed;
  }

  /** How many ids are kept in memory because no reader shows them yet. */
  int unrefreshedIds() {
    return ofWriting(open -> open.ids().unrefreshed(), 0);
  }

  /** Makes the event of this id visible if it was appended but no reader shows it yet. */
  void show(String id) throws IOException {
    if (ofWriting(open -> open.ids().isUnrefreshed(id), false)) {
      refresh();
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
    return writing != null;
  }

  /**
   * Commits and gives memory and files back; the next use opens it again. Stays open while it is
   * compacted, or when it was appended to meanwhile.
   */
  void rest() throws IOException {
    commitLock.lock(); // no other commit may need the writer that is closed here
    try {
      writeCommit();
      lock.lock();
      try {
        if (!uncommitted && !compacting) {
          closeWriting();
        }
      } finally {
        lock.unlock();
      }
    } finally {
      commitLock.unlock();
    }
  }

  private void closeWriting() throws IOException {
    LuceneWriting idle = forgetWriting();
    if (idle != null) {
      summary.committed(idle.events());
      idle.writer().close();
    }
  }

  /**
   * Whether it is one segment already, on disk and whole; nothing is left to do for one that is
   * gone.
   */
  boolean isCompact() throws IOException {
    lock.lock();
    try {
      return removed
          || !exists
          || (!uncommitted && SegmentInfos.readLatestCommit(directory).size() <= 1);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Rewrites the partition as one segment; it can be appended to and searched meanwhile. Returns
   * without having done so when it holds nothing or is removed.
   */
  void compact() throws IOException {
    LuceneWriting open = startCompacting();
    if (open == null) {
      return;
    }
    try {
      open.writer().forceMerge(1); // without the lock: this takes minutes
    } catch (IOException | IllegalStateException e) { // or a merge had failed before
      if (!removed) {
        throw new IOException("the events of " + day + " could not be merged", e);
      }
    } finally {
      finishCompacting(open);
    }
    rest();
  }

  private @Nullable LuceneWriting startCompacting() throws IOException {
    lock.lock();
    try {
      if (removed || !exists) {
        return null;
      }
      LuceneWriting open = openWriting();
      compacting = true;
      return open;
    } finally {
      lock.unlock();
    }
  }

  private void finishCompacting(LuceneWriting open) {
    lock.lock();
    try {
      compacting = false;
      uncommitted |= writing == open;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes everything without a commit; nobody can append or search after.
   *
   * @return whether that loses events taken since the last commit
   */
  boolean remove() throws IOException {
    lock.lock();
    try {
      removed = true;
      discardWriting();
      directory.close();
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** What is known of it; {@code bytes} is its size. */
  EventStore.Partition describe(long bytes) {
    long events = ofWriting(LuceneWriting::events, summary.events());
    return new EventStore.Partition(day.toString(), from(), events, bytes);
  }

  /** Memory the ids take. */
  long idBytes() {
    return ofWriting(open -> open.ids().bytes(), 0L);
  }

  /** What {@code question} says of the writer in use, or {@code none} without one. */
  private <T> T ofWriting(Function<LuceneWriting, T> question, T none) {
    lock.lock();
    try {
      LuceneWriting open = writing;
      return open == null || !open.isOpen() ? none : question.apply(open);
    } finally {
      lock.unlock();
    }
  }
}
