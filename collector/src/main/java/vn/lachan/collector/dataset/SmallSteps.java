package vn.lachan.collector.dataset;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import vn.lachan.collector.dataset.step.AuditSteps;
import vn.lachan.collector.dataset.step.Layout;
import vn.lachan.collector.dataset.step.MapStep;
import vn.lachan.collector.dataset.step.SetStep;
import vn.lachan.collector.dataset.step.Source;
import vn.lachan.collector.dataset.step.Step;
import vn.lachan.collector.dataset.step.Steps;
import vn.lachan.collector.dataset.step.Template;
import vn.lachan.collector.dataset.step.TimestampStep;
import vn.lachan.events.FieldType;

/** Compiles the steps that work on values already found. */
final class SmallSteps {
  private static final String VERBS =
      "dissect, kv, json, csv, headed, cef, leef, xml, structured, regex, sections, timestamp, map, set, lookup, switch, first,"
          + " steps, lower, upper, hex, sockaddr, argv, replace, trim, split, sum, scale, remove, tag, fail";

  private final Layout layout;
  private final Set<String> absent;

  SmallSteps(Layout layout, Set<String> absent) {
    this.layout = layout;
    this.absent = absent;
  }

  Step read(String verb, Node node, YamlSection section) {
    return switch (verb) {
      case "timestamp" -> timestamp(node, section);
      case "map" -> map(node);
      case "set" -> set(node);
      case "lower" -> Steps.lower(numbers(node, verb));
      case "upper" -> Steps.upper(numbers(node, verb));
      case "hex" -> Steps.hex(number(node, verb), into(section, node, verb));
      case "sockaddr" -> socketAddress(YamlSection.text(node, verb));
      case "argv" ->
          AuditSteps.arguments(
              new Source(number(node, verb)),
              into(section, node, verb),
              layout.number("process.args"));
      case "replace" ->
          Steps.replace(numbers(node, verb), section.text("by", ""), section.text("with", ""));
      case "trim" -> Steps.trim(numbers(node, verb), section.text("by", " \""));
      case "split" ->
          Steps.split(
              number(node, verb), into(section, node, verb), section.text("separator", ","));
      case "sum" -> Steps.sum(into(section, node, verb), numbers(node, verb));
      case "scale" ->
          Steps.scale(number(node, verb), into(section, node, verb), decimal(section, "by"));
      case "remove" -> Steps.remove(numbers(node, verb));
      case "tag" -> Steps.tag(YamlSection.texts(node, verb));
      case "fail" -> Steps.fail(YamlSection.text(node, verb));
      default -> throw new DatasetSyntaxException(node, verb, "is no step; steps are " + VERBS);
    };
  }

  private Step socketAddress(String name) {
    return AuditSteps.socketAddress(
        layout.number(name),
        layout.number(name + ".address"),
        layout.number(name + ".port"),
        layout.number(name + ".path"));
  }

  private int number(Node node, String field) {
    return layout.number(YamlSection.text(node, field));
  }

  private List<Integer> numbers(Node node, String field) {
    return YamlSection.texts(node, field).stream().map(layout::number).toList();
  }

  /** Where a result goes; without saying, to where it came from. */
  private int into(YamlSection section, Node node, String field) {
    return section
        .find("into")
        .map(into -> number(into, "into"))
        .orElseGet(() -> number(node, field));
  }

  int number(YamlSection section, String key, int otherwise) {
    return section.find(key).isEmpty() ? otherwise : (int) decimal(section, key);
  }

  private static double decimal(YamlSection section, String key) {
    Node node = section.require(key);
    try {
      return Double.parseDouble(YamlSection.text(node, key));
    } catch (NumberFormatException _) {
      throw new DatasetSyntaxException(node, key, "is a number");
    }
  }

  private Step map(Node node) {
    List<MapStep.Entry> entries = new ArrayList<>();
    YamlSection.of(node, "map")
        .entries()
        .forEach((to, from) -> {
          checked(to, from);
          entries.add(MapStep.Entry.of(layout, to, YamlSection.texts(from, to)));
        });
    return new MapStep(entries, absent);
  }

  private static void checked(String field, Node node) {
    boolean known = !field.contains(".") || Layout.isField(field);
    if (!known) {
      throw new DatasetSyntaxException(
          node, field, "is no field of ECS; a value of your own has no dot");
    }
  }

  Step set(Node node) {
    List<Integer> slots = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    YamlSection.of(node, "set")
        .entries()
        .forEach((to, value) -> {
          checked(to, value);
          slots.add(layout.number(to));
          values.add(constant(to, value));
        });
    return new SetStep(slots, values, layout);
  }

  /** What a row of a look-up does: sets one value, or several. */
  Step row(String into, Node row) {
    if (row instanceof MappingNode) {
      return set(row);
    }
    if (into.isEmpty()) {
      throw new DatasetSyntaxException(row, "into", "is missing, or the row is a mapping");
    }
    return new SetStep(List.of(layout.number(into)), List.of(constant(into, row)), layout);
  }

  private Object constant(String to, Node node) {
    if (node instanceof SequenceNode) {
      return List.<Object>copyOf(YamlSection.texts(node, to));
    }
    String text = YamlSection.text(node, to);
    boolean list = to.equals("event.category") || to.equals("event.type");
    if (list) {
      return List.of(text);
    }
    try {
      Template template = Template.of(text, layout);
      if (text.contains("${")) {
        return template;
      }
    } catch (IllegalArgumentException e) {
      throw new DatasetSyntaxException(node, to, String.valueOf(e.getMessage()));
    }
    boolean number =
        node instanceof ScalarNode scalar
            && scalar.getTag().equals(Tag.INT)
            && typeOf(to) == FieldType.LONG;
    return number ? (Object) Long.parseLong(text) : text;
  }

  private static @Nullable FieldType typeOf(String field) {
    return vn.lachan.events.EcsSchema.DEFAULT.typeOf(field).orElse(null);
  }

  private Step timestamp(Node node, YamlSection section) {
    List<Template> texts = new ArrayList<>();
    for (String text : YamlSection.texts(node, "timestamp")) {
      texts.add(Template.of(text.contains("${") ? text : "${" + text + "}", layout));
    }
    List<DateTimeFormatter> formats = new ArrayList<>();
    for (String pattern : section.texts("formats")) {
      try {
        formats.add(
            new java.time.format.DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH));
      } catch (IllegalArgumentException e) {
        throw new DatasetSyntaxException(
            section.require("formats"), "formats", String.valueOf(e.getMessage()));
      }
    }
    String zone = section.text("zone", "");
    return new TimestampStep(texts, formats, zone.isEmpty() ? null : Template.of(zone, layout));
  }
}
