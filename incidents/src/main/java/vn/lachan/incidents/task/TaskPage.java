package vn.lachan.incidents.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of tasks.
 *
 * @param next where the next page starts; null on the last
 */
public record TaskPage(List<Task> items, @Nullable String next) {
  public TaskPage {
    items = List.copyOf(items);
  }
}
