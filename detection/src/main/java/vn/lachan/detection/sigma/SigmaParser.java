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

/**
 * Reads rule files. Whatever is wrong with a document becomes a {@link SigmaProblem} in its place;
 * nothing that was read only in part is given out. Immutable and safe for use by several threads.
 */
public final class SigmaParser {
  private static final Set<String> LEVELS =
      Set.of("informational", "low", "medium", "high", "critical");
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
    try {
      for (Node node : new Yaml(options).composeAll(new StringReader(text))) {
        if (node != null && !YamlNodes.isNull(node)) {
          documents.add(document(file, text, node));
        }
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

  private SigmaDocument document(String file, String text, Node node) {
    String rule = "";
    try {
      List<YamlNodes.Entry> entries = YamlNodes.entries(node, "a rule");
      rule = nameForMessages(entries);
      if (YamlNodes.find(entries, "action") != null) {
        throw new SigmaSyntaxException(
            node, "'action' (rule collection of Sigma 1) is not supported");
      }
      SigmaHeader header = header(file, text, (MappingNode) node, entries);
      Node correlation = YamlNodes.find(entries, "correlation");
      if (correlation != null) {
        return CorrelationParser.parse(header, entries, correlation);
      }
      Node filter = YamlNodes.find(entries, "filter");
      if (filter != null) {
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
    return new SigmaRule(header, logSource(entries, node), detection(detection, Set.of()));
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

  private Detection detection(Node node, Set<String> except) {
    SelectionParser selections = new SelectionParser(placeholders);
    Map<String, Detection> identifiers = new LinkedHashMap<>();
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

  private static Detection conditions(Node node, Map<String, Detection> identifiers) {
    List<String> texts = YamlNodes.texts(node, "'condition'");
    if (texts.isEmpty()) {
      throw new SigmaSyntaxException(node, "condition is empty");
    }
    List<Detection> parts = new ArrayList<>();
    texts.forEach(text -> parts.add(ConditionParser.parse(text, identifiers, node)));
    return parts.size() == 1 ? parts.getFirst() : new Detection.Any(parts);
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
        if (entry.value() instanceof MappingNode map) {
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

  /** The lines of the document; a file with one document is taken whole. */
  private static String ownText(String text, Node node) {
    List<String> lines = text.lines().toList();
    int from = Math.min(node.getStartMark().getLine(), lines.size());
    int until = node.getEndMark().getLine() + (node.getEndMark().getColumn() > 0 ? 1 : 0);
    return String.join("\n", lines.subList(from, Math.clamp(until, from, lines.size()))).strip()
        + "\n";
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
