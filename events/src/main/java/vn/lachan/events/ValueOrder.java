package vn.lachan.events;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import vn.lachan.events.EventStore.ValueCount;
import vn.lachan.events.QuerySyntaxException.Code;

/** What both stores agree on when values are counted. */
final class ValueOrder {
  private static final Comparator<ValueCount> MOST_FREQUENT_FIRST =
      Comparator.comparingLong(ValueCount::count).reversed().thenComparing(ValueCount::value);

  static List<ValueCount> top(Stream<ValueCount> counts, int limit) {
    return counts.sorted(MOST_FREQUENT_FIRST).limit(limit).toList();
  }

  /**
   * Refuses fields of which every event has a value of its own.
   *
   * @throws QuerySyntaxException when counting {@code field} makes no sense
   */
  static void requireCountable(String field) {
    boolean unlike =
        EcsSchema.DEFAULT
            .typeOf(field)
            .filter(type -> type == FieldType.TEXT || type == FieldType.DIGEST)
            .isPresent();
    if (unlike || FieldCriteria.ID.equals(field) || field.isBlank()) {
      throw new QuerySyntaxException(Code.FIELD, "the values of '" + field + "' are not counted");
    }
  }

  private ValueOrder() {}
}
