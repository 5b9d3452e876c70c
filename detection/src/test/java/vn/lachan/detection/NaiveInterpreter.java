package vn.lachan.detection;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vn.lachan.detection.match.FieldMapping;
import vn.lachan.detection.sigma.Detection;
import vn.lachan.detection.sigma.TextPattern;
import vn.lachan.detection.sigma.ValueTest;

/**
 * Runs a detection in the plainest way: no index, no cache, no order, wildcards by java.util.regex.
 * What the engine is compared with.
 */
final class NaiveInterpreter {
  private final Map<String, Object> event;
  private final FieldMapping mapping;

  NaiveInterpreter(Map<String, Object> event, FieldMapping mapping) {
    this.event = event;
    this.mapping = mapping;
  }

  boolean fits(Detection detection) {
    return switch (detection) {
      case Detection.All(List<Detection> parts) -> parts.stream().allMatch(this::fits);
      case Detection.Any(List<Detection> parts) -> parts.stream().anyMatch(this::fits);
      case Detection.Not(Detection part) -> !fits(part);
      case Detection.Field(String name, ValueTest test) -> field(name, test);
      case Detection.Keyword(ValueTest test) ->
          event.values().stream()
              .filter(value -> value != null)
              .anyMatch(value -> all(value).stream().anyMatch(item -> value(item, test)));
    };
  }

  private static List<Object> all(Object value) {
    List<Object> result = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(result::add);
    } else {
      result.add(value);
    }
    return result;
  }

  private Object get(String field) {
    for (String name : mapping.names(field)) {
      if (event.get(name) != null) {
        return event.get(name);
      }
    }
    return null;
  }

  private boolean field(String name, ValueTest test) {
    Object value = get(name);
    return switch (test) {
      case ValueTest.Null _ -> value == null;
      case ValueTest.Exists(boolean expected) ->
          mapping.names(name).stream().anyMatch(event::containsKey) == expected;
      case ValueTest.SameAs(String other, boolean starts, boolean ends, boolean cased) -> {
        Object right = get(other);
        if (value == null || right == null) {
          yield false;
        }
        TextPattern literal = TextPattern.literal(text(right));
        List<TextPattern.Token> tokens = new ArrayList<>(literal.tokens());
        if (ends) {
          tokens.addFirst(TextPattern.Wildcard.ANY);
        }
        if (starts) {
          tokens.addLast(TextPattern.Wildcard.ANY);
        }
        yield value(value, new ValueTest.Text(new TextPattern(tokens), cased));
      }
      default -> value != null && all(value).stream().anyMatch(item -> value(item, test));
    };
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value);
  }

  private static boolean value(Object value, ValueTest test) {
    return switch (test) {
      case ValueTest.Text(TextPattern pattern, boolean cased) -> text(pattern, cased, text(value));
      case ValueTest.Regex(com.google.re2j.Pattern pattern) ->
          Pattern.compile(pattern.pattern(), pattern.flags() & 0x0f).matcher(text(value)).find();
      case ValueTest.Numeric(BigDecimal number, String written) ->
          (value instanceof Number && new BigDecimal(value.toString()).compareTo(number) == 0)
              || text(value).equalsIgnoreCase(written)
              || text(value).equals(number.toPlainString());
      case ValueTest.Bool(boolean expected) ->
          text(value).equalsIgnoreCase(String.valueOf(expected));
      case ValueTest.Compared compared -> {
        try {
          yield compared
              .comparison()
              .holds(new BigDecimal(text(value).strip()).compareTo(compared.limit()));
        } catch (NumberFormatException e) {
          yield false;
        }
      }
      case ValueTest.InNetwork in -> {
        try {
          yield text(value).matches("[0-9a-fA-F:.]*[.:].*")
              && in.network().contains(InetAddress.ofLiteral(text(value)).getAddress());
        } catch (IllegalArgumentException e) {
          yield false;
        }
      }
      case ValueTest.TimePart _, ValueTest.Null _, ValueTest.Exists _, ValueTest.SameAs _ ->
          throw new IllegalArgumentException("not used by the rules that are compared");
    };
  }

  private static boolean text(TextPattern pattern, boolean cased, String text) {
    StringBuilder regex = new StringBuilder();
    for (TextPattern.Token token : pattern.tokens()) {
      switch (token) {
        case TextPattern.Literal(String literal) -> regex.append(Pattern.quote(literal));
        case TextPattern.Wildcard wildcard ->
            regex.append(wildcard == TextPattern.Wildcard.ANY ? ".*" : ".");
      }
    }
    int flags = Pattern.DOTALL | (cased ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return Pattern.compile(regex.toString(), flags).matcher(text).matches();
  }
}
