package vn.lachan.detection;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.match.FieldSource;
import vn.lachan.events.Event;

/** The fields of a stored event, its times and id among them. */
final class EventSource implements FieldSource {
  private final Event event;
  private final ZoneId zone;
  private final Map<String, Object> fields;

  EventSource(Event event, ZoneId zone) {
    this.event = event;
    this.zone = zone;
    this.fields = withoutSpaces(event.fields());
  }

  private static Map<String, Object> withoutSpaces(Map<String, Object> fields) {
    boolean spaces = false;
    for (String name : fields.keySet()) {
      spaces |= name.indexOf(' ') >= 0;
    }
    if (!spaces) {
      return fields;
    }
    Map<String, Object> result = new HashMap<>();
    fields.forEach((name, value) -> result.put(name.replace(" ", ""), value));
    return result;
  }

  @Override
  public @Nullable Object get(String field) {
    Object value = fields.get(field);
    if (value != null) {
      return value;
    }
    return switch (field) {
      case "@timestamp" -> event.timestamp().atZone(zone).toOffsetDateTime().toString();
      case "event.ingested" -> event.ingested().atZone(zone).toOffsetDateTime().toString();
      case "event.id" -> event.id();
      default -> null;
    };
  }

  @Override
  public boolean has(String field) {
    return get(field) != null;
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
