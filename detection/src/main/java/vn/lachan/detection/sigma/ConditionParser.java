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

/**
 * Reads a condition and puts the search identifiers in their places.
 *
 * <pre>
 *   or      := and ("or" and)*
 *   and     := not ("and" not)*
 *   not     := "not" not | primary
 *   primary := "(" or ")" | ("1" | "any" | "all") "of" ("them" | pattern) | identifier
 * </pre>
 */
final class ConditionParser {
  private static final Pattern TOKEN = Pattern.compile("[()|]|[^\\s()|]+");
  private static final int MAX_DEPTH = 200;

  private final Map<String, Detection> identifiers;
  private final Node node;
  private final List<String> tokens = new ArrayList<>();
  private int next;
  private int depth;

  private ConditionParser(String text, Map<String, Detection> identifiers, Node node) {
    this.identifiers = identifiers;
    this.node = node;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }

  static Detection parse(String text, Map<String, Detection> identifiers, Node node) {
    ConditionParser parser = new ConditionParser(text, identifiers, node);
    if (parser.tokens.contains("|")) {
      throw parser.error("aggregation behind '|' is Sigma 1; use a correlation rule");
    }
    Detection result = parser.or();
    if (parser.next < parser.tokens.size()) {
      throw parser.error("unexpected '" + parser.tokens.get(parser.next) + "' in condition");
    }
    return result;
  }

  private SigmaSyntaxException error(String reason) {
    return new SigmaSyntaxException(node, reason);
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

  private Detection or() {
    if (++depth > MAX_DEPTH) {
      throw error("condition is nested too deeply");
    }
    List<Detection> parts = new ArrayList<>(List.of(and()));
    while (takes("or")) {
      parts.add(and());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Detection.Any(parts);
  }

  private Detection and() {
    List<Detection> parts = new ArrayList<>(List.of(not()));
    while (takes("and")) {
      parts.add(not());
    }
    return parts.size() == 1 ? parts.getFirst() : new Detection.All(parts);
  }

  private Detection not() {
    boolean negated = false;
    while (takes("not")) {
      negated = !negated;
    }
    return negated ? new Detection.Not(primary()) : primary();
  }

  private Detection primary() {
    if (takes("(")) {
      Detection inner = or();
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
    Detection found = identifiers.get(token);
    if (found == null) {
      throw error("condition names '" + token + "', which is not a search identifier");
    }
    return found;
  }

  private Detection quantified(String quantity) {
    boolean all = quantity.equals("all");
    if (!all && !quantity.equals("1") && !quantity.equals("any")) {
      throw error("'" + quantity + " of' is not supported, only '1 of' and 'all of'");
    }
    String pattern = peek();
    if (pattern == null || "()".contains(pattern)) {
      throw error("'" + quantity + " of' lacks a pattern");
    }
    next++;
    List<Detection> parts = selected(pattern);
    if (parts.isEmpty()) {
      throw error("no search identifier fits '" + pattern + "'");
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    return all ? new Detection.All(parts) : new Detection.Any(parts);
  }

  private List<Detection> selected(String pattern) {
    List<Detection> parts = new ArrayList<>();
    boolean them = pattern.toLowerCase(Locale.ROOT).equals("them");
    Pattern regex =
        Pattern.compile(
            Arrays.stream(pattern.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    identifiers.forEach((name, detection) -> {
      if (them ? !name.startsWith("_") : regex.matcher(name).matches()) {
        parts.add(detection);
      }
    });
    return parts;
  }
}
