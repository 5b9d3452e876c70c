package vn.lachan.incidents.queue;

import java.util.Map;

/**
 * Figures of the queue since this process started.
 *
 * @param opened rows made
 * @param joined alerts that joined a row
 * @param known alerts that had been added before
 * @param rows rows in the database by state, now
 */
public record QueueStats(long opened, long joined, long known, Map<AlertState, Long> rows) {
  public QueueStats {
    rows = Map.copyOf(rows);
  }
}
