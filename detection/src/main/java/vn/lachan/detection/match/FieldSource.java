package vn.lachan.detection.match;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the fields of one event are read from. Values are texts, numbers, truth values or lists of
 * these. Field names have no spaces.
 */
public interface FieldSource {

  /** The value of {@code field}; null when it is absent or is null. */
  @Nullable Object get(String field);

  /** Whether the event has {@code field}, be its value null. */
  boolean has(String field);

  /** Gives every value of the event, in no particular order. */
  void forEachValue(Consumer<Object> action);

  /**
   * Whether this source drops empty texts, so that an absent field may have been empty. The test
   * for an empty value then holds for an absent field too.
   */
  boolean emptyIsAbsent();
}
