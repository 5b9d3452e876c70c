package vn.lachan.registry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values by network; the closest network that holds an address wins. A look-up is a binary search
 * in sorted numbers: it costs the logarithm of the number of networks and makes no garbage.
 * Immutable.
 *
 * @param <T> what a network has
 */
public final class NetworkMap<T> {
  private final Ranges<T> four;
  private final Ranges<T> six;
  private final int size;

  private NetworkMap(Ranges<T> four, Ranges<T> six, int size) {
    this.four = four;
    this.six = six;
    this.size = size;
  }

  /** The given pairs; of equal networks the last wins. */
  public static <T> NetworkMap<T> of(List<Map.Entry<Network, T>> entries) {
    return new NetworkMap<>(ranges(entries, 4), ranges(entries, 16), entries.size());
  }

  /** How many networks. */
  public int size() {
    return size;
  }

  /** The value of the closest network that holds {@code address} (four or sixteen bytes). */
  public Optional<T> at(byte[] address) {
    return Optional.ofNullable(
        switch (address.length) {
          case 4 -> four.at(0, low4(address));
          case 16 -> six.at(half(address, 0), half(address, 8));
          default -> null;
        });
  }

  /**
   * Stretches of addresses without overlap, in unsigned order: from each start to the next. A value
   * is null where no network is.
   */
  private static final class Ranges<T> {
    private final long[] high;
    private final long[] low;
    private final List<@Nullable T> values;

    Ranges(List<long[]> starts, List<@Nullable T> values) {
      this.high = starts.stream().mapToLong(start -> start[0]).toArray();
      this.low = starts.stream().mapToLong(start -> start[1]).toArray();
      this.values = values;
    }

    @Nullable T at(long addressHigh, long addressLow) {
      int from = 0;
      int to = low.length - 1;
      while (from <= to) {
        int middle = (from + to) >>> 1;
        if (compare(high[middle], low[middle], addressHigh, addressLow) <= 0) {
          from = middle + 1;
        } else {
          to = middle - 1;
        }
      }
      return to < 0 ? null : values.get(to);
    }
  }

  private record Block<T>(Network network, T value) {
    long[] first() {
      return number(network.first());
    }

    long[] last() {
      return number(network.last());
    }

    int bits() {
      return network.bits();
    }
  }

  private static <T> Ranges<T> ranges(List<Map.Entry<Network, T>> entries, int length) {
    List<Block<T>> blocks = new ArrayList<>();
    for (Map.Entry<Network, T> entry : entries) {
      if (entry.getKey().first().length == length) {
        blocks.add(new Block<>(entry.getKey(), entry.getValue()));
      }
    }
    blocks.sort(
        Comparator.<Block<T>, long[]>comparing(Block::first, NetworkMap::compare)
            .thenComparingInt(Block::bits));
    return flatten(blocks);
  }

  /** Blocks nest or are apart, so a stack of those around a place is enough. */
  private static <T> Ranges<T> flatten(List<Block<T>> blocks) {
    List<long[]> starts = new ArrayList<>();
    List<@Nullable T> values = new ArrayList<>();
    Deque<Block<T>> around = new ArrayDeque<>();
    for (Block<T> block : blocks) {
      close(around, block.first(), starts, values);
      begin(block.first(), block.value(), starts, values);
      around.push(block);
    }
    close(around, null, starts, values);
    return new Ranges<>(starts, values);
  }

  private static <T> void close(
      Deque<Block<T>> around,
      long @Nullable [] before,
      List<long[]> starts,
      List<@Nullable T> values) {
    while (!around.isEmpty() && (before == null || compare(around.getFirst().last(), before) < 0)) {
      long[] end = around.pop().last();
      long[] next = {end[1] == -1 ? end[0] + 1 : end[0], end[1] + 1};
      boolean wrapped = next[0] == 0 && next[1] == 0;
      if (!wrapped) {
        begin(next, around.isEmpty() ? null : around.getFirst().value(), starts, values);
      }
    }
  }

  private static <T> void begin(
      long[] at, @Nullable T value, List<long[]> starts, List<@Nullable T> values) {
    int last = starts.size() - 1;
    if (last >= 0 && Arrays.equals(starts.get(last), at)) {
      values.set(last, value);
    } else {
      starts.add(at);
      values.add(value);
    }
  }

  private static long[] number(byte[] address) {
    return address.length == 4
        ? new long[] {0, low4(address)}
        : new long[] {half(address, 0), half(address, 8)};
  }

  private static long low4(byte[] address) {
    return (address[0] & 0xffL) << 24
        | (address[1] & 0xffL) << 16
        | (address[2] & 0xffL) << 8
        | (address[3] & 0xffL);
  }

  private static long half(byte[] address, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | (address[i] & 0xff);
    }
    return value;
  }

  private static int compare(long[] a, long[] b) {
    return compare(a[0], a[1], b[0], b[1]);
  }

  private static int compare(long highA, long lowA, long highB, long lowB) {
    int high = Long.compareUnsigned(highA, highB);
    return high == 0 ? Long.compareUnsigned(lowA, lowB) : high;
  }
}
