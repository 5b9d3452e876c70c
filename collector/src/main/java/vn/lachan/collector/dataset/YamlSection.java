package vn.lachan.collector.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of a YAML file that knows its lines. Values are read as they are written. */
final class YamlSection {
  private final Node node;
  private final Map<String, Node> entries = new LinkedHashMap<>();

  private YamlSection(Node node) {
    this.node = node;
  }

  static YamlSection of(Node node, String field) {
    if (!(node instanceof MappingNode mapping)) {
      throw new DatasetSyntaxException(node, field, "keys with values are expected here");
    }
    YamlSection section = new YamlSection(node);
    for (NodeTuple tuple : mapping.getValue()) {
      String key = text(tuple.getKeyNode(), field);
      if (section.entries.put(key, tuple.getValueNode()) != null) {
        throw new DatasetSyntaxException(tuple.getKeyNode(), key, "stands here twice");
      }
    }
    return section;
  }

  Node node() {
    return node;
  }

  Map<String, Node> entries() {
    return entries;
  }

  Set<String> keys() {
    return entries.keySet();
  }

  Optional<Node> find(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  Node require(String key) {
    return find(key).orElseThrow(() -> new DatasetSyntaxException(node, key, "is missing"));
  }

  String text(String key, String otherwise) {
    return find(key).map(found -> text(found, key)).orElse(otherwise);
  }

  boolean flag(String key, boolean otherwise) {
    Optional<Node> found = find(key);
    if (found.isEmpty()) {
      return otherwise;
    }
    return switch (text(found.get(), key)) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> throw new DatasetSyntaxException(found.get(), key, "is true or false");
    };
  }

  List<String> texts(String key) {
    return find(key).map(found -> texts(found, key)).orElse(List.of());
  }

  void allow(Set<String> allowed) {
    entries.forEach((key, value) -> {
      if (!allowed.contains(key)) {
        throw new DatasetSyntaxException(
            value,
            key,
            "is not known here; known: " + String.join(", ", allowed.stream().sorted().toList()));
      }
    });
  }

  static String text(Node node, String field) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new DatasetSyntaxException(node, field, "one value is expected here");
  }

  /** A list, or one value as a list of one. */
  static List<String> texts(Node node, String field) {
    List<String> texts = new ArrayList<>();
    for (Node item : items(node)) {
      texts.add(text(item, field));
    }
    return texts;
  }

  static List<Node> items(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }
}
