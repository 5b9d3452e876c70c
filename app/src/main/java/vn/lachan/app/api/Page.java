package vn.lachan.app.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next what to pass as {@code after} for the next page, or null on the last one
 * @param total how many there are in all, where that is cheap to know
 */
record Page<T>(List<T> items, @Nullable String next, @Nullable Long total) {
  Page {
    items = List.copyOf(items);
  }
}
