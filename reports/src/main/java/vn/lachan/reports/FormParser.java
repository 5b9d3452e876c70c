package vn.lachan.reports;

import java.io.StringReader;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads a form; an unknown key is an error with its line. */
final class FormParser {
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "name",
          "basis",
          "subject",
          "kind",
          "from",
          "until",
          "superior",
          "agency",
          "title",
          "subtitle",
          "profiles",
          "orientation",
          "blocks");

  /** A form cannot be read; carries where. */
  static final class FormException extends RuntimeException {
    private final int line;

    FormException(int line, String message) {
      super(message);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  private FormParser() {}

  /** Reads the text of one file. */
  static ReportForm parse(String text) {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (!(root instanceof MappingNode map)) {
        throw new FormException(1, "a form is a YAML mapping");
      }
      return form(map);
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new FormException(line, String.valueOf(e.getProblem()));
    }
  }

  private static ReportForm form(MappingNode map) {
    onlyKeys(map, KEYS);
    return new ReportForm(
        text(map, "id"),
        text(map, "name"),
        text(map, "basis"),
        subject(map),
        text(map, "kind"),
        day(map, "from").orElseThrow(() -> missing(map, "from")),
        day(map, "until"),
        text(map, "superior"),
        text(map, "agency"),
        text(map, "title"),
        optional(map, "subtitle").orElse(""),
        items(map, "profiles").stream().map(FormParser::scalar).collect(Collectors.toSet()),
        landscape(map),
        items(map, "blocks").stream().map(FormParser::block).toList());
  }

  private static ReportForm.Subject subject(MappingNode map) {
    try {
      return ReportForm.Subject.valueOf(text(map, "subject"));
    } catch (IllegalArgumentException e) {
      throw new FormException(line(map), "subject is INCIDENT, DRILL, COMPLIANCE or PERIOD");
    }
  }

  private static boolean landscape(MappingNode map) {
    String said = optional(map, "orientation").orElse("portrait");
    if (!Set.of("portrait", "landscape").contains(said)) {
      throw new FormException(line(map), "orientation is portrait or landscape");
    }
    return said.equals("landscape");
  }

  private static Optional<LocalDate> day(MappingNode map, String key) {
    try {
      return optional(map, key).map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      throw new FormException(line(map), key + " is a date such as 2026-08-19");
    }
  }

  private static Block block(Node node) {
    if (!(node instanceof MappingNode map) || map.getValue().isEmpty()) {
      throw new FormException(line(node), "a block is a mapping that starts with its kind");
    }
    String kind = scalar(map.getValue().getFirst().getKeyNode());
    return switch (kind) {
      case "section" -> {
        onlyKeys(map, Set.of("section"));
        yield new Block.Section(text(map, "section"));
      }
      case "paragraph" -> {
        onlyKeys(map, Set.of("paragraph", "italic"));
        yield new Block.Paragraph(
            text(map, "paragraph"), "true".equals(optional(map, "italic").orElse("")));
      }
      case "fields" -> {
        onlyKeys(map, Set.of("fields"));
        yield new Block.Fields(items(map, "fields").stream().map(FormParser::field).toList());
      }
      case "table" -> {
        onlyKeys(map, Set.of("table", "empty", "columns"));
        yield new Block.Table(
            text(map, "table"),
            optional(map, "empty").orElse("Không có."),
            items(map, "columns").stream().map(FormParser::column).toList());
      }
      case "recipients" -> {
        onlyKeys(map, Set.of("recipients", "signers"));
        yield new Block.Signature(
            items(map, "recipients").stream().map(FormParser::scalar).toList(),
            items(map, "signers").stream().map(FormParser::signer).toList());
      }
      default -> throw new FormException(line(node), "unknown block: " + kind);
    };
  }

  private static Block.Field field(Node node) {
    if (node instanceof MappingNode map && map.getValue().size() == 1) {
      NodeTuple only = map.getValue().getFirst();
      return new Block.Field(scalar(only.getKeyNode()), scalar(only.getValueNode()));
    }
    throw new FormException(line(node), "a field is one label: value");
  }

  private static Block.Column column(Node node) {
    if (!(node instanceof MappingNode map)) {
      throw new FormException(line(node), "a column has title, width and value");
    }
    onlyKeys(map, Set.of("title", "width", "value"));
    try {
      return new Block.Column(
          text(map, "title"), Float.parseFloat(text(map, "width")), text(map, "value"));
    } catch (NumberFormatException e) {
      throw new FormException(line(map), "width is a number");
    }
  }

  private static Block.Signer signer(Node node) {
    if (!(node instanceof MappingNode map)) {
      throw new FormException(line(node), "a signer has position and name");
    }
    onlyKeys(map, Set.of("position", "name"));
    return new Block.Signer(text(map, "position"), optional(map, "name").orElse(""));
  }

  private static void onlyKeys(MappingNode map, Set<String> known) {
    for (NodeTuple entry : map.getValue()) {
      String key = scalar(entry.getKeyNode());
      if (!known.contains(key)) {
        throw new FormException(line(entry.getKeyNode()), "unknown key: " + key);
      }
    }
  }

  private static List<Node> items(MappingNode map, String key) {
    for (NodeTuple entry : map.getValue()) {
      if (scalar(entry.getKeyNode()).equals(key)) {
        if (entry.getValueNode() instanceof SequenceNode list) {
          return list.getValue();
        }
        throw new FormException(line(entry.getValueNode()), key + " is a list");
      }
    }
    return new ArrayList<>();
  }

  private static String text(MappingNode map, String key) {
    return optional(map, key).orElseThrow(() -> missing(map, key));
  }

  private static FormException missing(MappingNode map, String key) {
    return new FormException(line(map), "missing: " + key);
  }

  private static Optional<String> optional(MappingNode map, String key) {
    return map.getValue().stream()
        .filter(entry -> scalar(entry.getKeyNode()).equals(key))
        .findFirst()
        .map(entry -> scalar(entry.getValueNode()));
  }

  private static String scalar(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw new FormException(line(node), "expected a text");
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
