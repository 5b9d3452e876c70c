package vn.lachan.detection.correlation;

import org.jspecify.annotations.Nullable;

/**
 * Finds a match among many by its event, so that a flood of events of the same time cannot make
 * every one of them look at all others. A hash table with open addressing. For one thread.
 */
final class Duplicates {
  private final boolean perPosition;
  private @Nullable Entry[] table;
  private int size;

  Duplicates(Window window, boolean perPosition) {
    this.perPosition = perPosition;
    this.table = new Entry[Integer.highestOneBit(Math.max(8, window.size())) * 4];
    for (int i = 0; i < window.size(); i++) {
      add(window.entry(i));
    }
  }

  private static int home(Entry entry, int length) {
    int hash = entry.id().hashCode() * 0x9e3779b9;
    return (hash ^ (hash >>> 15)) & (length - 1);
  }

  boolean contains(Entry entry) {
    for (int i = home(entry, table.length); ; i = (i + 1) & (table.length - 1)) {
      Entry found = table[i];
      if (found == null) {
        return false;
      }
      if (found.same(entry, perPosition)) {
        return true;
      }
    }
  }

  void add(Entry entry) {
    if (size * 2 >= table.length) {
      @Nullable Entry[] old = table;
      table = new Entry[old.length * 2];
      for (Entry moved : old) {
        if (moved != null) {
          place(moved);
        }
      }
    }
    place(entry);
    size++;
  }

  private void place(Entry entry) {
    int i = home(entry, table.length);
    while (table[i] != null) {
      i = (i + 1) & (table.length - 1);
    }
    table[i] = entry;
  }

  /** Takes out an entry and closes the gap that it leaves. */
  void remove(Entry entry) {
    int gap = home(entry, table.length);
    for (Entry found = table[gap]; found == null || !found.same(entry, perPosition); ) {
      if (found == null) {
        return;
      }
      gap = (gap + 1) & (table.length - 1);
      found = table[gap];
    }
    for (int i = (gap + 1) & (table.length - 1); ; i = (i + 1) & (table.length - 1)) {
      Entry next = table[i];
      if (next == null) {
        break;
      }
      int home = home(next, table.length);
      if (((i - home) & (table.length - 1)) >= ((i - gap) & (table.length - 1))) {
        table[gap] = next;
        gap = i;
      }
    }
    table[gap] = null;
    size--;
  }
}
