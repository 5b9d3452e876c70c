package vn.lachan.app.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.kafka.KafkaBatch.Place;

/**
 * Puts what comes from several partitions into the order of ingest. Something may go when every
 * partition is known to be past its time: nothing that belongs before it can come any more. The
 * time is that of the log (when the broker appended a record), told by the partitions themselves,
 * so that no clocks of different machines are compared.
 *
 * <p>The same calls give the same order. When more than {@code early} wait, because a partition
 * stays behind, the oldest goes without waiting and is counted. For one thread.
 *
 * @param <T> what is put in order
 */
final class IngestOrder<T> {
  private final int early;
  private final Map<Integer, Long> reached = new HashMap<>();
  private final PriorityQueue<Waiting<T>> waiting = new PriorityQueue<>();
  private int partitions = Integer.MAX_VALUE;
  private long hurried;

  /**
   * Something that waits.
   *
   * @param mark what the caller calls it
   */
  record Waiting<T>(Place place, long mark, T what) implements Comparable<Waiting<T>> {
    @Override
    public int compareTo(Waiting<T> other) {
      int order = place.compareTo(other.place);
      return order == 0 ? Long.compare(mark, other.mark) : order;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Waiting<?> that && place.equals(that.place) && mark == that.mark;
    }

    @Override
    public int hashCode() {
      return 31 * place.hashCode() + Long.hashCode(mark);
    }
  }

  IngestOrder(int early) {
    this.early = early;
  }

  void add(Place place, long mark, T what) {
    waiting.add(new Waiting<>(place, mark, what));
  }

  /** A partition is past {@code time}; it never goes back. */
  void reached(int partition, long time) {
    reached.merge(partition, time, Math::max);
  }

  /** How many partitions there are; nothing goes before all of them were heard of. */
  void partitions(int count) {
    partitions = count;
  }

  /** Every partition is past this time; the smallest number when one was never heard of. */
  long low() {
    if (reached.size() < partitions) {
      return Long.MIN_VALUE;
    }
    return reached.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
  }

  /** The next that may go, or null. */
  @Nullable Waiting<T> next(long low) {
    Waiting<T> first = waiting.peek();
    if (first == null) {
      return null;
    }
    if (first.place().time() < low) {
      return waiting.remove();
    }
    if (waiting.size() > early) {
      hurried++;
      return waiting.remove();
    }
    return null;
  }

  int size() {
    return waiting.size();
  }

  /** How many went without waiting. */
  long hurried() {
    return hurried;
  }

  int partitions() {
    return partitions;
  }

  Map<Integer, Long> reached() {
    return Map.copyOf(reached);
  }

  /** The marks of what waits. */
  List<Long> marks() {
    return waiting.stream().map(Waiting::mark).sorted().toList();
  }
}
