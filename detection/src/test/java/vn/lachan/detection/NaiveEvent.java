package vn.lachan.detection;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An event as the plain interpreter reads it.
 *
 * @param names what a field of a rule may be called in the event, the rule's own name first
 * @param emptyIsAbsent whether an absent field may have been an empty text
 */
record NaiveEvent(
    Map<String, Object> fields,
    Function<String, List<String>> names,
    boolean emptyIsAbsent,
    Map<String, String> folds) {

  NaiveEvent(
      Map<String, Object> fields, Function<String, List<String>> names, boolean emptyIsAbsent) {
    this(fields, names, emptyIsAbsent, new HashMap<>());
  }

  /** The values of a field; empty when it is absent or null. */
  List<Object> values(String field) {
    for (String name : names.apply(field)) {
      if (fields.get(name) != null) {
        return items(fields.get(name));
      }
    }
    return List.of();
  }

  boolean has(String field) {
    return names.apply(field).stream().anyMatch(fields::containsKey);
  }

  /** Every value of what happened. */
  List<Object> all() {
    List<Object> result = new ArrayList<>();
    fields.forEach((name, value) -> {
      if (!name.startsWith("_") && value != null) {
        result.addAll(items(value));
      }
    });
    return result;
  }

  private static List<Object> items(Object value) {
    List<Object> result = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.stream().filter(item -> item != null).forEach(result::add);
    } else {
      result.add(value);
    }
    return result;
  }

  String folded(String text) {
    return folds.computeIfAbsent(text, NaiveText::folded);
  }

  static String text(Object value) {
    return switch (value) {
      case BigDecimal number -> plain(number);
      case Double number -> plain(new BigDecimal(number.toString()));
      default -> value.toString();
    };
  }

  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
