package vn.lachan.incidents.task;

import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.InvalidRequestException;

/**
 * Which tasks to list, what is due first on top.
 *
 * @param show open ones, finished ones or all
 * @param unit only those addressed to this unit; null for all units of the scope
 * @param after what the page before named as its next; null for the first page
 * @param limit 1 to 200
 */
public record TaskFilter(Show show, @Nullable String unit, @Nullable String after, int limit) {

  /** Which states to show. */
  public enum Show {
    OPEN,
    DONE,
    ALL
  }

  public static final TaskFilter ALL = new TaskFilter(Show.ALL, null, null, 50);

  public TaskFilter {
    if (limit < 1 || limit > 200) {
      throw new InvalidRequestException("limit", "Số dòng một trang từ 1 đến 200.");
    }
  }
}
