package vn.lachan.reports;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The named values of a report: a tree of maps, lists, texts, numbers, instants and booleans. The
 * JSON form of a report is this tree.
 */
public record ReportContent(Map<String, @Nullable Object> values) {
  public ReportContent {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** For other modules: class files do not tell them that the values may be null. */
  public static ReportContent of(Map<String, @Nullable Object> values) {
    return new ReportContent(values);
  }

  /** The value at a dotted path, or null. */
  @Nullable Object at(String path) {
    return at(values, path);
  }

  /** The list at {@code path}; empty when there is none. */
  List<?> list(String path) {
    return at(path) instanceof List<?> list ? list : List.of();
  }

  static @Nullable Object at(Map<?, ?> tree, String path) {
    Object value = tree;
    for (String part : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return value;
  }
}
