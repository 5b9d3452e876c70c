package vn.lachan.incidents.queue;

import java.util.List;

/**
 * What became of alerts that were added.
 *
 * @param opened new rows of the queue
 * @param joined rows that an alert joined as one more occurrence; as they are now
 * @param known alerts that had been added before
 */
public record Added(List<QueuedAlert> opened, List<QueuedAlert> joined, int known) {
  public Added {
    opened = List.copyOf(opened);
    joined = List.copyOf(joined);
  }
}
