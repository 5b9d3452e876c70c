package vn.lachan.detection.sigma;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A rule about several events.
 *
 * @param rules ids or names of the rules whose matches it looks at, in the order of the file
 * @param groupBy fields or aliases whose values must be the same; may be empty
 * @param aliases alias to (id or name of a rule to field)
 * @param conditions all must hold; empty for temporal rules that want every rule
 * @param fields what {@code value_*} types look at; several (only {@code value_count}) are taken
 *     together
 * @param percentile which one {@code value_percentile} and {@code value_median} compare with the
 *     conditions, from 0 to 100; when it is empty, {@code value_percentile} compares the share that
 *     the value of the last event has
 * @param generate whether the rules it refers to also raise alerts of their own
 */
public record SigmaCorrelation(
    SigmaHeader header,
    Type type,
    List<String> rules,
    List<String> groupBy,
    Duration timespan,
    Map<String, Map<String, String>> aliases,
    List<Limit> conditions,
    List<String> fields,
    Optional<BigDecimal> percentile,
    boolean generate)
    implements SigmaDocument {
  /** The percentile that {@code value_median} compares. */
  public static final BigDecimal MEDIAN = BigDecimal.valueOf(50);

  private static final BigDecimal MOST = BigDecimal.valueOf(100);

  public SigmaCorrelation {
    rules = List.copyOf(rules);
    groupBy = List.copyOf(groupBy);
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    conditions = List.copyOf(conditions);
    fields = List.copyOf(fields);
    if (percentile
        .filter(number -> number.signum() < 0 || number.compareTo(MOST) > 0)
        .isPresent()) {
      throw new IllegalArgumentException("a percentile lies between 0 and 100: " + percentile);
    }
  }

  /** The kinds of correlation that can be run. */
  public enum Type {
    EVENT_COUNT,
    VALUE_COUNT,
    TEMPORAL,
    TEMPORAL_ORDERED,
    VALUE_SUM,
    VALUE_AVG,
    VALUE_PERCENTILE,
    VALUE_MEDIAN;

    /** The name as it stands in a rule. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it asks for different rules rather than for a number. */
    public boolean isTemporal() {
      return switch (this) {
        case TEMPORAL, TEMPORAL_ORDERED -> true;
        case EVENT_COUNT, VALUE_COUNT, VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN ->
            false;
      };
    }

    /** Whether it looks at the value of a field. */
    public boolean needsField() {
      return switch (this) {
        case VALUE_COUNT, VALUE_SUM, VALUE_AVG, VALUE_PERCENTILE, VALUE_MEDIAN -> true;
        case EVENT_COUNT, TEMPORAL, TEMPORAL_ORDERED -> false;
      };
    }
  }

  /** One criterion of the condition. */
  public record Limit(Comparison comparison, BigDecimal value) {
    /** Whether {@code measured} satisfies it. */
    public boolean holds(BigDecimal measured) {
      return comparison.holds(measured.compareTo(value));
    }
  }

  /**
   * Whether it measures how many percent of the values are that of the last event: the form of
   * {@code value_percentile} that the specification shows.
   */
  public boolean measuresShare() {
    return type == Type.VALUE_PERCENTILE && percentile.isEmpty();
  }

  /** Whether {@code measured} satisfies all criteria. */
  public boolean holds(BigDecimal measured) {
    return conditions.stream().allMatch(limit -> limit.holds(measured));
  }
}
