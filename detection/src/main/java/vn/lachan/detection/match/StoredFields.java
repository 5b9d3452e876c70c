package vn.lachan.detection.match;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.Event;

/** Fields of a stored event as far as log sources are told by them. */
public record StoredFields(Map<String, Object> fields) implements FieldSource {

  public StoredFields(Event event) {
    this(event.get("Channel") == null ? event.fields() : withoutSpaces(event.fields()));
  }

  private static Map<String, Object> withoutSpaces(Map<String, Object> fields) {
    Map<String, Object> result = new HashMap<>();
    fields.forEach((name, value) -> result.put(name.replace(" ", ""), value));
    return result;
  }

  /** Fields with these texts; empty ones are absent. */
  public static StoredFields of(List<String> names, List<String> texts) {
    Map<String, Object> fields = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (!texts.get(i).isEmpty()) {
        fields.put(names.get(i), texts.get(i));
      }
    }
    return new StoredFields(fields);
  }

  @Override
  public @Nullable Object get(String field) {
    return fields.get(field);
  }

  @Override
  public boolean has(String field) {
    return fields.containsKey(field);
  }

  @Override
  public void forEachValue(Consumer<Object> action) {
    fields.values().forEach(action);
  }

  @Override
  public boolean emptyIsAbsent() {
    return true;
  }
}
