package vn.lachan.playbooks.cacao;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A boolean expression over variables, after the STIX patterning grammar.
 *
 * <pre>
 *   expression = expression OR expression | expression AND expression
 *              | NOT expression | ( expression ) | [ expression ] | comparison
 *   comparison = value ( = | == | != | &lt;&gt; | &lt; | &lt;= | &gt; | &gt;= | [NOT] LIKE ) value
 *              | value [NOT] IN ( value , ... )
 *   value      = __name__:value | 'text' | number | true | false
 * </pre>
 *
 * AND binds closer than OR. A variable that is unknown makes its comparison false, whatever the
 * operator. Numbers compare as numbers when both sides are numbers, everything else as text.
 */
public sealed interface Condition {

  /** Whether it holds for these values; an absent or null value is unknown. */
  boolean holds(Map<String, Variable> variables);

  /** Adds the names of all variables in it. */
  void collect(List<String> names);

  /** The names of all variables in it. */
  default List<String> variables() {
    List<String> names = new ArrayList<>();
    collect(names);
    return names;
  }

  /**
   * Reads a condition.
   *
   * @throws ConditionSyntaxException when {@code text} does not follow the grammar
   */
  static Condition parse(String text) {
    return new ConditionParser(text).parse();
  }

  /** Both hold. */
  record And(Condition left, Condition right) implements Condition {
    @Override
    public boolean holds(Map<String, Variable> variables) {
      return left.holds(variables) && right.holds(variables);
    }

    @Override
    public void collect(List<String> names) {
      left.collect(names);
      right.collect(names);
    }
  }

  /** One of them holds. */
  record Or(Condition left, Condition right) implements Condition {
    @Override
    public boolean holds(Map<String, Variable> variables) {
      return left.holds(variables) || right.holds(variables);
    }

    @Override
    public void collect(List<String> names) {
      left.collect(names);
      right.collect(names);
    }
  }

  /** It does not hold. */
  record Not(Condition inner) implements Condition {
    @Override
    public boolean holds(Map<String, Variable> variables) {
      return !inner.holds(variables);
    }

    @Override
    public void collect(List<String> names) {
      inner.collect(names);
    }
  }

  /** Two values compared. */
  record Comparison(Value left, Operator operator, List<Value> right) implements Condition {
    public Comparison {
      right = List.copyOf(right);
    }

    @Override
    public boolean holds(Map<String, Variable> variables) {
      String first = left.of(variables);
      for (Value value : right) {
        String second = value.of(variables);
        if (first != null && second != null && operator.holds(first, second)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void collect(List<String> names) {
      if (left.variable()) {
        names.add(left.text());
      }
      right.stream().filter(Value::variable).map(Value::text).forEach(names::add);
    }
  }

  /** A variable by name, or a literal. */
  record Value(boolean variable, String text) {
    @Nullable String of(Map<String, Variable> variables) {
      if (!variable) {
        return text;
      }
      Variable found = variables.get(text);
      return found == null ? null : found.value();
    }
  }

  /** How two values compare. IN is EQUAL with one of several. */
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LIKE;

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");

    boolean holds(String left, String right) {
      return switch (this) {
        case EQUAL -> compare(left, right) == 0;
        case NOT_EQUAL -> compare(left, right) != 0;
        case LESS -> compare(left, right) < 0;
        case LESS_OR_EQUAL -> compare(left, right) <= 0;
        case GREATER -> compare(left, right) > 0;
        case GREATER_OR_EQUAL -> compare(left, right) >= 0;
        case LIKE -> like(right).matcher(left).matches();
      };
    }

    private static int compare(String left, String right) {
      if (NUMBER.matcher(left).matches() && NUMBER.matcher(right).matches()) {
        return new BigDecimal(left).compareTo(new BigDecimal(right));
      }
      return isBoolean(left) && isBoolean(right)
          ? left.compareToIgnoreCase(right)
          : left.compareTo(right);
    }

    private static boolean isBoolean(String text) {
      return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    /** {@code %} stands for any text, {@code _} for one character (SQL, as STIX says). */
    private static Pattern like(String pattern) {
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        regex.append(
            switch (c) {
              case '%' -> ".*";
              case '_' -> ".";
              default -> Pattern.quote(String.valueOf(c));
            });
      }
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
  }
}
