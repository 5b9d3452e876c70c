package vn.lachan.backup.plan;

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

/** The keys of one mapping in a file of plans; what is wrong with them is gathered with lines. */
final class PlanFields {

  private final Path file;
  private final Node node;
  private final List<PlanProblem> problems;
  private final Map<String, Node> values = new HashMap<>();

  /**
   * @param known keys there may be; others are problems
   * @param problems where problems go
   */
  PlanFields(Path file, Node node, Set<String> known, List<PlanProblem> problems) {
    this.file = file;
    this.node = node;
    this.problems = problems;
    if (!(node instanceof MappingNode mapping)) {
      problem(
          node,
          "cần các cặp khoá: giá trị ("
              + String.join(", ", known.stream().sorted().toList())
              + ")");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!known.contains(key)) {
        problem(tuple.getKeyNode(), "khoá không biết: " + key);
      }
      values.put(key, tuple.getValueNode());
    }
  }

  Path file() {
    return file;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The value, or where the mapping begins. */
  Node at(String key) {
    return values.getOrDefault(key, node);
  }

  Optional<Node> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The things in a list; a problem when it is something else. */
  List<Node> items(String key) {
    Node value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      problem(value, key + " phải là một danh sách");
      return List.of();
    }
    return sequence.getValue();
  }

  void problem(String message) {
    problem(node, message);
  }

  void problem(Node at, String message) {
    problems.add(new PlanProblem(file, at.getStartMark().getLine() + 1, message));
  }

  /** Empty when it is not there. */
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
    List<String> texts = new ArrayList<>();
    for (Node item : items(key)) {
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        problem(item, key + " chỉ gồm các giá trị đơn");
      }
    }
    return texts;
  }

  /** A whole number within bounds. */
  int number(String key, int least, int most, int otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    String text = text(key).strip();
    int number = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      problem(at(key), "%s là một số từ %d đến %d: %s".formatted(key, least, most, text));
      return otherwise;
    }
    return number;
  }

  boolean flag(String key) {
    String text = text(key);
    if (has(key) && !text.equals("true") && !text.equals("false")) {
      problem(at(key), key + " là true hoặc false: " + text);
    }
    return text.equals("true");
  }

  /** Taken from the folder of the file. */
  Optional<Path> path(String key) {
    return path(key, text(key));
  }

  Optional<Path> path(String key, String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(folder().resolve(text).normalize());
    } catch (InvalidPathException e) {
      problem(at(key), "đường dẫn không hợp lệ: " + text);
      return Optional.empty();
    }
  }

  Path folder() {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? Path.of("/") : folder;
  }

  /** Like {@code 30m}, {@code 24h}, {@code 7d}. */
  Optional<Duration> duration(String key) {
    String text = text(key).strip().toLowerCase(Locale.ROOT);
    try {
      if (!text.matches("[0-9]{1,9}[smhd]")) {
        throw new DateTimeException(text);
      }
      Duration duration = Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text);
      if (duration.isPositive()) {
        return Optional.of(duration);
      }
    } catch (DateTimeException e) {
      // named below, like a duration of nothing
    }
    if (has(key)) {
      problem(at(key), key + " là một khoảng thời gian như 30m, 24h hoặc 7d: " + text(key));
    }
    return Optional.empty();
  }
}
