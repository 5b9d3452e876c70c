package vn.lachan.collector.journal;

import java.util.List;
import vn.lachan.collector.HandOverBatch;
import vn.lachan.collector.RawLog;

/**
 * Records read together.
 *
 * @param logs the records in the order they were taken; empty when nothing came in time
 * @param next what to commit once all of them are done with
 */
public record JournalBatch(List<RawLog> logs, JournalPosition next) implements HandOverBatch {
  public JournalBatch {
    logs = List.copyOf(logs);
  }

  public boolean isEmpty() {
    return logs.isEmpty();
  }
}
