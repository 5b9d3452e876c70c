package vn.lachan.detection.sigma;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads rule files. Whatever is wrong with a document becomes a {@link SigmaProblem} in its place;
 * nothing that was read only in part is given out. Immutable and safe for use by several threads.
 */
public final class SigmaParser {
  private static final Set<String> LEVELS =
      Set.of("informational", "low", "medium", "high", "critical");
  private static final Set<String> KINDS = Set.of("detection", "correlation", "filter");
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int MAX_CHARACTERS = 16 * 1024 * 1024;

  private final Placeholders placeholders;

  public SigmaParser(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  /**
   * The documents of one file in their order; an empty document gives nothing.
   *
   * @param file name to use in messages
   */
  public List<SigmaDocument> parse(String file, String text) {
    List<SigmaDocument> documents = new ArrayList<>();
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    boolean collection = false;
    try {
      for (Node node : new Yaml(options).composeAll(new StringReader(plain))) {
        if (node == null || YamlNodes.isNull(node)) {
          continue;
        }
        collection = collection || isCollection(node);
        documents.add(collection ? refusedCollection(file, node) : document(file, plain, node));
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      int column = e.getProblemMark() == null ? 1 : e.getProblemMark().getColumn() + 1;
      documents.add(new SigmaProblem(file, line, column, "", "not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      documents.add(new SigmaProblem(file, 1, 1, "", "not YAML: " + e.getMessage()));
    }
    return documents;
  }

  /**
   * Whether a rule collection of Sigma 1 begins here. What follows in the file gets a part of its
   * meaning from it, so none of it is run.
   */
  private static boolean isCollection(Node node) {
    return node instanceof MappingNode mapping
        && mapping.getValue().stream()
            .anyMatch(entry ->
                entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("action"));
  }

  private static SigmaProblem refusedCollection(String file, Node node) {
    String rule = "";
    if (node instanceof MappingNode) {
      try {
        rule = nameForMessages(YamlNodes.entries(node, "a rule"));
      } catch (SigmaSyntaxException _) {
        rule = "";
      }
    }
    return new SigmaProblem(
        file,
        node.getStartMark().getLine() + 1,
        node.getStartMark().getColumn() + 1,
        rule,
        "'action' (rule collection of Sigma 1) is not supported, nor are documents behind it");
  }

  private SigmaDocument document(String file, String text, Node node) {
    String rule = "";
    try {
      List<YamlNodes.Entry> entries = YamlNodes.entries(node, "a rule");
      rule = nameForMessages(entries);
      SigmaHeader header = header(file, text, (MappingNode) node, entries);
      checkKind(entries);
      Node correlation = YamlNodes.find(entries, "correlation");
      if (correlation != null) {
        BaselineParser.refuse(entries);
        return CorrelationParser.parse(header, entries, correlation);
      }
      Node filter = YamlNodes.find(entries, "filter");
      if (filter != null) {
        BaselineParser.refuse(entries);
        return filter(header, entries, filter, node);
      }
      return rule(header, entries, node);
    } catch (SigmaSyntaxException e) {
      return new SigmaProblem(file, e.line(), e.column(), rule, e.reason());
    } catch (NumberFormatException e) {
      int line = node.getStartMark().getLine() + 1;
      return new SigmaProblem(file, line, 1, rule, "a number cannot be read: " + e.getMessage());
    }
  }

  /** A document is of one kind; a second one in it would never be looked at. */
  private static void checkKind(List<YamlNodes.Entry> entries) {
    List<YamlNodes.Entry> kinds =
        entries.stream().filter(entry -> KINDS.contains(entry.key())).toList();
    if (kinds.size() > 1) {
      throw new SigmaSyntaxException(
          kinds.get(1).keyNode(),
          "'" + kinds.get(0).key() + "' and '" + kinds.get(1).key() + "' in one document");
    }
  }

  private static String nameForMessages(List<YamlNodes.Entry> entries) {
    for (String key : List.of("id", "title", "name")) {
      Node node = YamlNodes.find(entries, key);
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
    }
    return "";
  }

  private SigmaRule rule(SigmaHeader header, List<YamlNodes.Entry> entries, Node node) {
    Node detection = YamlNodes.find(entries, "detection");
    if (detection == null) {
      throw new SigmaSyntaxException(node, "neither 'detection' nor 'correlation' nor 'filter'");
    }
    return new SigmaRule(
        header,
        logSource(entries, node),
        detection(detection, Set.of()),
        Optional.ofNullable(BaselineParser.parse(entries)));
  }

  private SigmaFilter filter(
      SigmaHeader header, List<YamlNodes.Entry> entries, Node filter, Node node) {
    List<YamlNodes.Entry> section = YamlNodes.entries(filter, "'filter'");
    List<String> rules = YamlNodes.texts(section, "rules");
    if (rules.isEmpty()) {
      throw new SigmaSyntaxException(filter, "filter lacks 'rules'");
    }
    boolean every = rules.equals(List.of("any"));
    return new SigmaFilter(
        header,
        logSource(entries, node),
        every ? List.of() : rules,
        detection(filter, Set.of("rules")));
  }

  private Outline detection(Node node, Set<String> except) {
    SelectionParser selections = new SelectionParser(placeholders);
    Map<String, Outline> identifiers = new LinkedHashMap<>();
    Node condition = null;
    for (YamlNodes.Entry entry : YamlNodes.entries(node, "'detection'")) {
      switch (entry.key()) {
        case "condition" -> condition = entry.value();
        case "timeframe" ->
            throw new SigmaSyntaxException(
                entry.keyNode(), "'timeframe' is Sigma 1; use a correlation rule");
        default -> {
          if (!except.contains(entry.key())) {
            identifiers.put(entry.key(), selections.parse(entry.value()));
          }
        }
      }
    }
    if (condition == null) {
      throw new SigmaSyntaxException(node, "detection lacks 'condition'");
    }
    if (identifiers.isEmpty()) {
      throw new SigmaSyntaxException(node, "detection has no search identifier");
    }
    return conditions(condition, identifiers);
  }

  private static Outline conditions(Node node, Map<String, Outline> identifiers) {
    List<Node> nodes = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    List<Outline> parts = new ArrayList<>();
    for (Node each : nodes) {
      String text = YamlNodes.text(each, "a condition");
      if (text.isBlank()) {
        throw new SigmaSyntaxException(each, "condition is empty");
      }
      parts.add(ConditionParser.parse(text, identifiers, each));
    }
    if (parts.isEmpty()) {
      throw new SigmaSyntaxException(node, "condition is empty");
    }
    return parts.size() == 1 ? parts.getFirst() : new Outline.Any(parts);
  }

  private static LogSource logSource(List<YamlNodes.Entry> entries, Node node) {
    Node section = YamlNodes.find(entries, "logsource");
    if (section == null) {
      throw new SigmaSyntaxException(node, "'logsource' is absent");
    }
    List<YamlNodes.Entry> parts = YamlNodes.entries(section, "'logsource'");
    return new LogSource(
        lower(YamlNodes.optionalText(parts, "product")),
        lower(YamlNodes.optionalText(parts, "category")),
        lower(YamlNodes.optionalText(parts, "service")));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static SigmaHeader header(
      String file, String text, MappingNode node, List<YamlNodes.Entry> entries) {
    String title = YamlNodes.optionalText(entries, "title");
    String name = YamlNodes.optionalText(entries, "name");
    if (title.isEmpty() && name.isEmpty()) {
      throw new SigmaSyntaxException(node, "'title' is absent");
    }
    Node levelNode = YamlNodes.find(entries, "level");
    String level = lower(YamlNodes.optionalText(entries, "level"));
    if (levelNode != null && !level.isEmpty() && !LEVELS.contains(level)) {
      throw new SigmaSyntaxException(levelNode, "level '" + level + "' is not one of " + LEVELS);
    }
    String own = ownText(text, node);
    String id = YamlNodes.optionalText(entries, "id");
    if (id.isEmpty()) {
      id = name.isEmpty() ? "sha256:" + digest(own).substring(0, 32) : name;
    }
    return new SigmaHeader(
        file,
        node.getStartMark().getLine() + 1,
        id,
        name,
        title.isEmpty() ? name : title,
        YamlNodes.optionalText(entries, "description"),
        lower(YamlNodes.optionalText(entries, "status")),
        level,
        YamlNodes.optionalText(entries, "author"),
        YamlNodes.optionalText(entries, "license"),
        YamlNodes.texts(entries, "tags"),
        YamlNodes.texts(entries, "falsepositives"),
        YamlNodes.texts(entries, "references"),
        YamlNodes.texts(entries, "fields").stream().map(SelectionParser::fieldName).toList(),
        custom(YamlNodes.find(entries, "custom")),
        day(YamlNodes.optionalText(entries, "modified"))
            .or(() -> day(YamlNodes.optionalText(entries, "date"))),
        own);
  }

  /** A date as rules write it; rules of older times have slashes. What is no date is left out. */
  private static Optional<LocalDate> day(String text) {
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(LocalDate.parse(text.replace('/', '-')));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Map<String, List<String>> custom(@Nullable Node node) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    if (node != null && !YamlNodes.isNull(node)) {
      for (YamlNodes.Entry entry : YamlNodes.entries(node, "'custom'")) {
        String what = "custom '" + entry.key() + "'";
        if (entry.key().equals(BaselineParser.ATTRIBUTE)) {
          for (YamlNodes.Entry part : YamlNodes.entries(entry.value(), "'baseline'")) {
            result.put("baseline." + part.key(), shown(part.value(), part.key()));
          }
        } else if (entry.value() instanceof MappingNode map) {
          for (YamlNodes.Entry part : YamlNodes.entries(map, what)) {
            result.put(entry.key() + "." + part.key(), YamlNodes.texts(part.value(), what));
          }
        } else {
          result.put(entry.key(), YamlNodes.texts(entry.value(), what));
        }
      }
    }
    return result;
  }

  /** An attribute of a baseline for people; a map becomes one text an entry. */
  private static List<String> shown(Node node, String key) {
    return node instanceof MappingNode
        ? YamlNodes.entries(node, "'" + key + "'").stream()
            .map(entry -> entry.key() + ": " + YamlNodes.text(entry.value(), "'" + key + "'"))
            .toList()
        : YamlNodes.texts(node, "'" + key + "'");
  }

  /** The lines of the document; a file with one document is taken whole. */
  private static String ownText(String text, Node node) {
    int from = node.getStartMark().getLine();
    int until = node.getEndMark().getLine() + (node.getEndMark().getColumn() > 0 ? 1 : 0);
    if (text.indexOf('\r') < 0) {
      int start = lineStart(text, 0, from);
      return text.substring(start, lineStart(text, start, Math.max(0, until - from))).strip()
          + "\n";
    }
    List<String> lines = text.lines().toList();
    from = Math.min(from, lines.size());
    return String.join("\n", lines.subList(from, Math.clamp(until, from, lines.size()))).strip()
        + "\n";
  }

  /** Where a line begins that is so many behind the one that begins at {@code at}. */
  private static int lineStart(String text, int at, int lines) {
    int start = at;
    for (int i = 0; i < lines && start < text.length(); i++) {
      int end = text.indexOf('\n', start);
      start = end < 0 ? text.length() : end + 1;
    }
    return start;
  }

  /** SHA-256 of {@code text} in UTF-8, in lower-case hexadecimal digits. */
  public static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
