package vn.lachan.playbooks.cacao;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import vn.lachan.incidents.task.ValueType;

/** Whether objects have the properties of their {@link Shape}, each of its type. */
final class ShapeChecks {
  private static final Pattern MILLISECONDS =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");

  /**
   * What {@code Instant} reads besides, RFC 3339 does not know: hour 24, no digit after a point.
   */
  private static final Pattern TIMESTAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT(?:[01]\\d|2[0-3]):\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z");

  private static final Pattern IDENTIFIER =
      Pattern.compile(
          "[a-z][a-z0-9-]*--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}"
              + "-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

  private static final Set<String> RECORDED =
      Set.of("created", "modified", "playbook_version", "related_version");
  private static final Set<String> ONCE =
      Set.of(
          "targets",
          "in_args",
          "out_args",
          "playbook_types",
          "playbook_activities",
          "industry_sectors",
          "labels",
          "category",
          "logical");
  private static final List<String> REFERENCE_DETAILS =
      List.of("description", "source", "url", "external_id", "reference_id");

  private final Findings findings;

  ShapeChecks(Findings findings) {
    this.findings = findings;
  }

  /** Looks at every property of {@code node} and at what is missing. */
  void check(String at, @Nullable JsonNode node, Shape shape) {
    check(at, node, shape, Set.of());
  }

  /** As {@link #check}; what is missing of {@code excused} has been said in another way. */
  void check(String at, @Nullable JsonNode node, Shape shape, Set<String> excused) {
    if (node == null || !node.isObject()) {
      findings.addTranslated(
          FindingCode.WRONG_TYPE,
          at,
          new Object[] {last(at), Shape.Kind.OBJECT.vietnamese()},
          new Object[] {last(at), Shape.Kind.OBJECT.english()});
      return;
    }
    node.properties()
        .forEach(entry -> {
          String pointer = at + "/" + JsonView.escape(entry.getKey());
          Shape.Property property = shape.properties().get(entry.getKey());
          if (property == null) {
            findings.add(unknown(shape), pointer, entry.getKey());
          } else {
            value(pointer, entry.getKey(), entry.getValue(), property);
          }
        });
    if (shape == Shape.REFERENCE
        && REFERENCE_DETAILS.stream().allMatch(name -> JsonView.text(node, name).isBlank())) {
      findings.add(FindingCode.BARE_REFERENCE, at);
    }
    if (shape == Shape.REFERENCE) {
      url(at + "/url", JsonView.text(node, "url"));
    }
    shape
        .properties()
        .forEach((name, property) -> {
          if (property.required() && !node.has(name) && !excused.contains(name)) {
            findings.add(missing(property), at, name);
          }
        });
  }

  private static FindingCode unknown(Shape shape) {
    return shape.isOurs() ? FindingCode.EXTENSION_PROPERTY : FindingCode.UNKNOWN_PROPERTY;
  }

  private void url(String at, String url) {
    if (!url.isBlank() && !ValueType.URI.accepts(url)) {
      findings.add(FindingCode.NOT_A_URL, at, url);
    }
  }

  private static FindingCode missing(Shape.Property property) {
    return property.needed() ? FindingCode.MISSING_PROPERTY : FindingCode.MISSING_DETAIL;
  }

  /** Looks at a value whose name no shape knows. */
  void value(String at, String name, JsonNode value, Shape.Property property) {
    if (!fits(value, property.kind())) {
      wrongType(at, name, property);
      return;
    }
    switch (property.kind()) {
      case ID ->
          identifier(at, value.stringValue(), property.detail(), FindingCode.WRONG_ID_PREFIX);
      case REFERENCE ->
          identifier(at, value.stringValue(), property.detail(), FindingCode.FOREIGN_ID_PREFIX);
      case REFERENCES -> {
        for (int i = 0; i < value.size(); i++) {
          String id = value.get(i).stringValue();
          identifier(at + "/" + i, id, property.detail(), FindingCode.FOREIGN_ID_PREFIX);
        }
        notEmpty(at, name, value);
        once(at, name, value);
      }
      case TIME -> time(at, name, value.stringValue());
      case PERCENT -> range(at, name, value, 0, 100);
      case MILLIS -> range(at, name, value, 0, Long.MAX_VALUE);
      case COUNT -> range(at, name, value, 1, Integer.MAX_VALUE);
      case TEXT, LINK -> {
        if (value.isArray()) {
          loose(at, name, property);
        } else if (property.required() && value.stringValue().isBlank()) {
          findings.add(missing(property), at, name);
        }
      }
      case LIST -> {
        for (int i = 0; i < value.size(); i++) {
          check(at + "/" + i, value.get(i), Shape.valueOf(property.detail()));
        }
        notEmpty(at, name, value);
      }
      case OBJECT -> {
        if (!property.detail().isEmpty()) {
          check(at, value, Shape.valueOf(property.detail()));
        }
      }
      case TEXTS, OBJECTS, NUMBERS -> {
        notEmpty(at, name, value);
        if (ONCE.contains(name)) {
          once(at, name, value);
        }
      }
      case TEXT_LISTS ->
          JsonView.members(value)
              .forEach((key, list) -> notEmpty(at + "/" + JsonView.escape(key), key, list));
      case TEXT_MAP, VALUE, FLAG, MOMENT, ANY -> {}
    }
  }

  private static boolean fits(JsonNode value, Shape.Kind kind) {
    return switch (kind) {
      case TEXT, ID, REFERENCE, TIME -> value.isString();
      case LINK -> JsonView.linkOrNull(value) != null;
      case VALUE -> value.isString() || value.isObject() || value.isNull();
      case TEXTS, REFERENCES -> all(value, JsonNode::isString);
      case TEXT_LISTS ->
          value.isObject()
              && value.properties().stream()
                  .map(Map.Entry::getValue)
                  .allMatch(list -> all(list, JsonNode::isString));
      case TEXT_MAP -> value.isObject() && value.valueStream().allMatch(JsonNode::isString);
      case FLAG -> value.isBoolean();
      case NUMBERS -> all(value, JsonNode::isInt);
      case PERCENT, MILLIS, COUNT -> value.isNumber();
      case OBJECT -> value.isObject();
      case OBJECTS, LIST -> all(value, JsonNode::isObject);
      case MOMENT -> value.isNull() || (value.isString() && time(value.stringValue()) != null);
      case ANY -> true;
    };
  }

  private static boolean all(JsonNode value, java.util.function.Predicate<JsonNode> kind) {
    return value.isArray() && value.valueStream().allMatch(kind);
  }

  private void wrongType(String at, String name, Shape.Property property) {
    if (property.harmless()) {
      loose(at, name, property);
    } else {
      typed(FindingCode.WRONG_TYPE, at, name, property);
    }
  }

  private void loose(String at, String name, Shape.Property property) {
    typed(FindingCode.LOOSE_TYPE, at, name, property);
  }

  private void typed(FindingCode code, String at, String name, Shape.Property property) {
    findings.addTranslated(
        code,
        at,
        new Object[] {name, property.kind().vietnamese()},
        new Object[] {name, property.kind().english()});
  }

  private void notEmpty(String at, String name, JsonNode value) {
    if (value.isEmpty()) {
      findings.add(FindingCode.EMPTY_LIST, at, name);
    }
  }

  private void once(String at, String name, JsonNode value) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < value.size(); i++) {
      if (!seen.add(value.get(i).stringValue())) {
        findings.add(FindingCode.NAMED_TWICE, at + "/" + i, name, value.get(i).stringValue());
      }
    }
  }

  private void range(String at, String name, JsonNode value, long least, long most) {
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.longValue() < least || value.longValue() > most) {
      findings.add(FindingCode.OUT_OF_RANGE, at, name, least, most);
    }
  }

  /** Looks at one definition. */
  interface Look {
    void at(String pointer, String id, JsonNode node);
  }

  /** Looks at every member that is an object; other members are of a wrong type. */
  void each(JsonNode root, String member, Look look) {
    JsonView.members(root.get(member))
        .forEach((id, node) -> {
          String at = JsonView.pointer(member, id);
          if (node.isObject()) {
            look.at(at, id, node);
          } else {
            check(at, node, Shape.EXTENSION);
          }
        });
  }

  /** A definition names its type, and its key begins with it. */
  void keyFitsType(String at, String id, JsonNode node) {
    String type = JsonView.text(node, "type");
    if (type.isEmpty()) {
      findings.add(FindingCode.MISSING_PROPERTY, at, "type");
    }
    int cut = id.indexOf("--");
    String prefix = cut < 0 ? id : id.substring(0, cut);
    if (!type.isEmpty() && !prefix.equals(type)) {
      findings.add(FindingCode.DEFINITION_KEY, at, id, type);
    } else {
      identifier(at, id, "", FindingCode.WRONG_ID_PREFIX);
    }
  }

  /** An identifier of the specification: a word of the type, two hyphens, a UUID of any version. */
  void identifier(String at, String id, String prefix, FindingCode wrongPrefix) {
    if (!prefix.isEmpty() && !id.startsWith(prefix + "--")) {
      findings.add(wrongPrefix, at, prefix, id);
    } else if (!IDENTIFIER.matcher(id).matches()) {
      findings.add(FindingCode.BAD_IDENTIFIER, at, id);
    }
  }

  private void time(String at, String name, String text) {
    if (time(text) == null) {
      findings.add(FindingCode.NOT_A_TIMESTAMP, at, name);
    } else if (isRecorded(name) && !MILLISECONDS.matcher(text).matches()) {
      findings.add(FindingCode.TIMESTAMP_PRECISION, at, name);
    }
  }

  /** Whether the specification asks for milliseconds: the times that make versions. */
  private static boolean isRecorded(String name) {
    return RECORDED.contains(name);
  }

  /** The moment of a timestamp in UTC; null when it is none. */
  static @Nullable Instant time(String text) {
    try {
      return TIMESTAMP.matcher(text).matches() ? Instant.parse(text) : null;
    } catch (DateTimeException _) {
      return null;
    }
  }

  /** A time that must not be before another; with {@code same} they may be equal. */
  void order(String at, JsonNode node, String first, String second, boolean same) {
    Instant from = time(JsonView.text(node, first));
    Instant until = time(JsonView.text(node, second));
    if (from != null && until != null && (until.isBefore(from) || (until.equals(from) && !same))) {
      findings.add(FindingCode.TIME_ORDER, at + "/" + second, second, first);
    }
  }

  /** An object of one kind only says so. */
  void typeIs(String at, JsonNode node, String type) {
    String given = JsonView.text(node, "type");
    if (!given.isEmpty() && !given.equals(type)) {
      findings.add(FindingCode.TYPE_WORD, at + "/type", type, given);
    }
  }

  private static String last(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/') + 1);
  }
}
