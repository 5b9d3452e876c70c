package vn.lachan.collector.dataset.step;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the number of a key in the middle of a text without cutting it out. Immutable. */
final class KeyTable {
  private final @Nullable String[] keys;
  private final int[] slots;
  private final int mask;

  KeyTable(Map<String, Integer> wanted) {
    int size = Integer.highestOneBit(Math.max(8, wanted.size() * 4));
    this.keys = new String[size];
    this.slots = new int[size];
    this.mask = size - 1;
    wanted.forEach((key, slot) -> {
      int at = spread(key.hashCode()) & mask;
      while (keys[at] != null) {
        at = (at + 1) & mask;
      }
      keys[at] = key;
      slots[at] = slot;
    });
  }

  /** The number, -1 when nobody asked for the key. */
  int find(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    int at = spread(hash) & mask;
    for (String key = keys[at]; key != null; key = keys[at]) {
      if (key.length() == to - from && text.regionMatches(from, key, 0, to - from)) {
        return slots[at];
      }
      at = (at + 1) & mask;
    }
    return -1;
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 15);
  }
}
