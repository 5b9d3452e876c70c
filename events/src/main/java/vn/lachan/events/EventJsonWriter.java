package vn.lachan.events;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes one event; nested objects come from sorting the names, without building a tree. */
final class EventJsonWriter {
  private static final String TIMESTAMP = "@timestamp";
  private static final String ID = "event.id";
  private static final String INGESTED = "event.ingested";

  private final JsonGenerator json;

  EventJsonWriter(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the fields with dotted names into the object that is open. */
  void writeFlat(Event event) {
    json.writeStringProperty(TIMESTAMP, event.timestamp().toString());
    json.writeStringProperty(ID, event.id());
    json.writeStringProperty(INGESTED, event.ingested().toString());
    event
        .fields()
        .forEach((name, value) -> {
          json.writeName(name);
          writeValue(value);
        });
  }

  void writeNested(Event event) {
    List<String> names = new ArrayList<>(event.fields().size() + 3);
    names.addAll(event.fields().keySet());
    Collections.addAll(names, TIMESTAMP, ID, INGESTED);
    Collections.sort(names);
    json.writeStartObject();
    writeNested(event, names, 0, names.size(), 0, new HashSet<>(names));
    json.writeEndObject();
  }

  /** Writes names[from, to), which all share their first {@code prefix} characters. */
  private void writeNested(
      Event event, List<String> names, int from, int to, int prefix, Set<String> values) {
    int at = from;
    while (at < to) {
      String name = names.get(at);
      int dot = endOfObject(name, prefix, values);
      if (dot < 0) {
        json.writeName(name.substring(prefix));
        writeValue(valueOf(event, name));
        at++;
      } else {
        String shared = name.substring(0, dot + 1);
        int end = at + 1;
        while (end < to && names.get(end).startsWith(shared)) {
          end++;
        }
        json.writeName(name.substring(prefix, dot));
        json.writeStartObject();
        writeNested(event, names, at, end, dot + 1, values);
        json.writeEndObject();
        at = end;
      }
    }
  }

  /** The first dot at which an object may open: its name must not be that of a value. */
  private static int endOfObject(String name, int prefix, Set<String> values) {
    int dot = name.indexOf('.', prefix);
    while (dot >= 0 && values.contains(name.substring(0, dot))) {
      dot = name.indexOf('.', dot + 1);
    }
    return dot;
  }

  private static @Nullable Object valueOf(Event event, String name) {
    return switch (name) {
      case TIMESTAMP -> event.timestamp();
      case ID -> event.id();
      case INGESTED -> event.ingested();
      default -> event.get(name);
    };
  }

  /** Writes one value of an event; null where there is none. */
  void writeValue(@Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case Double number when Double.isFinite(number) -> json.writeNumber(number);
      case Boolean flag -> json.writeBoolean(flag);
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(this::writeValue);
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }
}
