package vn.lachan.detection.match;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.Detection;
import vn.lachan.detection.sigma.SigmaRule;
import vn.lachan.detection.sigma.TextPattern;
import vn.lachan.detection.sigma.ValueTest;

/**
 * Tries the rules of an event's log sources one after the other, in the order in which they were
 * written: no index, nothing remembered between two values; only the texts to look for are
 * prepared. What benchmarks compare {@link RuleMatcher} with. Immutable and safe for use by several
 * threads.
 */
public final class RuleByRuleMatcher {
  private final List<SigmaRule> rules;
  private final LogSources logSources;
  private final IdentityHashMap<TextPattern, TextSet> prepared = new IdentityHashMap<>();

  public RuleByRuleMatcher(List<SigmaRule> rules, LogSources logSources) {
    this.rules = List.copyOf(rules);
    this.logSources = logSources;
    this.rules.forEach(rule -> prepare(rule.detection()));
  }

  private void prepare(Detection detection) {
    switch (detection) {
      case Detection.All(List<Detection> parts) -> parts.forEach(this::prepare);
      case Detection.Any(List<Detection> parts) -> parts.forEach(this::prepare);
      case Detection.Not(Detection part) -> prepare(part);
      case Detection.Field(_, ValueTest test) -> prepare(test);
      case Detection.Keyword(ValueTest test) -> prepare(test);
    }
  }

  private void prepare(ValueTest test) {
    if (test instanceof ValueTest.Text(TextPattern pattern, boolean cased)) {
      prepared.put(pattern, new TextSet(List.of(pattern), cased));
    }
  }

  /**
   * Indices of the rules that {@code event} fits, ascending; every rule if its source is unknown.
   */
  public int[] match(FieldSource event) {
    LogSources.Sources sources = logSources.of(event);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      SigmaRule rule = rules.get(i);
      boolean concerned = sources.sources().isEmpty() || sources.are(rule.logSource());
      if (concerned && fits(event, sources.mapping(), rule.detection())) {
        found.add(i);
      }
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean fits(FieldSource event, FieldMapping mapping, Detection detection) {
    return switch (detection) {
      case Detection.All(List<Detection> parts) ->
          parts.stream().allMatch(part -> fits(event, mapping, part));
      case Detection.Any(List<Detection> parts) ->
          parts.stream().anyMatch(part -> fits(event, mapping, part));
      case Detection.Not(Detection part) -> !fits(event, mapping, part);
      case Detection.Field(String name, ValueTest test) -> field(event, mapping, name, test);
      case Detection.Keyword(ValueTest test) -> {
        List<Object> values = new ArrayList<>();
        event.forEachValue(value -> values.addAll(all(value)));
        yield values.stream().anyMatch(value -> passes(value, test));
      }
    };
  }

  private boolean field(FieldSource event, FieldMapping mapping, String name, ValueTest test) {
    Object value = value(event, mapping, name);
    return switch (test) {
      case ValueTest.Null _ -> value == null;
      case ValueTest.Exists(boolean expected) ->
          mapping.names(name).stream().anyMatch(event::has) == expected;
      case ValueTest.SameAs same -> {
        Object other = value(event, mapping, same.field());
        yield value != null
            && other != null
            && all(value).stream()
                .anyMatch(left -> all(other).stream().anyMatch(right -> same(same, left, right)));
      }
      case ValueTest.Text(TextPattern pattern, _)
          when value == null && pattern.equals(TextPattern.literal("")) ->
          event.emptyIsAbsent();
      default -> value != null && all(value).stream().anyMatch(item -> passes(item, test));
    };
  }

  private static boolean same(ValueTest.SameAs test, Object left, Object right) {
    String one = test.cased() ? Texts.of(left) : Texts.fold(Texts.of(left));
    String two = test.cased() ? Texts.of(right) : Texts.fold(Texts.of(right));
    if (test.startsWith() && test.endsWith()) {
      return one.contains(two);
    }
    return test.startsWith()
        ? one.startsWith(two)
        : test.endsWith() ? one.endsWith(two) : one.equals(two);
  }

  private static @Nullable Object value(FieldSource event, FieldMapping mapping, String field) {
    for (String name : mapping.names(field)) {
      Object value = event.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static List<Object> all(Object value) {
    List<Object> result = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(item -> {
        if (item != null) {
          result.add(item);
        }
      });
    } else {
      result.add(value);
    }
    return result;
  }

  private boolean passes(Object value, ValueTest test) {
    return switch (test) {
      case ValueTest.Text(TextPattern pattern, boolean cased) ->
          Objects.requireNonNull(prepared.get(pattern))
              .fits(cased ? Texts.of(value) : Texts.fold(Texts.of(value)));
      case ValueTest.Regex(var pattern) -> pattern.matcher(Texts.of(value)).find();
      case ValueTest.Numeric(BigDecimal number, String written) ->
          Texts.fold(Texts.of(value)).equals(Texts.fold(Texts.canonical(number)))
              || Texts.fold(Texts.of(value)).equals(Texts.fold(written));
      case ValueTest.Bool(boolean expected) ->
          Texts.fold(Texts.of(value)).equals(String.valueOf(expected));
      case ValueTest.Compared compared -> {
        BigDecimal number = Texts.number(value);
        yield number != null && compared.comparison().holds(number.compareTo(compared.limit()));
      }
      case ValueTest.InNetwork in -> {
        byte[] address = Addresses.bytes(value);
        yield address != null && in.network().contains(address);
      }
      case ValueTest.TimePart(ValueTest.Part part, var comparison, long limit) -> {
        Long actual = TimeParts.part(part, value);
        yield actual != null && comparison.holds(Long.compare(actual, limit));
      }
      case ValueTest.Null _, ValueTest.Exists _, ValueTest.SameAs _ ->
          throw new IllegalArgumentException("not asked of a single value: " + test);
    };
  }
}
