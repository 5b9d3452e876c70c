package vn.lachan.collector.score;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.parser.FileHead;

/**
 * Reads the pairs of a corpus in the layouts that are about: one event as an object, one under
 * {@code expected}, a list with one for each line, and the expectations of Logstash's specs.
 */
final class ExpectedEvents {
  private final JsonMapper mapper = new JsonMapper();

  /** A raw record, the zone of the clock it was written by, and the fields expected of it. */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Pair(String name, byte[] line, ZoneId zone, Map<String, Set<String>> fields) {
    Pair {
      fields = Map.copyOf(fields);
    }
  }

  /**
   * The pairs of {@code NAME.log}; empty when there is no expectation or it is about other lines.
   */
  List<Pair> read(Path log) throws IOException {
    String name = log.getFileName().toString();
    Path expected = log.resolveSibling(name.substring(0, name.length() - 4) + ".expected.json");
    if (!Files.exists(expected)) {
      return List.of();
    }
    JsonNode tree = mapper.readTree(Files.readString(expected));
    if (tree.has("expected")) {
      tree = tree.get("expected");
    }
    String text = Files.readString(log, StandardCharsets.ISO_8859_1).stripTrailing();
    if (!tree.isArray()) {
      return List.of(pair(name, text, tree));
    }
    List<String> lines = tree.size() == 1 ? List.of(text) : lines(text);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; lines.size() == tree.size() && i < lines.size(); i++) {
      pairs.add(pair(name + ":" + (i + 1), lines.get(i), tree.get(i)));
    }
    return pairs;
  }

  /** The lines as a file input hands them on. */
  private static List<String> lines(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (!FileHead.begins(text.getBytes(StandardCharsets.ISO_8859_1))) {
      return lines;
    }
    FileHead head = new FileHead();
    return lines.stream()
        .map(line -> head.carry(line.getBytes(StandardCharsets.ISO_8859_1)))
        .filter(line -> line.length > 0)
        .map(line -> new String(line, StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static Pair pair(String name, String text, JsonNode expected) {
    byte[] line = text.getBytes(StandardCharsets.ISO_8859_1);
    return new Pair(name, line, zone(expected), fields(expected));
  }

  /** What was told to the parser that wrote the expectation; UTC when nothing was. */
  private static ZoneId zone(JsonNode expected) {
    String told = expected.path("event").path("timezone").asString("");
    try {
      return told.isEmpty() ? ZoneOffset.UTC : ZoneId.of(told);
    } catch (DateTimeException _) {
      return ZoneOffset.UTC; // some write there what the line says itself, in words of their own
    }
  }

  private static Map<String, Set<String>> fields(JsonNode event) {
    Map<String, Set<String>> fields = new TreeMap<>();
    JsonNode expectations = event.get("expectations");
    if (expectations == null) {
      flatten(event, "", fields);
      return fields;
    }
    for (JsonNode expectation : expectations) {
      boolean said =
          !expectation.path("neg").asBoolean(false)
              && List.of("include", "eql").contains(expectation.path("op").asString(""));
      if (said) {
        List<String> path = new ArrayList<>();
        expectation.path("path").forEach(part -> path.add(part.asString("")));
        flatten(expectation.path("value"), String.join(".", path), fields);
      }
    }
    return fields;
  }

  private static void flatten(JsonNode node, String name, Map<String, Set<String>> fields) {
    if (node.isObject()) {
      node.properties()
          .forEach(entry ->
              flatten(
                  entry.getValue(),
                  name.isEmpty() ? entry.getKey() : name + "." + entry.getKey(),
                  fields));
    } else if (node.isArray()) {
      node.forEach(item -> flatten(item, name, fields));
    } else if (!node.isNull() && CoreFields.isCore(name)) {
      String value = node.isString() ? node.stringValue() : node.toString();
      if (!value.isBlank() && !value.equals("-")) {
        fields.computeIfAbsent(name, _ -> new TreeSet<>()).add(CoreFields.normal(name, value));
      }
    }
  }
}
