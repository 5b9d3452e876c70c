package vn.lachan.detection.correlation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The matches of one group, ordered by time and then by arrival. For one thread. */
final class Window {
  private long[] times = new long[4];
  private long[] arrivals = new long[4];
  private int[] positions = new int[4];
  private String[] ids = new String[4];
  private @Nullable String[] values = new String[4];
  private String[] @Nullable [] chains = new String[4][];
  private int head;
  private int size;

  /**
   * One match.
   *
   * @param position of the rule among the sources of the correlation
   * @param value what the correlation looks at; empty when it looks at no field
   * @param chain the events behind a match of another correlation, else empty
   */
  record Entry(
      long time, long arrived, int position, String id, String value, List<String> chain) {}

  int size() {
    return size;
  }

  long time(int i) {
    return times[head + i];
  }

  long arrived(int i) {
    return arrivals[head + i];
  }

  int position(int i) {
    return positions[head + i];
  }

  String id(int i) {
    return ids[head + i];
  }

  String value(int i) {
    String value = values[head + i];
    return value == null ? "" : value;
  }

  List<String> chain(int i) {
    String[] chain = chains[head + i];
    return chain == null ? List.of() : List.of(chain);
  }

  /** The first place whose time is not before {@code time}. */
  int lowerBound(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (time(middle) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether the same event is there already, for the same rule if {@code perPosition}. */
  boolean holds(Entry entry, boolean perPosition) {
    for (int i = lowerBound(entry.time()); i < size && time(i) == entry.time(); i++) {
      if (id(i).equals(entry.id()) && (!perPosition || position(i) == entry.position())) {
        return true;
      }
    }
    return false;
  }

  /** Puts a match in its place and returns that. */
  int insert(Entry entry) {
    if (head + size == times.length) {
      makeRoom();
    }
    int at = size;
    while (at > 0 && time(at - 1) > entry.time()) {
      at--;
    }
    int from = head + at;
    int moved = size - at;
    System.arraycopy(times, from, times, from + 1, moved);
    System.arraycopy(arrivals, from, arrivals, from + 1, moved);
    System.arraycopy(positions, from, positions, from + 1, moved);
    System.arraycopy(ids, from, ids, from + 1, moved);
    System.arraycopy(values, from, values, from + 1, moved);
    System.arraycopy(chains, from, chains, from + 1, moved);
    times[from] = entry.time();
    arrivals[from] = entry.arrived();
    positions[from] = entry.position();
    ids[from] = entry.id();
    values[from] = entry.value();
    chains[from] = entry.chain().toArray(String[]::new);
    size++;
    return at;
  }

  private void makeRoom() {
    int capacity = head > size ? times.length : times.length * 2;
    times = moved(times, new long[capacity]);
    arrivals = moved(arrivals, new long[capacity]);
    int[] newPositions = new int[capacity];
    System.arraycopy(positions, head, newPositions, 0, size);
    positions = newPositions;
    ids = Arrays.copyOf(Arrays.copyOfRange(ids, head, head + size), capacity);
    values = Arrays.copyOf(Arrays.copyOfRange(values, head, head + size), capacity);
    chains = Arrays.copyOf(Arrays.copyOfRange(chains, head, head + size), capacity);
    head = 0;
  }

  private long[] moved(long[] from, long[] to) {
    System.arraycopy(from, head, to, 0, size);
    return to;
  }

  /** Lets the oldest match go. */
  void removeFirst() {
    values[head] = null;
    chains[head] = new String[0];
    head++;
    size--;
  }
}
