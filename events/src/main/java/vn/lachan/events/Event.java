package vn.lachan.events;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, in the words of the Elastic Common Schema.
 *
 * <p>Fields are flat: {@code source.ip}, not {@code source{ip}}. A value is a {@link String},
 * {@link Long}, {@link Double}, {@link Boolean} or a {@link List} of these. The id,
 * {@code @timestamp} and {@code event.ingested} are not among the fields: they have accessors of
 * their own.
 *
 * <p>Immutable and safe for use by several threads. Two events are equal when their ids are.
 */
public final class Event {
  private final String id;
  private final Instant timestamp;
  private final Instant ingested;
  private final Map<String, Object> fields;

  private Event(Builder builder) {
    this.id = builder.id;
    this.timestamp = builder.timestamp;
    this.ingested = builder.ingested;
    this.fields = Collections.unmodifiableMap(builder.fields);
  }

  /** Starts an event; {@code id} must be the same whenever the same occurrence is read again. */
  public static Builder builder(String id, Instant timestamp, Instant ingested) {
    return new Builder(id, timestamp, ingested);
  }

  /** Identifies the occurrence: a given id, or a hash of its source and position or raw bytes. */
  public String id() {
    return id;
  }

  /** When it happened, by the clock of its source. */
  public Instant timestamp() {
    return timestamp;
  }

  /** When the platform received it. */
  public Instant ingested() {
    return ingested;
  }

  /** All fields in the order they were set; unmodifiable. */
  public Map<String, Object> fields() {
    return fields;
  }

  /** The value of {@code field}, or null when the event does not carry it. */
  public @Nullable Object get(String field) {
    return fields.get(field);
  }

  /** The value of {@code field} as text (of a list: its first element), or empty. */
  public String text(String field) {
    Object value = fields.get(field);
    if (value instanceof List<?> list) {
      return list.isEmpty() ? "" : String.valueOf(list.getFirst());
    }
    return value == null ? "" : value.toString();
  }

  /** Code of the unit whose event this is; empty when only the province may see it. */
  public String organization() {
    return text(EcsField.ORGANIZATION_ID);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Event event && id.equals(event.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Event[" + id + " " + timestamp + " " + text(EcsField.EVENT_ACTION) + "]";
  }

  /** Collects the fields of one event; for one thread, used once. */
  public static final class Builder {
    private final String id;
    private Instant timestamp;
    private final Instant ingested;
    private Map<String, Object> fields = new LinkedHashMap<>(48);
    private boolean built;

    private Builder(String id, Instant timestamp, Instant ingested) {
      this.id = Objects.requireNonNull(id, "id");
      this.timestamp = Objects.requireNonNull(timestamp, "timestamp");
      this.ingested = Objects.requireNonNull(ingested, "ingested");
      if (id.isEmpty()) {
        throw new IllegalArgumentException("an event has an id");
      }
    }

    public Builder timestamp(Instant value) {
      this.timestamp = Objects.requireNonNull(value, "timestamp");
      return this;
    }

    /**
     * Sets {@code field}; null and empty text leave it absent. Whole numbers become {@link Long}.
     */
    public Builder set(String field, @Nullable Object value) {
      if (built) {
        throw new IllegalStateException("the event is already built");
      }
      switch (value) {
        case null -> {}
        case String text when text.isEmpty() -> {}
        case String _, Long _, Double _, Boolean _ -> fields.put(field, value);
        case Integer number -> fields.put(field, number.longValue());
        case Short number -> fields.put(field, number.longValue());
        case Float number -> fields.put(field, number.doubleValue());
        case Instant instant -> fields.put(field, instant.toString());
        case List<?> list when list.isEmpty() -> {}
        case List<?> list -> fields.put(field, List.copyOf(list));
        default ->
            throw new IllegalArgumentException(
                "field " + field + " cannot hold a " + value.getClass().getName());
      }
      return this;
    }

    /** The value set so far, or null. */
    public @Nullable Object get(String field) {
      return fields.get(field);
    }

    /** Removes {@code field} if it was set. */
    public Builder remove(String field) {
      fields.remove(field);
      return this;
    }

    public Event build() {
      built = true;
      return new Event(this);
    }
  }
}
