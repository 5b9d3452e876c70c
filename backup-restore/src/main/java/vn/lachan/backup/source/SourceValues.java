package vn.lachan.backup.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The values of one source of a plan by their keys. Each is what it should be or is told as a
 * problem, and then something harmless stands in for it and {@link #areGood} no longer holds.
 */
final class SourceValues {

  private static final Duration LONGEST = Duration.ofHours(12);

  private final Path base;
  private final MappingNode node;
  private final SourceReader.Problems problems;
  private final Map<String, Node> values = new HashMap<>();
  private boolean good = true;

  /**
   * @param base folder that relative paths are taken from
   */
  SourceValues(Path base, MappingNode node, SourceReader.Problems problems) {
    this.base = base;
    this.node = node;
    this.problems = problems;
    for (NodeTuple tuple : node.getValue()) {
      values.put(key(tuple), tuple.getValueNode());
    }
  }

  private static String key(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Whether no problem was told. */
  boolean areGood() {
    return good;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Tells the keys that are not of a source of this {@code kind}. */
  void allow(Set<String> known, String kind) {
    for (NodeTuple tuple : node.getValue()) {
      String key = key(tuple);
      if (!key.equals("kind") && !key.equals("id") && !known.contains(key)) {
        problem(tuple.getKeyNode(), "khoá không biết của nguồn " + kind + ": " + key);
      }
    }
  }

  /** Tells what is wrong with the source as a whole. */
  void problem(String message) {
    problem(node, message);
  }

  Duration longest() {
    String text = text("longest").strip().toLowerCase(Locale.ROOT);
    if (text.isEmpty()) {
      return LONGEST;
    }
    try {
      if (text.matches("[0-9]{1,6}[smhd]")) {
        Duration longest = Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text);
        if (longest.isPositive()) {
          return longest;
        }
      }
    } catch (DateTimeException e) {
      // named below
    }
    problem(at("longest"), "longest là một khoảng thời gian như 30m, 6h: " + text);
    return LONGEST;
  }

  boolean flag(String key, boolean unless) {
    return choice(key, Boolean.toString(unless), Set.of("true", "false")).equals("true");
  }

  String choice(String key, String unless, Set<String> allowed) {
    String text = text(key).isBlank() ? unless : text(key).strip();
    if (!allowed.contains(text)) {
      problem(at(key), key + " là một trong " + allowed.stream().sorted().toList() + ": " + text);
    }
    return text;
  }

  int number(String key, int unless, int least, int most) {
    String text = text(key).strip();
    if (text.isEmpty()) {
      return unless;
    }
    int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      problem(at(key), key + " là số từ " + least + " đến " + most + ": " + text);
      return unless;
    }
    return number;
  }

  void need(String key, boolean there) {
    if (!there) {
      problem(at(key), values.containsKey(key) ? key + " không được trống" : "thiếu khoá " + key);
    }
  }

  void problem(Node at, String message) {
    good = false;
    problems.add(at, message);
  }

  Node at(String key) {
    return values.getOrDefault(key, node);
  }

  String text(String key) {
    Node value = values.get(key);
    if (value == null) {
      return "";
    }
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem(value, key + " phải là một giá trị, không phải danh sách");
    return "";
  }

  List<String> texts(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      problem(value, key + " phải là một danh sách");
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        problem(item, key + " chỉ gồm các giá trị đơn");
      }
    }
    return texts;
  }

  Optional<Path> path(String key) {
    return text(key).isBlank() ? Optional.empty() : resolve(key, text(key));
  }

  List<Path> paths(String key) {
    return texts(key).stream().flatMap(text -> resolve(key, text).stream()).toList();
  }

  private Optional<Path> resolve(String key, String text) {
    try {
      return Optional.of(base.resolve(text).normalize());
    } catch (InvalidPathException e) {
      problem(at(key), "đường dẫn không hợp lệ: " + text);
      return Optional.empty();
    }
  }
}
