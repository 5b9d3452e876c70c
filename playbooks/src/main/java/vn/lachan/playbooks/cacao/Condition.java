package vn.lachan.playbooks.cacao;

import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A boolean expression over variables, after the STIX patterning grammar.
 *
 * <pre>
 *   expression = expression OR expression | expression AND expression
 *              | NOT expression | ( expression ) | [ expression ] | comparison
 *   comparison = value [NOT] ( = | == | != | &lt;&gt; | &lt; | &lt;= | &gt; | &gt;= ) value
 *              | value [NOT] ( LIKE | MATCHES | ISSUBSET | ISSUPERSET ) value
 *              | value [NOT] IN ( value , ... )
 *              | EXISTS value
 *              | __name__:value
 *   value      = __name__:value | 'text' | t'time' | h'hex' | b'base64' | number | true | false
 * </pre>
 *
 * A variable alone holds when its value is true; playbooks of other programs write it so, the
 * grammar of STIX does not know it. Nor does it know a variable without {@code :value}, a text in
 * double quotes, or a single word without quotes to the right of a comparison, or a number to the
 * right of LIKE. AND binds closer than OR. A comparison with a variable that is unknown is false,
 * whatever the operator; so {@code NOT x = 1} holds when x is unknown. Numbers compare as numbers
 * when both sides are numbers, everything else as text. LIKE knows {@code %} and {@code _}; MATCHES
 * looks for the expression anywhere in the text (RE2 syntax, time linear in the text); ISSUBSET and
 * ISSUPERSET compare IP addresses and networks, and a network is a subset of itself.
 */
public sealed interface Condition {

  /** Whether it holds for these values; an absent or null value is unknown. */
  boolean holds(Map<String, Variable> variables);

  /** Adds the names of all variables in it. */
  void collect(List<String> names);

  /** Every comparison in it, from left to right. */
  default List<Comparison> comparisons() {
    return switch (this) {
      case And(Condition left, Condition right) -> both(left, right);
      case Or(Condition left, Condition right) -> both(left, right);
      case Not(Condition inner) -> inner.comparisons();
      case Comparison comparison -> List.of(comparison);
    };
  }

  private static List<Comparison> both(Condition left, Condition right) {
    List<Comparison> both = new ArrayList<>(left.comparisons());
    both.addAll(right.comparisons());
    return both;
  }

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

  /**
   * A condition, and what in it the grammar does not know although it can mean one thing only.
   *
   * @param loose each as it stands and as it is read
   */
  record Reading(Condition condition, Map<String, String> loose) {}

  /**
   * As {@link #parse}, and says what was read with good will.
   *
   * @throws ConditionSyntaxException when {@code text} means nothing
   */
  static Reading read(String text) {
    ConditionParser parser = new ConditionParser(text);
    return new Reading(parser.parse(), parser.loose());
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
      if (operator == Operator.EXISTS) {
        return first != null;
      }
      if (operator == Operator.IS_TRUE) {
        return "true".equalsIgnoreCase(first);
      }
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
    LIKE,
    MATCHES,
    ISSUBSET,
    ISSUPERSET,
    EXISTS,
    /** A variable without a comparison. */
    IS_TRUE;

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
        case MATCHES -> matches(left, right);
        case ISSUBSET -> holds(right, left, Network::holds);
        case ISSUPERSET -> holds(left, right, Network::holds);
        case EXISTS, IS_TRUE -> true;
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

    private static boolean holds(String outer, String inner, BiPredicate<Network, Network> test) {
      Optional<Network> first = Network.parse(outer);
      Optional<Network> second = Network.parse(inner);
      return first.isPresent() && second.isPresent() && test.test(first.get(), second.get());
    }

    /** A pattern that came out of a variable and is none matches nothing. */
    private static boolean matches(String text, String pattern) {
      try {
        return com.google.re2j.Pattern.compile(pattern).matcher(text).find();
      } catch (PatternSyntaxException _) {
        return false;
      }
    }

    /** {@code %} stands for any text, {@code _} for one character (SQL, as STIX says). */
    private static com.google.re2j.Pattern like(String pattern) {
      StringBuilder regex = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        regex.append(
            switch (c) {
              case '%' -> ".*";
              case '_' -> ".";
              default -> com.google.re2j.Pattern.quote(String.valueOf(c));
            });
      }
      return com.google.re2j.Pattern.compile(regex.toString(), com.google.re2j.Pattern.DOTALL);
    }
  }
}
