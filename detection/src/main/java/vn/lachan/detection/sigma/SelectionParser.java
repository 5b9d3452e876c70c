package vn.lachan.detection.sigma;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one search identifier: a map, a list of maps, or keywords. */
final class SelectionParser {
  private static final int MAX_DEPTH = 20;

  private final Placeholders placeholders;

  SelectionParser(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  Outline parse(Node node) {
    return parse(node, 0);
  }

  private Outline parse(Node node, int depth) {
    if (depth > MAX_DEPTH) {
      throw new SigmaSyntaxException(node, "search identifier is nested too deeply");
    }
    return switch (node) {
      case MappingNode mapping -> map(mapping);
      case SequenceNode sequence -> list(sequence, depth);
      case ScalarNode scalar -> item("", List.of(), scalar, scalar);
      default -> throw new SigmaSyntaxException(node, "a search identifier is a map or a list");
    };
  }

  /** Keywords that stand together become one item; everything else is a part of its own. */
  private Outline list(SequenceNode sequence, int depth) {
    if (sequence.getValue().isEmpty()) {
      throw new SigmaSyntaxException(sequence, "a search identifier must not be an empty list");
    }
    if (sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      return item("", List.of(), sequence, sequence);
    }
    List<Outline> parts = new ArrayList<>();
    sequence.getValue().forEach(item -> parts.add(parse(item, depth + 1)));
    return parts.size() == 1 ? parts.getFirst() : new Outline.Any(parts);
  }

  private Outline map(MappingNode mapping) {
    List<YamlNodes.Entry> entries = YamlNodes.entries(mapping, "a search identifier");
    if (entries.isEmpty()) {
      throw new SigmaSyntaxException(mapping, "a search identifier must not be an empty map");
    }
    List<Outline> parts = new ArrayList<>();
    for (YamlNodes.Entry entry : entries) {
      String[] words = entry.key().split("\\|", -1);
      List<Modifier> modifiers = new ArrayList<>();
      for (int i = 1; i < words.length; i++) {
        String word = words[i].strip();
        modifiers.add(
            Modifier.of(word)
                .orElseThrow(() ->
                    new SigmaSyntaxException(
                        entry.keyNode(), "modifier '" + word + "' is not supported")));
      }
      parts.add(item(fieldName(words[0]), modifiers, entry.value(), entry.keyNode()));
    }
    return parts.size() == 1 ? parts.getFirst() : new Outline.All(parts);
  }

  /** A field name as the engine uses it: without spaces. */
  static String fieldName(String written) {
    return written.indexOf(' ') < 0 ? written : written.replace(" ", "");
  }

  private Outline item(String field, List<Modifier> modifiers, Node value, Node keyNode) {
    ModifierChain chain = new ModifierChain(modifiers, placeholders);
    List<Node> nodes =
        value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
    if (nodes.isEmpty()) {
      throw new SigmaSyntaxException(value, "field '" + field + "' has an empty list of values");
    }
    if (chain.has(Modifier.ALL) && !(value instanceof SequenceNode)) {
      throw new SigmaSyntaxException(keyNode, "modifier all wants a list of values");
    }
    boolean anywhere = !chain.has(Modifier.STARTSWITH) && !chain.has(Modifier.ENDSWITH);
    List<Outline.Value> values = new ArrayList<>();
    for (Node node : nodes) {
      if (!(node instanceof ScalarNode scalar)) {
        throw new SigmaSyntaxException(
            node, "a list or a map as a value of field '" + field + "' is not supported");
      }
      List<Detection> variants = new ArrayList<>();
      for (ValueTest test : chain.tests(scalar)) {
        variants.add(field.isEmpty() ? keyword(test, anywhere, node) : fieldTest(field, test));
      }
      Detection detection =
          variants.size() == 1 ? variants.getFirst() : new Detection.Any(variants);
      String written = YamlNodes.isNull(node) ? "null" : scalar.getValue();
      values.add(new Outline.Value(written, detection));
    }
    return new Outline.Item(
        field,
        modifiers.stream().map(Modifier::word).toList(),
        values,
        chain.has(Modifier.ALL),
        chain.has(Modifier.NEQ));
  }

  private static Detection fieldTest(String field, ValueTest test) {
    return new Detection.Field(field, test);
  }

  /**
   * A keyword stands anywhere in a value of the event, unless a modifier says that the value begins
   * or ends with it.
   */
  private static Detection keyword(ValueTest test, boolean anywhere, Node node) {
    return switch (test) {
      case ValueTest.Text(TextPattern pattern, boolean cased) -> {
        if (pattern.tokens().isEmpty()) {
          throw new SigmaSyntaxException(node, "an empty keyword is in every event");
        }
        yield new Detection.Keyword(
            new ValueTest.Text(
                anywhere ? pattern.anythingBefore().anythingAfter() : pattern, cased));
      }
      case ValueTest.Numeric number ->
          new Detection.Keyword(
              new ValueTest.Text(
                  TextPattern.literal(number.written()).anythingBefore().anythingAfter(), false));
      case ValueTest.Regex regex -> new Detection.Keyword(regex);
      case ValueTest.Bool _,
          ValueTest.Null _,
          ValueTest.Exists _,
          ValueTest.Compared _,
          ValueTest.InNetwork _,
          ValueTest.SameAs _,
          ValueTest.TimePart _ ->
          throw new SigmaSyntaxException(node, "a keyword without a field must be text");
    };
  }
}
