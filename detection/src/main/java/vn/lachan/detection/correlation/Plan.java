package vn.lachan.detection.correlation;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import vn.lachan.detection.sigma.SigmaCorrelation;

/**
 * A correlation rule made ready: its fields are numbers of a {@link Fields} table, its conditions
 * compiled. Immutable.
 *
 * @param span timespan in milliseconds
 * @param keep how long a match is kept after it arrived, milliseconds
 * @param remembered alerts that a group remembers
 * @param sources numbers of the rules that it looks at
 * @param group for each source the fields to group by
 * @param values for each source the fields to look at
 * @param shared for each source a number that all rules with the same group-by fields share, or -1
 *     when the values may come from another correlation
 * @param referred whether another correlation looks at this one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Plan(
    CorrelationRule correlation,
    Conditions conditions,
    long span,
    long keep,
    int remembered,
    int[] sources,
    Field[][] group,
    Field[][] values,
    int[] shared,
    boolean referred) {
  private static final int FEWEST_ALERTS = 4;
  private static final int MOST_ALERTS = 1024;

  /**
   * Where a value is found.
   *
   * @param number of the field of the event
   * @param inner place among the group-by fields of the correlation that is the source, or -1
   */
  record Field(int number, int inner) {}

  static Plan of(
      CorrelationRule correlation,
      Fields fields,
      IntFunction<List<String>> groupByOf,
      CorrelationLimits limits,
      boolean referred) {
    SigmaCorrelation rule = correlation.rule();
    int count = correlation.sources().size();
    int[] sources = correlation.sources().stream().mapToInt(Integer::intValue).toArray();
    Field[][] group = new Field[count][];
    Field[][] values = new Field[count][];
    int[] shared = new int[count];
    for (int position = 0; position < count; position++) {
      List<String> inner = groupByOf.apply(sources[position]);
      Map<String, String> aliases = correlation.aliases().get(position);
      group[position] = fields(rule.groupBy(), aliases, inner, fields);
      values[position] = fields(rule.fields(), aliases, inner, fields);
      shared[position] = inner.isEmpty() ? fields.shared(group[position]) : -1;
    }
    long span = rule.timespan().toMillis();
    long keep = span + limits.lateness().toMillis();
    int remembered = Math.clamp(2 + 2 * keep / span, FEWEST_ALERTS, MOST_ALERTS);
    Conditions conditions = Conditions.of(rule, count);
    return new Plan(
        correlation, conditions, span, keep, remembered, sources, group, values, shared, referred);
  }

  private static Field[] fields(
      List<String> names, Map<String, String> aliases, List<String> inner, Fields fields) {
    Field[] found = new Field[names.size()];
    for (int i = 0; i < found.length; i++) {
      String name = aliases.getOrDefault(names.get(i), names.get(i));
      found[i] = new Field(fields.number(name), inner.indexOf(name));
    }
    return found;
  }

  SigmaCorrelation rule() {
    return correlation.rule();
  }

  String key() {
    return correlation.key();
  }

  boolean temporal() {
    return rule().type().isTemporal();
  }

  boolean ordered() {
    return rule().type() == SigmaCorrelation.Type.TEMPORAL_ORDERED;
  }

  /** Whether it counts matches and looks at nothing in them. */
  boolean counts() {
    return rule().type() == SigmaCorrelation.Type.EVENT_COUNT;
  }

  /** Whether the values that it looks at are texts; else they must be numbers. */
  boolean looksAtTexts() {
    return countsDifferent() || rule().measuresShare();
  }

  /** Whether what it measures cannot be more than the number of matches. */
  boolean countsDifferent() {
    return rule().type() == SigmaCorrelation.Type.VALUE_COUNT
        || rule().type() == SigmaCorrelation.Type.TEMPORAL;
  }
}
