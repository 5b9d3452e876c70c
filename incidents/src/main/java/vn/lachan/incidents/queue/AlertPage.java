package vn.lachan.incidents.queue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;

/**
 * A page of the queue and the figures above it.
 *
 * @param items the rows
 * @param next where the next page starts; null on the last
 * @param total rows of all pages
 * @param counts rows by level, as if the filter named no level; every level has a figure
 * @param unassigned rows that nobody owns and somebody must decide
 * @param overdue rows whose time to decide has passed
 * @param newest time of the latest alert among all rows; null without rows
 */
public record AlertPage(
    List<QueuedAlert> items,
    @Nullable String next,
    long total,
    Map<Level, Long> counts,
    long unassigned,
    long overdue,
    @Nullable Instant newest) {

  public AlertPage {
    items = List.copyOf(items);
    counts = Map.copyOf(counts);
  }
}
