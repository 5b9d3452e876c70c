package vn.lachan.events;

import org.apache.lucene.index.DirectoryReader;
import org.jspecify.annotations.Nullable;

/**
 * The reader that searches use now. A search takes a reference of its own, so that the reader can
 * be exchanged at any time and is closed when the last search lets go. Safe for use by several
 * threads.
 */
final class LuceneReaderSlot {
  private @Nullable DirectoryReader current;
  private long setAt = System.nanoTime();

  /** The reader with a new reference, released by {@code decRef}; null when there is none. */
  synchronized @Nullable DirectoryReader acquire() {
    if (current != null) {
      current.incRef();
    }
    return current;
  }

  /** The reader, for one who keeps it from being exchanged. */
  synchronized DirectoryReader require() {
    if (current == null) {
      throw new IllegalStateException("the partition has no reader");
    }
    return current;
  }

  synchronized boolean isEmpty() {
    return current == null;
  }

  /** When the reader was set, on the clock of {@link System#nanoTime}. */
  synchronized long setAt() {
    return setAt;
  }

  /** Exchanges the reader; {@code next} brings the reference that this slot holds. */
  void set(@Nullable DirectoryReader next) {
    DirectoryReader before;
    synchronized (this) {
      before = current;
      current = next;
      setAt = System.nanoTime();
    }
    if (before != null) {
      LucenePartitions.closeQuietly(before::decRef, "reader of a partition");
    }
  }
}
