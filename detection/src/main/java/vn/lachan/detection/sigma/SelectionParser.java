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

  Detection parse(Node node) {
    return parse(node, 0);
  }

  private Detection parse(Node node, int depth) {
    if (depth > MAX_DEPTH) {
      throw new SigmaSyntaxException(node, "search identifier is nested too deeply");
    }
    return switch (node) {
      case MappingNode mapping -> map(mapping);
      case SequenceNode sequence -> {
        if (sequence.getValue().isEmpty()) {
          throw new SigmaSyntaxException(node, "a search identifier must not be an empty list");
        }
        List<Detection> parts = new ArrayList<>();
        sequence.getValue().forEach(item -> parts.add(parse(item, depth + 1)));
        yield single(new Detection.Any(parts), parts);
      }
      case ScalarNode scalar -> item("", List.of(), scalar, scalar);
      default -> throw new SigmaSyntaxException(node, "a search identifier is a map or a list");
    };
  }

  private static Detection single(Detection whole, List<Detection> parts) {
    return parts.size() == 1 ? parts.getFirst() : whole;
  }

  private Detection map(MappingNode mapping) {
    List<YamlNodes.Entry> entries = YamlNodes.entries(mapping, "a search identifier");
    if (entries.isEmpty()) {
      throw new SigmaSyntaxException(mapping, "a search identifier must not be an empty map");
    }
    List<Detection> parts = new ArrayList<>();
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
    return single(new Detection.All(parts), parts);
  }

  /** A field name as the engine uses it: without spaces. */
  static String fieldName(String written) {
    return written.indexOf(' ') < 0 ? written : written.replace(" ", "");
  }

  private Detection item(String field, List<Modifier> modifiers, Node value, Node keyNode) {
    ModifierChain chain = new ModifierChain(modifiers, placeholders);
    List<Node> values =
        value instanceof SequenceNode sequence ? sequence.getValue() : List.of(value);
    if (values.isEmpty()) {
      throw new SigmaSyntaxException(value, "field '" + field + "' has an empty list of values");
    }
    if (chain.has(Modifier.ALL) && values.size() == 1 && !(value instanceof SequenceNode)) {
      throw new SigmaSyntaxException(keyNode, "modifier all wants a list of values");
    }
    List<Detection> parts = new ArrayList<>();
    for (Node node : values) {
      if (!(node instanceof ScalarNode scalar)) {
        throw new SigmaSyntaxException(
            node, "a list or a map as a value of field '" + field + "' is not supported");
      }
      List<Detection> variants = new ArrayList<>();
      chain.tests(scalar).forEach(test -> variants.add(test(field, test, node)));
      parts.add(single(new Detection.Any(variants), variants));
    }
    Detection whole = chain.has(Modifier.ALL) ? new Detection.All(parts) : new Detection.Any(parts);
    Detection linked = single(whole, parts);
    return chain.has(Modifier.NEQ) ? new Detection.Not(linked) : linked;
  }

  private static Detection test(String field, ValueTest test, Node node) {
    if (!field.isEmpty()) {
      return new Detection.Field(field, test);
    }
    return switch (test) {
      case ValueTest.Text(TextPattern pattern, boolean cased) ->
          new Detection.Keyword(
              new ValueTest.Text(pattern.anythingBefore().anythingAfter(), cased));
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
