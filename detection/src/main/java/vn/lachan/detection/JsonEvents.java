package vn.lachan.detection;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events from JSON: one object a line, an array of objects, or one object. Objects inside are
 * flattened with dots, field names lose their spaces, and the usual wrappers of Windows events are
 * taken off.
 */
final class JsonEvents {
  private static final ObjectReader READER = JsonMapper.builder().build().readerFor(JsonNode.class);
  private static final List<String> WRAPPERS =
      List.of(
          "Event.EventData.",
          "Event.System.",
          "Event.UserData.",
          "winlog.event_data.",
          "EventData.");
  private static final List<String> TIMES =
      List.of(
          "@timestamp",
          "TimeCreated",
          "SystemTime",
          "TimeCreated.SystemTime",
          "TimeCreated.#attributes.SystemTime",
          "UtcTime",
          "timestamp",
          "EventTime",
          "time",
          "ts");
  private static final double FIRST_MILLISECONDS = 1e11;

  /** One record of a file: fields, or what is wrong with it. */
  record Item(int index, Map<String, @Nullable Object> fields, String problem) {

    /** The same where so many come before it. */
    Item behind(int before) {
      return before == 0 ? this : new Item(before + index, fields, problem);
    }
  }

  /** Takes the records of a file in their order. */
  @FunctionalInterface
  interface Sink {
    void accept(Item item);
  }

  /** Reads to the end of {@code in}. A line that is not JSON is an item with a problem. */
  static void read(InputStream in, Sink sink) throws IOException {
    int[] before = {0};
    EventUnits.ofJson(
        in,
        unit -> {
          int first = before[0];
          unit.read(
              item -> {
                before[0]++;
                sink.accept(item.behind(first));
              },
              _ -> {});
        });
  }

  /** Whether the first line begins something that goes on over several lines, or an array. */
  static boolean opensDocument(String line) {
    String text = line.strip();
    return text.startsWith("[") || (text.startsWith("{") && line(0, text).fields().isEmpty());
  }

  static Item line(int index, String line) {
    try {
      return item(index, READER.readTree(line));
    } catch (JacksonException e) {
      return new Item(index, Map.of(), "not JSON: " + e.getOriginalMessage());
    }
  }

  static void document(String text, Sink sink) {
    int index = 0;
    try (MappingIterator<JsonNode> values = READER.readValues(text)) {
      while (values.hasNextValue()) {
        JsonNode node = values.nextValue();
        if (node.isArray()) {
          for (JsonNode element : node) {
            sink.accept(item(index++, element));
          }
        } else {
          sink.accept(item(index++, node));
        }
      }
    } catch (JacksonException e) {
      sink.accept(new Item(index, Map.of(), "not JSON: " + e.getOriginalMessage()));
    }
  }

  private static Item item(int index, JsonNode node) {
    if (!node.isObject()) {
      return new Item(index, Map.of(), "not a JSON object");
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    flatten("", node, fields);
    return new Item(index, fields, "");
  }

  /** The fields of a JSON object as events have them. */
  static Map<String, @Nullable Object> flattened(JsonNode node) {
    return item(0, node).fields();
  }

  private static void flatten(String prefix, JsonNode node, Map<String, @Nullable Object> fields) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = prefix + entry.getKey();
      JsonNode value = entry.getValue();
      if (value.isObject()) {
        flatten(name + ".", value, fields);
      } else if (value.isArray()) {
        for (JsonNode element : value) {
          if (element.isObject()) {
            flatten(name + ".", element, fields);
          } else {
            add(fields, name, scalar(element));
          }
        }
      } else {
        add(fields, name, scalar(value));
      }
    }
  }

  /** Puts a value under its name without spaces and wrappers, beside those already there. */
  static void add(Map<String, @Nullable Object> fields, String written, @Nullable Object value) {
    String name = written.indexOf(' ') < 0 ? written : written.replace(" ", "");
    for (String wrapper : WRAPPERS) {
      if (name.startsWith(wrapper)) {
        name = name.substring(wrapper.length());
        break;
      }
    }
    name = name.equals("EventID.#text") ? "EventID" : name;
    Object before = fields.get(name);
    if (before == null) {
      fields.put(name, value);
      return;
    }
    if (value == null) {
      return;
    }
    List<Object> all = new ArrayList<>();
    if (before instanceof List<?> list) {
      all.addAll(list);
    } else {
      all.add(before);
    }
    all.add(value);
    fields.put(name, all);
  }

  private static @Nullable Object scalar(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> null;
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.isIntegralNumber() && node.canConvertToLong()
              ? (Object) node.longValue()
              : (Object) node.decimalValue();
      default -> node.isValueNode() ? node.asString() : node.toString();
    };
  }

  /** When the event happened, by the first field that says so. */
  static Optional<Instant> time(Map<String, @Nullable Object> fields) {
    for (String name : TIMES) {
      Object value = fields.get(name);
      if (value != null) {
        Optional<Instant> time = time(value);
        if (time.isPresent()) {
          return time;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> time(Object value) {
    if (value instanceof Number number) {
      double seconds = number.doubleValue();
      double millis = Math.abs(seconds) >= FIRST_MILLISECONDS ? seconds : seconds * 1000;
      return Optional.of(Instant.ofEpochMilli(Math.round(millis)));
    }
    String text = value.toString().strip();
    if (text.length() < 16) {
      return Optional.empty();
    }
    String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
    try {
      boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
      return Optional.of(
          zoned
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private JsonEvents() {}
}
