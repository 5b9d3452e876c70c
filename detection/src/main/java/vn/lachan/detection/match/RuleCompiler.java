package vn.lachan.detection.match;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.Comparison;
import vn.lachan.detection.sigma.Detection;
import vn.lachan.detection.sigma.TextPattern;
import vn.lachan.detection.sigma.ValueTest;

/** Turns a detection into tests over the slots of one bucket. */
final class RuleCompiler {
  private final FieldTable table;
  private final TextSets sets;

  RuleCompiler(FieldTable table, TextSets sets) {
    this.table = table;
    this.sets = sets;
  }

  Test compile(Detection detection) {
    return switch (detection) {
      case Detection.All(List<Detection> parts) ->
          single(parts.stream().map(this::compile).toList(), true);
      case Detection.Any(List<Detection> parts) -> any(parts);
      case Detection.Not(Detection part) -> new Tests.Not(compile(part));
      case Detection.Field(String field, ValueTest test) -> field(field, test);
      case Detection.Keyword(ValueTest test) -> keyword(test);
    };
  }

  private static Test single(List<Test> parts, boolean all) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    return all ? new Tests.All(parts) : new Tests.Any(parts);
  }

  /** Texts that are looked for in the same place become one set. */
  private record Place(String field, boolean cased) {}

  private Test any(List<Detection> parts) {
    Map<Place, List<TextPattern>> together = new LinkedHashMap<>();
    List<Test> tests = new ArrayList<>();
    for (Detection part : flattened(parts)) {
      switch (part) {
        case Detection.Field(String field, ValueTest test) when patterns(test) != null ->
            together
                .computeIfAbsent(new Place(field, isCased(test)), _ -> new ArrayList<>())
                .addAll(knownPatterns(test));
        case Detection.Keyword(ValueTest test) when patterns(test) != null ->
            together
                .computeIfAbsent(new Place("", isCased(test)), _ -> new ArrayList<>())
                .addAll(knownPatterns(test));
        case Detection other -> tests.add(compile(other));
      }
    }
    together.forEach((place, patterns) -> tests.add(textTest(place, patterns)));
    return single(tests, false);
  }

  private static List<Detection> flattened(List<Detection> parts) {
    List<Detection> result = new ArrayList<>();
    for (Detection part : parts) {
      if (part instanceof Detection.Any(List<Detection> inner)) {
        result.addAll(flattened(inner));
      } else {
        result.add(part);
      }
    }
    return result;
  }

  private Test textTest(Place place, List<TextPattern> patterns) {
    TextSet set = sets.of(patterns, place.cased());
    return place.field().isEmpty()
        ? new TextTests.KeywordText(set)
        : new TextTests.FieldText(table.slot(place.field()), place.field(), set);
  }

  private static boolean isCased(ValueTest test) {
    return test instanceof ValueTest.Text text && text.cased();
  }

  private static List<TextPattern> knownPatterns(ValueTest test) {
    List<TextPattern> patterns = patterns(test);
    return patterns == null ? List.of() : patterns;
  }

  /** The patterns that say the same as {@code test}, or null when it does not look at text. */
  private static @Nullable List<TextPattern> patterns(ValueTest test) {
    return switch (test) {
      case ValueTest.Text(TextPattern pattern, _) -> List.of(pattern);
      case ValueTest.Numeric(BigDecimal value, String written) ->
          List.of(TextPattern.literal(Texts.canonical(value)), TextPattern.literal(written));
      case ValueTest.Bool(boolean value) -> List.of(TextPattern.literal(String.valueOf(value)));
      case ValueTest.Regex _,
          ValueTest.Null _,
          ValueTest.Exists _,
          ValueTest.Compared _,
          ValueTest.InNetwork _,
          ValueTest.SameAs _,
          ValueTest.TimePart _ ->
          null;
    };
  }

  private Test field(String field, ValueTest test) {
    int slot = table.slot(field);
    return switch (test) {
      case ValueTest.Text _, ValueTest.Numeric _, ValueTest.Bool _ ->
          textTest(new Place(field, isCased(test)), knownPatterns(test));
      case ValueTest.Regex regex -> new TextTests.FieldRegex(slot, sets.search(regex.pattern()));
      case ValueTest.Null _ -> new Tests.IsNull(slot);
      case ValueTest.Exists(boolean expected) -> new Tests.Exists(slot, expected);
      case ValueTest.Compared(Comparison comparison, BigDecimal limit) ->
          new Tests.OfValue(slot, value -> compares(value, comparison, limit), 4);
      case ValueTest.InNetwork in ->
          new Tests.OfValue(
              slot,
              value -> {
                byte[] address = Addresses.bytes(value);
                return address != null && in.network().contains(address);
              },
              6);
      case ValueTest.SameAs(String other, boolean starts, boolean ends, boolean cased) ->
          new Tests.SameAs(slot, table.slot(other), starts, ends, cased);
      case ValueTest.TimePart(ValueTest.Part part, Comparison comparison, long limit) ->
          new Tests.OfValue(
              slot,
              value -> {
                Long actual = TimeParts.part(part, value);
                return actual != null && comparison.holds(Long.compare(actual, limit));
              },
              20);
    };
  }

  private static boolean compares(Object value, Comparison comparison, BigDecimal limit) {
    BigDecimal number = Texts.number(value);
    return number != null && comparison.holds(number.compareTo(limit));
  }

  private Test keyword(ValueTest test) {
    if (test instanceof ValueTest.Regex regex) {
      return new TextTests.KeywordRegex(sets.search(regex.pattern()));
    }
    return textTest(new Place("", isCased(test)), knownPatterns(test));
  }
}
