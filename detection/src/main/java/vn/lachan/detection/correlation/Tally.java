package vn.lachan.detection.correlation;

import org.jspecify.annotations.Nullable;

/** How often each value is there: a hash table with open addressing. For one thread. */
final class Tally {
  private @Nullable Object[] keys = new Object[8];
  private int[] counts = new int[8];
  private int size;

  /** How many different values are there. */
  int size() {
    return size;
  }

  private static int home(Object key, int length) {
    int hash = key.hashCode() * 0x9e3779b9;
    return (hash ^ (hash >>> 15)) & (length - 1);
  }

  private int find(Object key) {
    int i = home(key, keys.length);
    for (Object found = keys[i]; found != null && !found.equals(key); found = keys[i]) {
      i = (i + 1) & (keys.length - 1);
    }
    return i;
  }

  /** How often {@code key} is there. */
  int count(Object key) {
    return counts[find(key)];
  }

  void add(Object key) {
    int i = find(key);
    if (keys[i] == null) {
      keys[i] = key;
      size++;
    }
    counts[i]++;
    if (size * 2 > keys.length) {
      grow();
    }
  }

  private void grow() {
    @Nullable Object[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = new Object[oldKeys.length * 2];
    counts = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      Object key = oldKeys[i];
      if (key != null) {
        int to = find(key);
        keys[to] = key;
        counts[to] = oldCounts[i];
      }
    }
  }

  void remove(Object key) {
    int gap = find(key);
    if (keys[gap] == null || --counts[gap] > 0) {
      return;
    }
    size--;
    for (int i = (gap + 1) & (keys.length - 1); ; i = (i + 1) & (keys.length - 1)) {
      Object next = keys[i];
      if (next == null) {
        break;
      }
      int home = home(next, keys.length);
      if (((i - home) & (keys.length - 1)) >= ((i - gap) & (keys.length - 1))) {
        keys[gap] = next;
        counts[gap] = counts[i];
        gap = i;
      }
    }
    keys[gap] = null;
    counts[gap] = 0;
  }
}
