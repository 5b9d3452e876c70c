package vn.lachan.incidents.clock;

import java.io.Reader;
import java.time.Duration;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneRulesException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import vn.lachan.incidents.IncidentFlag;
import vn.lachan.incidents.Severity;

/** Reads one legal profile and refuses what it does not understand, with the line. */
final class LegalProfileFile {
  private final String file;

  private LegalProfileFile(String file) {
    this.file = file;
  }

  static LegalProfile read(String file, Reader reader) {
    Node root;
    try {
      root = new Yaml(new LoaderOptions()).compose(reader);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new LegalProfileException(file, line, "is not YAML: " + e.getProblem());
    }
    if (root == null) {
      throw new LegalProfileException(file, 1, "is empty");
    }
    return new LegalProfileFile(file).profile(root);
  }

  private LegalProfile profile(Node root) {
    Fields fields =
        new Fields(root, Set.of("id", "name", "from", "until", "zone", "clocks", "periodic"));
    String until = fields.text("until");
    List<ClockRule> clocks = new ArrayList<>();
    for (Node clock : fields.list("clocks")) {
      clocks.add(clock(clock));
    }
    if (clocks.isEmpty()) {
      throw refuse(root, "has no clocks");
    }
    List<PeriodicDuty> periodic = new ArrayList<>();
    for (Node duty : fields.has("periodic") ? fields.list("periodic") : List.<Node>of()) {
      periodic.add(duty(duty));
    }
    try {
      return new LegalProfile(
          fields.text("id"),
          fields.text("name"),
          fields.parse("from", LocalDate::parse),
          until.isEmpty() ? null : fields.parse("until", LocalDate::parse),
          fields.parse("zone", ZoneId::of),
          clocks,
          periodic);
    } catch (IllegalArgumentException e) {
      throw refuse(root, String.valueOf(e.getMessage()));
    }
  }

  private ClockRule clock(Node node) {
    Fields fields =
        new Fields(
            node, Set.of("id", "name", "start", "limit", "addressee", "when", "basis", "form"));
    Fields when = new Fields(fields.node("when"), Set.of("severity", "flags", "personalData"));
    Set<Severity> severities = when.words("severity", Severity::valueOf);
    Set<IncidentFlag> flags = when.words("flags", IncidentFlag::valueOf);
    boolean personalData = when.has("personalData") && when.parse("personalData", this::flag);
    if (severities.isEmpty() && flags.isEmpty() && !personalData) {
      throw refuse(node, "clock never applies: \"when\" names nothing");
    }
    try {
      return new ClockRule(
          fields.text("id"),
          fields.text("name"),
          fields.parse("start", ClockRule.Start::valueOf),
          fields.parse("limit", Duration::parse),
          fields.text("addressee"),
          severities,
          flags,
          personalData,
          fields.text("basis"),
          fields.text("form"));
    } catch (IllegalArgumentException e) {
      throw refuse(node, String.valueOf(e.getMessage()));
    }
  }

  private PeriodicDuty duty(Node node) {
    Fields fields =
        new Fields(
            node, Set.of("id", "name", "span", "before", "around", "addressee", "basis", "form"));
    try {
      return new PeriodicDuty(
          fields.text("id"),
          fields.text("name"),
          fields.parse("span", PeriodicDuty.Span::valueOf),
          fields.parse("before", text -> MonthDay.parse("--" + text)),
          fields.parse("around", Period::parse),
          fields.text("addressee"),
          fields.text("basis"),
          fields.text("form"));
    } catch (IllegalArgumentException e) {
      throw refuse(node, String.valueOf(e.getMessage()));
    }
  }

  private boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private LegalProfileException refuse(Node node, String reason) {
    return new LegalProfileException(file, node.getStartMark().getLine() + 1, reason);
  }

  /** The keys of one mapping; unknown ones are refused. */
  private final class Fields {
    private final Node owner;
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    private Fields(Node node, Set<String> allowed) {
      this.owner = node;
      if (!(node instanceof MappingNode mapping)) {
        throw refuse(node, "expected keys and values");
      }
      for (NodeTuple tuple : mapping.getValue()) {
        String key = scalar(tuple.getKeyNode());
        if (!allowed.contains(key)) {
          throw refuse(tuple.getKeyNode(), "unknown key " + key);
        }
        nodes.put(key, tuple.getValueNode());
      }
    }

    private boolean has(String key) {
      return nodes.containsKey(key);
    }

    private Node node(String key) {
      Node node = nodes.get(key);
      if (node == null) {
        throw refuse(owner, "key " + key + " is missing");
      }
      return node;
    }

    private String text(String key) {
      return scalar(node(key));
    }

    private List<Node> list(String key) {
      if (node(key) instanceof SequenceNode sequence) {
        return sequence.getValue();
      }
      throw refuse(node(key), key + " is not a list");
    }

    private <T> T parse(String key, Function<String, @Nullable T> parser) {
      return parse(node(key), key, parser);
    }

    private <T> Set<T> words(String key, Function<String, @Nullable T> parser) {
      Set<T> words = new LinkedHashSet<>();
      if (has(key)) {
        for (Node item : list(key)) {
          words.add(parse(item, key, parser));
        }
      }
      return words;
    }

    private <T> T parse(Node node, String key, Function<String, @Nullable T> parser) {
      String text = scalar(node);
      try {
        T value = parser.apply(text);
        if (value != null) {
          return value;
        }
      } catch (DateTimeParseException | IllegalArgumentException | ZoneRulesException _) {
        // Falls through: one message for all.
      }
      throw refuse(node, key + " cannot be \"" + text + "\"");
    }

    private String scalar(Node node) {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      throw refuse(node, "expected a single value");
    }
  }
}
