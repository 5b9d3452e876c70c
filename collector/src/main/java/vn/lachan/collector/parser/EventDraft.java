package vn.lachan.collector.parser;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an event while they are being found. For one thread.
 *
 * <p>Remembers which bytes of the line are secrets, so that {@code event.original} can be kept
 * without them.
 */
public final class EventDraft {
  private final Map<String, Object> fields = new LinkedHashMap<>(64);
  private final Set<String> tags = new LinkedHashSet<>(4);
  private final List<Secret> secrets = new ArrayList<>(2);
  private @Nullable Instant timestamp;
  private String givenId = "";

  /** Bytes {@code from} to {@code to} of the line, to be shown as {@code shown}. */
  record Secret(int from, int to, String shown) {}

  /** Sets {@code field}; null and empty text change nothing. */
  public EventDraft put(String field, @Nullable Object value) {
    if (value == null || (value instanceof String text && text.isEmpty())) {
      return this;
    }
    fields.put(field, withoutNul(value));
    return this;
  }

  private static Object withoutNul(Object value) {
    return switch (value) {
      case String text when text.indexOf('\0') >= 0 -> text.replace('\0', '\ufffd');
      case List<?> list
          when list.stream().anyMatch(item -> String.valueOf(item).indexOf('\0') >= 0) ->
          list.stream().map(EventDraft::withoutNul).toList();
      default -> value;
    };
  }

  /** Sets {@code field} unless it is set already. */
  public EventDraft putIfAbsent(String field, @Nullable Object value) {
    if (!fields.containsKey(field)) {
      put(field, value);
    }
    return this;
  }

  public @Nullable Object get(String field) {
    return fields.get(field);
  }

  /** The value as text, empty when it is not set; of a list the first. */
  public String text(String field) {
    Object value = fields.get(field);
    if (value instanceof List<?> list) {
      return list.isEmpty() ? "" : String.valueOf(list.getFirst());
    }
    return value == null ? "" : value.toString();
  }

  public boolean has(String field) {
    return fields.containsKey(field);
  }

  public void remove(String field) {
    fields.remove(field);
  }

  /** Marks the event, once. */
  public EventDraft tag(String tag) {
    tags.add(tag);
    return this;
  }

  public Map<String, Object> fields() {
    return fields;
  }

  public Set<String> tags() {
    return tags;
  }

  /** When it happened, as the line says; null when the line does not say. */
  public @Nullable Instant timestamp() {
    return timestamp;
  }

  public EventDraft timestamp(@Nullable Instant instant) {
    if (instant != null) {
      this.timestamp = instant;
    }
    return this;
  }

  /** The id the sender gave, empty when it gave none. */
  public String givenId() {
    return givenId;
  }

  public EventDraft givenId(String id) {
    this.givenId = id;
    return this;
  }

  void secret(int from, int to, String shown) {
    if (from >= 0 && to > from) {
      secrets.add(new Secret(from, to, shown));
    }
  }

  List<Secret> secrets() {
    return secrets;
  }
}
