package vn.lachan.detection;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A rule as the specification says it, read from YAML and run in the plainest way: no index, no
 * order, no code of the engine. What the engine is compared with. Only for legal rules.
 */
final class NaiveInterpreter {
  private static final Pattern TOKEN = Pattern.compile("[()]|[^\\s()]+");
  private static final List<String> OPERATORS = List.of("or", "and", "not");

  private final String id;
  private final Map<String, Predicate<NaiveEvent>> identifiers = new LinkedHashMap<>();
  private final Map<String, List<String>> placeholders;
  private Predicate<NaiveEvent> condition = event -> false;

  private NaiveInterpreter(String id, Map<String, List<String>> placeholders) {
    this.id = id;
    this.placeholders = placeholders;
  }

  /** The rules about single events in a file that has nothing but legal ones. */
  static List<NaiveInterpreter> read(String yaml, Map<String, List<String>> placeholders) {
    List<NaiveInterpreter> result = new ArrayList<>();
    for (Node document : new Yaml().composeAll(new StringReader(yaml))) {
      Map<String, Node> rule = map(document);
      if (rule.containsKey("detection")) {
        String id = rule.containsKey("id") ? text(rule.get("id")) : text(rule.get("title"));
        NaiveInterpreter interpreter = new NaiveInterpreter(id, placeholders);
        interpreter.detection(map(rule.get("detection")));
        result.add(interpreter);
      }
    }
    return result;
  }

  String id() {
    return id;
  }

  boolean fits(NaiveEvent event) {
    return condition.test(event);
  }

  private static Map<String, Node> map(Node node) {
    Map<String, Node> result = new LinkedHashMap<>();
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      result.put(text(tuple.getKeyNode()), tuple.getValueNode());
    }
    return result;
  }

  private static String text(Node node) {
    return ((ScalarNode) node).getValue();
  }

  private void detection(Map<String, Node> detection) {
    detection.forEach((name, node) -> {
      if (!name.equals("condition")) {
        identifiers.put(name, selection(node));
      }
    });
    Node node = detection.get("condition");
    List<Node> texts = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    condition = any(texts.stream().map(text -> condition(text(text))).toList());
  }

  private static Predicate<NaiveEvent> any(List<Predicate<NaiveEvent>> parts) {
    return event -> parts.stream().anyMatch(part -> part.test(event));
  }

  private static Predicate<NaiveEvent> all(List<Predicate<NaiveEvent>> parts) {
    return event -> parts.stream().allMatch(part -> part.test(event));
  }

  private Predicate<NaiveEvent> selection(Node node) {
    return switch (node) {
      case MappingNode map ->
          all(map(map).entrySet().stream().map(e -> item(e.getKey(), e.getValue())).toList());
      case SequenceNode list -> any(list.getValue().stream().map(this::selection).toList());
      default -> item("", node);
    };
  }

  private Predicate<NaiveEvent> item(String key, Node value) {
    List<String> words = List.of(key.split("\\|"));
    List<String> modifiers =
        words.stream().skip(1).map(word -> word.strip().toLowerCase(Locale.ROOT)).toList();
    NaiveValues values =
        new NaiveValues(words.getFirst().replace(" ", ""), modifiers, placeholders);
    List<Node> nodes = value instanceof SequenceNode list ? list.getValue() : List.of(value);
    List<Predicate<NaiveEvent>> checks =
        nodes.stream().map(node -> values.check((ScalarNode) node)).toList();
    Predicate<NaiveEvent> linked = modifiers.contains("all") ? all(checks) : any(checks);
    return modifiers.contains("neq") ? linked.negate() : linked;
  }

  /** Two stacks, after Dijkstra (1961). */
  private Predicate<NaiveEvent> condition(String text) {
    Deque<Predicate<NaiveEvent>> operands = new ArrayDeque<>();
    Deque<String> operators = new ArrayDeque<>();
    Matcher matcher = TOKEN.matcher(text);
    List<String> tokens = matcher.results().map(result -> result.group()).toList();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      String word = token.toLowerCase(Locale.ROOT);
      if (i + 2 < tokens.size() && tokens.get(i + 1).equalsIgnoreCase("of")) {
        operands.push(quantified(word, tokens.get(i + 2)));
        i += 2;
      } else if (token.equals("(") || word.equals("not")) {
        operators.push(word);
      } else if (token.equals(")")) {
        while (!operators.peek().equals("(")) {
          reduce(operands, operators.pop());
        }
        operators.pop();
      } else if (OPERATORS.contains(word)) {
        while (!operators.isEmpty() && binds(operators.peek()) >= binds(word)) {
          reduce(operands, operators.pop());
        }
        operators.push(word);
      } else {
        operands.push(identifiers.get(token));
      }
    }
    while (!operators.isEmpty()) {
      reduce(operands, operators.pop());
    }
    return operands.pop();
  }

  private static int binds(String operator) {
    return OPERATORS.indexOf(operator);
  }

  private static void reduce(Deque<Predicate<NaiveEvent>> operands, String operator) {
    Predicate<NaiveEvent> right = operands.pop();
    operands.push(
        switch (operator) {
          case "not" -> right.negate();
          case "and" -> operands.pop().and(right);
          default -> operands.pop().or(right);
        });
  }

  private Predicate<NaiveEvent> quantified(String quantity, String pattern) {
    boolean them = pattern.equalsIgnoreCase("them");
    String regex =
        List.of(pattern.split("\\*", -1)).stream()
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    List<Predicate<NaiveEvent>> parts = new ArrayList<>();
    identifiers.forEach((name, check) -> {
      boolean hidden = name.startsWith("_") && !pattern.startsWith("_");
      if (!hidden && (them || name.matches(regex))) {
        parts.add(check);
      }
    });
    return quantity.equals("all") ? all(parts) : any(parts);
  }
}
