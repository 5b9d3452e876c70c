package vn.lachan.collector.kafka;

import java.util.List;
import java.util.Map;
import vn.lachan.collector.HandOverBatch;
import vn.lachan.collector.RawLog;

/**
 * Raw logs of several partitions, read together.
 *
 * @param logs in the order in which they were read: of one partition in its order
 * @param places where each of them stands in the topic
 * @param reached for each partition of which anything was read, marks of time included, the last
 *     place
 */
public record KafkaBatch(List<RawLog> logs, List<Place> places, Map<Integer, Place> reached)
    implements HandOverBatch {

  /**
   * A place in the topic of raw logs. Places are in the order of ingest: by the time at which the
   * broker appended the record, then by partition, then by offset.
   *
   * @param time milliseconds since 1970; never goes back within a partition
   */
  public record Place(long time, int partition, long offset) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = Long.compare(time, other.time);
      order = order == 0 ? Integer.compare(partition, other.partition) : order;
      return order == 0 ? Long.compare(offset, other.offset) : order;
    }
  }

  public KafkaBatch {
    logs = List.copyOf(logs);
    places = List.copyOf(places);
    reached = Map.copyOf(reached);
  }

  /** Whether not even a mark of time was read. */
  public boolean isEmpty() {
    return reached.isEmpty();
  }
}
