package vn.lachan.detection.correlation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Matches ordered by time and then by arrival. For one thread. */
class Window {
  private static final Entry[] NONE = {};
  private static final int FIRST_CAPACITY = 2;
  private static final int WORTH_SHRINKING = 32;

  private @Nullable Entry[] entries = NONE;
  private int head;
  private int size;

  final int size() {
    return size;
  }

  @SuppressWarnings("NullAway") // every place below size is filled
  final Entry entry(int i) {
    return entries[head + i];
  }

  final long time(int i) {
    return entry(i).time();
  }

  /** The first place whose time is not before {@code time}. */
  final int lowerBound(long time) {
    return firstAfter(time - 1);
  }

  /** The first place whose time is after {@code time}. */
  private int firstAfter(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (time(middle) <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Puts a match in its place, behind those of the same time, and returns that. */
  int insert(Entry entry) {
    int at = size == 0 || time(size - 1) <= entry.time() ? size : firstAfter(entry.time());
    boolean front = at < size / 2;
    if (front ? head == 0 : head + size == entries.length) {
      makeRoom(front);
    }
    if (front && head > 0) {
      System.arraycopy(entries, head, entries, head - 1, at);
      head--;
    } else {
      System.arraycopy(entries, head + at, entries, head + at + 1, size - at);
    }
    entries[head + at] = entry;
    size++;
    return at;
  }

  /** Afterwards there is a free place at the end, and if wanted one at the front. */
  private void makeRoom(boolean front) {
    boolean enough = entries.length - size > size / 2 && entries.length > FIRST_CAPACITY;
    move(enough ? entries.length : Math.max(FIRST_CAPACITY, entries.length * 2), front);
  }

  private void move(int capacity, boolean front) {
    @Nullable Entry[] moved = new Entry[capacity];
    int to = front ? (capacity - size) / 2 : 0;
    System.arraycopy(entries, head, moved, to, size);
    entries = moved;
    head = to;
  }

  /** Lets the oldest match go and returns it. */
  Entry removeFirst() {
    Entry first = entry(0);
    entries[head] = null;
    head++;
    size--;
    if (entries.length >= WORTH_SHRINKING && size < entries.length / 4) {
      move(entries.length / 2, false);
    }
    return first;
  }

  /** Lets all go. */
  void clear() {
    Arrays.fill(entries, null);
    entries = NONE;
    head = 0;
    size = 0;
  }
}
