package vn.lachan.detection.evtx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the tree of an event into flat fields.
 *
 * <p>{@code System} gives fields with fixed names, {@code EventData}, {@code UserData} and the like
 * give one field for each innermost element, named by its attribute {@code Name} or its tag. A name
 * that occurs in both belongs to the data. For one thread.
 */
final class EventFields {
  private static final Set<String> NUMBERS =
      Set.of("EventID", "Version", "Level", "Task", "Opcode", "EventRecordID");
  private static final int LONGEST_NUMBER = 18;

  private final BinaryXml xml;
  private final Budget budget;
  private final StringBuilder buffer = new StringBuilder();
  private Map<String, @Nullable Object> fields = new LinkedHashMap<>();
  private Map<String, @Nullable Object> data = new LinkedHashMap<>();

  /** The lists in {@link #data}. */
  private final Map<String, List<Object>> lists = new HashMap<>();

  /** Takes the elements of some content, with the values that fill them. */
  @FunctionalInterface
  private interface Elements {
    void accept(Node.Element element, @Nullable Values values);
  }

  EventFields(BinaryXml xml, Budget budget) {
    this.xml = xml;
    this.budget = budget;
  }

  /** The fields of the event that a document holds. */
  Map<String, @Nullable Object> of(List<Node> document) {
    fields = new LinkedHashMap<>(64);
    data = new LinkedHashMap<>(64);
    lists.clear();
    each(document, null, this::root);
    if (fields.isEmpty() && data.isEmpty()) {
      throw new DamagedException("holds no event");
    }
    fields.putAll(data);
    return fields;
  }

  private void root(Node.Element element, @Nullable Values values) {
    if (element.tag().equals("Event")) {
      each(element.content(), values, this::section);
    }
  }

  private void section(Node.Element element, @Nullable Values values) {
    switch (element.tag()) {
      case "System" -> each(element.content(), values, this::system);
      case "RenderingInfo" ->
          each(element.content(), values, (part, of) -> leaf(part, of, "RenderingInfo_"));
      default -> each(element.content(), values, (part, of) -> leaf(part, of, ""));
    }
  }

  private void system(Node.Element element, @Nullable Values values) {
    switch (element.tag()) {
      case "Provider" -> attribute(element, values, "Name", "Provider_Name");
      case "TimeCreated" -> attribute(element, values, "SystemTime", "TimeCreated");
      case "Security" -> attribute(element, values, "UserID", "Security_UserID");
      case "Execution" -> {
        attribute(element, values, "ProcessID", "Execution_ProcessID");
        attribute(element, values, "ThreadID", "Execution_ThreadID");
      }
      case "Correlation" -> {}
      default -> {
        String text = text(element.content(), values);
        if (!text.isEmpty()) {
          fields.put(element.tag(), NUMBERS.contains(element.tag()) ? number(text) : text);
        }
      }
    }
  }

  private void attribute(Node.Element element, @Nullable Values values, String name, String field) {
    Node.Attribute attribute = element.attribute(name);
    if (attribute != null) {
      String text = text(attribute.content(), values);
      if (!text.isEmpty()) {
        fields.put(field, text);
      }
    }
  }

  private static Object number(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return text;
      }
    }
    if (text.length() > LONGEST_NUMBER) {
      return text;
    }
    return Long.valueOf(text);
  }

  private void leaf(Node.Element element, @Nullable Values values, String prefix) {
    if (isLeftOut(element.content(), values)) {
      return;
    }
    if (hasElements(element.content(), values)) {
      each(element.content(), values, (part, of) -> leaf(part, of, prefix));
      return;
    }
    String name = prefix + name(element, values);
    if (values != null
        && element.content().size() == 1
        && element.content().getFirst() instanceof Node.Substitution(int value, boolean _)
        && values.isArray(value)) {
      for (String item : values.items(value)) {
        budget.text(item.length() + 1);
        add(name, item);
      }
    } else {
      add(name, text(element.content(), values));
    }
  }

  /** An optional hole without a value takes away the element that it fills. */
  private static boolean isLeftOut(List<Node> content, @Nullable Values values) {
    return values != null
        && content.size() == 1
        && content.getFirst() instanceof Node.Substitution(int value, boolean optional)
        && optional
        && values.isNull(value);
  }

  private String name(Node.Element element, @Nullable Values values) {
    if (element.name() != null) {
      return element.name();
    }
    Node.Attribute attribute = element.attribute("Name");
    String name = attribute == null ? "" : text(attribute.content(), values);
    return name.isEmpty() ? element.tag() : name;
  }

  private void add(String name, String value) {
    Object before = data.putIfAbsent(name, value);
    if (before != null) {
      List<Object> all =
          lists.computeIfAbsent(
              name,
              _ -> {
                List<Object> list = new ArrayList<>();
                list.add(before);
                return list;
              });
      all.add(value);
      data.put(name, all);
    }
  }

  private static boolean hasElements(List<Node> content, @Nullable Values values) {
    for (Node node : content) {
      boolean has =
          switch (node) {
            case Node.Element _, Node.Instance _ -> true;
            case Node.Text _ -> false;
            case Node.Substitution(int value, boolean _) ->
                values != null && values.isDocument(value);
          };
      if (has) {
        return true;
      }
    }
    return false;
  }

  /** Gives all elements of the content, those in embedded documents and templates too. */
  private void each(List<Node> content, @Nullable Values values, Elements elements) {
    budget.enter();
    for (Node node : content) {
      budget.node();
      switch (node) {
        case Node.Element element -> elements.accept(element, values);
        case Node.Instance(List<Node> inner, Values of) -> each(inner, of, elements);
        case Node.Substitution(int value, boolean _) -> {
          if (values != null && values.isDocument(value)) {
            int from = values.start(value);
            each(xml.document(from, from + values.size(value)), null, elements);
          }
        }
        case Node.Text _ -> {}
      }
    }
    budget.leave();
  }

  private String text(List<Node> content, @Nullable Values values) {
    if (content.size() == 1) {
      budget.node();
      String text = piece(content.getFirst(), values);
      budget.text(text.length());
      return text;
    }
    buffer.setLength(0);
    for (Node node : content) {
      budget.node();
      String text = piece(node, values);
      budget.text(text.length());
      buffer.append(text);
    }
    return buffer.toString();
  }

  private static String piece(Node node, @Nullable Values values) {
    return switch (node) {
      case Node.Text(String text) -> text;
      case Node.Substitution(int value, boolean _) -> {
        if (values == null || values.isNull(value)) {
          yield "";
        }
        yield values.isArray(value) ? String.join(", ", values.items(value)) : values.text(value);
      }
      case Node.Element _, Node.Instance _ -> "";
    };
  }
}
