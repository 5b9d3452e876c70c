package vn.lachan.detection.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads a condition and puts the search identifiers in their places.
 *
 * <pre>
 *   or      := and ("or" and)*
 *   and     := not ("and" not)*
 *   not     := "not" not | primary
 *   primary := "(" or ")" | ("1" | "any" | "all") "of" ("them" | pattern) | identifier
 * </pre>
 *
 * {@code them} and patterns leave out identifiers that begin with {@code _}, unless the pattern
 * itself begins so.
 */
final class ConditionParser {
  private static final Pattern TOKEN = Pattern.compile("[()|]|[^\\s()|]+");
  private static final int MAX_DEPTH = 200;

  private final Map<String, Outline> identifiers;
  private final Node node;
  private final List<String> tokens = new ArrayList<>();
  private final List<Integer> columns = new ArrayList<>();
  private int next;
  private int depth;

  private ConditionParser(String text, Map<String, Outline> identifiers, Node node) {
    this.identifiers = identifiers;
    this.node = node;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
      columns.add(matcher.start());
    }
  }

  static Outline parse(String text, Map<String, Outline> identifiers, Node node) {
    ConditionParser parser = new ConditionParser(text, identifiers, node);
    if (parser.tokens.contains("|")) {
      parser.next = parser.tokens.indexOf("|") + 1;
      throw parser.error("aggregation behind '|' is Sigma 1; use a correlation rule");
    }
    Outline result = parser.or();
    if (parser.next < parser.tokens.size()) {
      String token = parser.tokens.get(parser.next++);
      throw parser.error("unexpected '" + token + "' in condition");
    }
    return result;
  }

  /** Points at the word that was just read, where the condition stands on one line. */
  private SigmaSyntaxException error(String reason) {
    int line = node.getStartMark().getLine() + 1;
    int column = node.getStartMark().getColumn() + 1;
    boolean oneLine =
        node instanceof ScalarNode scalar
            && scalar.getStartMark().getLine() == scalar.getEndMark().getLine();
    if (oneLine && !columns.isEmpty()) {
      boolean quoted = !((ScalarNode) node).isPlain();
      column += columns.get(Math.clamp(next - 1L, 0, columns.size() - 1)) + (quoted ? 1 : 0);
    }
    return new SigmaSyntaxException(line, column, reason);
  }

  private @Nullable String peek() {
    return next < tokens.size() ? tokens.get(next) : null;
  }

  private boolean takes(String word) {
    String token = peek();
    if (token != null && token.toLowerCase(Locale.ROOT).equals(word)) {
      next++;
      return true;
    }
    return false;
  }

  private Outline or() {
    if (++depth > MAX_DEPTH) {
      throw error("condition is nested too deeply");
    }
    List<Outline> parts = new ArrayList<>(List.of(and()));
    while (takes("or")) {
      parts.add(and());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Outline.Any(parts);
  }

  private Outline and() {
    List<Outline> parts = new ArrayList<>(List.of(not()));
    while (takes("and")) {
      parts.add(not());
    }
    return parts.size() == 1 ? parts.getFirst() : new Outline.All(parts);
  }

  private Outline not() {
    boolean negated = false;
    while (takes("not")) {
      negated = !negated;
    }
    return negated ? new Outline.Not(primary()) : primary();
  }

  private Outline primary() {
    if (takes("(")) {
      Outline inner = or();
      if (!takes(")")) {
        throw error("condition lacks ')'");
      }
      return inner;
    }
    String token = peek();
    if (token == null) {
      throw error("condition ends too early");
    }
    next++;
    if (takes("of")) {
      return quantified(token.toLowerCase(Locale.ROOT));
    }
    Outline found = identifiers.get(token);
    if (found == null) {
      throw error("condition names '" + token + "', which is not a search identifier");
    }
    return new Outline.Named(token, found);
  }

  private Outline quantified(String quantity) {
    boolean all = quantity.equals("all");
    if (!all && !quantity.equals("1") && !quantity.equals("any")) {
      throw error("'" + quantity + " of' is not supported, only '1 of' and 'all of'");
    }
    String pattern = peek();
    if (pattern == null || "()".contains(pattern)) {
      throw error("'" + quantity + " of' lacks a pattern");
    }
    next++;
    List<Outline> parts = selected(pattern);
    if (parts.isEmpty()) {
      throw error("no search identifier fits '" + pattern + "'");
    }
    return new Outline.Named(
        quantity + " of " + pattern, all ? new Outline.All(parts) : new Outline.Any(parts));
  }

  private List<Outline> selected(String pattern) {
    List<Outline> parts = new ArrayList<>();
    boolean them = pattern.toLowerCase(Locale.ROOT).equals("them");
    boolean hidden = pattern.startsWith("_");
    Pattern regex =
        Pattern.compile(
            Arrays.stream(pattern.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    identifiers.forEach((name, outline) -> {
      boolean meant = hidden || !name.startsWith("_");
      if (meant && (them || regex.matcher(name).matches())) {
        parts.add(new Outline.Named(name, outline));
      }
    });
    return parts;
  }
}
