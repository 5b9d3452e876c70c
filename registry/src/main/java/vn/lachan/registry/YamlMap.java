package vn.lachan.registry;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping in a YAML file that knows its lines and reports what does not belong in it. */
final class YamlMap {
  private static final int MAX_CHARACTERS = 1 << 20;

  private final String file;
  private final int line;
  private final Map<String, Node> entries;
  private final Problems problems;

  private YamlMap(String file, int line, Map<String, Node> entries, Problems problems) {
    this.file = file;
    this.line = line;
    this.entries = entries;
    this.problems = problems;
  }

  /** The mapping at the root of {@code text}; nothing, and a problem, when there is none. */
  static Optional<YamlMap> parse(String file, String text, Set<String> keys, Problems problems) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    try {
      Node root = new Yaml(options).compose(new StringReader(text));
      if (root == null) {
        problems.add(file, 0, "tệp rỗng");
        return Optional.empty();
      }
      return of(file, root, keys, problems);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      problems.add(
          file, mark == null ? 0 : mark.getLine() + 1, "không phải YAML hợp lệ: " + e.getProblem());
      return Optional.empty();
    } catch (org.yaml.snakeyaml.error.YAMLException e) {
      problems.add(file, 0, "không đọc được YAML: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<YamlMap> of(String file, Node node, Set<String> keys, Problems problems) {
    if (!(node instanceof MappingNode mapping)) {
      problems.add(file, line(node), "phải là các cặp \"khóa: giá trị\"");
      return Optional.empty();
    }
    Map<String, Node> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      int line = line(tuple.getKeyNode());
      if (!keys.contains(key)) {
        problems.add(file, line, "khóa không có: " + key);
      } else if (entries.put(key, tuple.getValueNode()) != null) {
        problems.add(file, line, "khóa lặp lại: " + key);
      }
    }
    return Optional.of(new YamlMap(file, line(node), entries, problems));
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  int line() {
    return line;
  }

  /** Line of the value of {@code key}, or of the mapping when the key is not there. */
  int line(String key) {
    Node node = entries.get(key);
    return node == null ? line : line(node);
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  Set<String> keys() {
    return entries.keySet();
  }

  /** The text of {@code key}; empty, and a problem, when it is missing or no text. */
  String text(String key) {
    Node node = require(key);
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().strip();
    }
    if (node != null) {
      problems.add(file, line(node), key + " phải là một giá trị");
    }
    return "";
  }

  /** The mapping under {@code key}, with any of {@code keys} in it. */
  Optional<YamlMap> map(String key, Set<String> keys) {
    Node node = require(key);
    return node == null ? Optional.empty() : of(file, node, keys, problems);
  }

  /** The mappings in the list under {@code key}. */
  List<YamlMap> maps(String key, Set<String> keys) {
    return list(key).stream()
        .map(node -> of(file, node, keys, problems))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The texts in the list under {@code key}. */
  List<String> texts(String key) {
    return list(key).stream()
        .map(node -> node instanceof ScalarNode scalar ? scalar.getValue().strip() : "")
        .toList();
  }

  private List<Node> list(String key) {
    Node node = require(key);
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    if (node != null) {
      problems.add(file, line(node), key + " phải là một danh sách");
    }
    return List.of();
  }

  private @Nullable Node require(String key) {
    Node node = entries.get(key);
    if (node == null) {
      problems.add(file, line, "thiếu khóa: " + key);
    }
    return node;
  }
}
