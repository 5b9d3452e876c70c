package vn.lachan.detection.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML nodes and says where something is not what it should be. */
final class YamlNodes {
  private static final int MAX_MERGES = 10;
  private static final Set<Tag> TEXT_TAGS =
      Set.of(Tag.STR, Tag.TIMESTAMP, new Tag("tag:yaml.org,2002:value"));
  private static final Scalars SCALARS = new Scalars();

  /** A key of a mapping with the place where it stands. */
  record Entry(String key, Node keyNode, Node value) {}

  private static final class Scalars extends SafeConstructor {
    Scalars() {
      super(new LoaderOptions());
    }

    @Nullable Object read(ScalarNode node) {
      return getConstructor(node).construct(node);
    }
  }

  /** The entries of a mapping in their order; {@code <<} is resolved, a repeated key refused. */
  static List<Entry> entries(Node node, String what) {
    return entries(node, what, 0);
  }

  private static List<Entry> entries(Node node, String what, int depth) {
    if (depth > MAX_MERGES) {
      throw new SigmaSyntaxException(node, "'<<' is nested too deeply in " + what);
    }
    if (!(node instanceof MappingNode mapping)) {
      throw new SigmaSyntaxException(node, what + " must be a map");
    }
    Map<String, Entry> result = new LinkedHashMap<>();
    List<Node> merged = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (keyNode.getTag().equals(Tag.MERGE)) {
        merged.add(tuple.getValueNode());
        continue;
      }
      String key = text(keyNode, "a key");
      if (result.put(key, new Entry(key, keyNode, tuple.getValueNode())) != null) {
        throw new SigmaSyntaxException(keyNode, "key '" + key + "' occurs twice in " + what);
      }
    }
    for (Node other : merged) {
      List<Node> maps =
          other instanceof SequenceNode sequence ? sequence.getValue() : List.of(other);
      maps.forEach(map ->
          entries(map, what, depth + 1).forEach(entry -> result.putIfAbsent(entry.key(), entry)));
    }
    return List.copyOf(result.values());
  }

  static @Nullable Node find(List<Entry> entries, String key) {
    for (Entry entry : entries) {
      if (entry.key().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }

  /** The scalar as it is written; null becomes empty. */
  static String text(Node node, String what) {
    if (!(node instanceof ScalarNode scalar)) {
      throw new SigmaSyntaxException(node, what + " must be text");
    }
    return scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
  }

  static String optionalText(List<Entry> entries, String key) {
    Node node = find(entries, key);
    return node == null ? "" : text(node, "'" + key + "'").strip();
  }

  /** A list of texts; a single text is a list of one, an absent or null one is empty. */
  static List<String> texts(List<Entry> entries, String key) {
    Node node = find(entries, key);
    return node == null ? List.of() : texts(node, "'" + key + "'");
  }

  static List<String> texts(Node node, String what) {
    if (node instanceof SequenceNode sequence) {
      List<String> result = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        result.add(text(item, "an item of " + what));
      }
      return result;
    }
    String single = text(node, what);
    return single.isEmpty() ? List.of() : List.of(single);
  }

  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  static boolean isBool(Node node) {
    return node.getTag().equals(Tag.BOOL);
  }

  static boolean isNumber(Node node) {
    return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
  }

  /** The value that YAML 1.1 gives a number or truth value, for example 23 for {@code 0x17}. */
  static Object value(ScalarNode node) {
    Object value = SCALARS.read(node);
    if (value == null) {
      throw new SigmaSyntaxException(node, "a value that is not what its tag says");
    }
    return value;
  }

  /** Refuses values of kinds that YAML leaves to the program, which would be taken for text. */
  static void checkText(ScalarNode node) {
    String tag = node.getTag().getValue();
    if (!TEXT_TAGS.contains(node.getTag())) {
      throw new SigmaSyntaxException(node, "a value of the kind " + tag + " is not supported");
    }
  }

  static boolean bool(Node node, String what) {
    if (node instanceof ScalarNode scalar
        && isBool(node)
        && SCALARS.read(scalar) instanceof Boolean value) {
      return value;
    }
    throw new SigmaSyntaxException(node, what + " must be true or false");
  }

  private YamlNodes() {}
}
