package vn.lachan.events;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Events as JSON and back.
 *
 * <p>Written: one object without line breaks, nested after the dots of the names, names sorted,
 * with {@code @timestamp}, {@code event.id} and {@code event.ingested} among the fields. Where a
 * field is at once a value and the parent of others ({@code a} and {@code a.b}), the others keep
 * their dots: {@code {"a":1,"a.b":2}}.
 *
 * <p>Read: nested and dotted names alike, in any mixture. Whole numbers become {@link Long}, others
 * {@link Double}, whole numbers beyond 64 bits {@link String}; null and empty values are left out;
 * of a list of objects every field becomes a list. What was written reads back with the same types.
 */
public final class EventJson {
  static final JsonFactory JSON = new JsonFactory();

  /** {@code event} as UTF-8, nested. */
  public static byte[] toBytes(Event event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      write(event, json);
    }
    return out.toByteArray();
  }

  /** {@code event} as text, nested. */
  public static String toText(Event event) {
    return new String(toBytes(event), StandardCharsets.UTF_8);
  }

  /** Writes {@code event} as one nested object, where {@code json} stands. */
  public static void write(Event event, JsonGenerator json) {
    new EventJsonWriter(json).writeNested(event);
  }

  /** {@code event} as UTF-8 with dotted names in the order they were set: quicker to write. */
  static byte[] toFlatBytes(Event event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      new EventJsonWriter(json).writeFlat(event);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /**
   * Reads an event that {@link #write} wrote or another ECS writer did. Without {@code
   * event.ingested} it counts as ingested when it happened.
   *
   * @throws EventFormatException when it is not a JSON object, or lacks {@code event.id} or a
   *     {@code @timestamp} that can be read
   */
  public static Event read(byte[] json) {
    return fromFields(readFields(json));
  }

  /**
   * Makes an event of {@link #readFields fields}, which loses those that are no fields of its own.
   */
  static Event fromFields(Map<String, Object> fields) {
    Object given = fields.remove("event.id");
    if (given == null || given instanceof List<?>) {
      throw new EventFormatException("the event has no event.id");
    }
    String id = given.toString();
    Instant timestamp = instant("@timestamp", fields.remove("@timestamp"));
    if (timestamp == null) {
      throw new EventFormatException("event " + id + " has no @timestamp");
    }
    Instant ingested = instant("event.ingested", fields.remove("event.ingested"));
    Event.Builder event = Event.builder(id, timestamp, ingested == null ? timestamp : ingested);
    fields.forEach(event::set);
    return event.build();
  }

  /** Reads an event from text; see {@link #read(byte[])}. */
  public static Event read(String json) {
    return read(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * All fields of any JSON object under dotted names, in the order they stand; a modifiable map.
   *
   * @throws EventFormatException when it is not one JSON object
   */
  public static Map<String, Object> readFields(byte[] json) {
    return read(json, "not a JSON object: ", EventJsonReader::readObject);
  }

  /**
   * The fields of an event of which {@code json} is the array of values and {@code names} the names
   * in the same order; a modifiable map.
   */
  static Map<String, Object> readValues(byte[] json, List<String> names) {
    return read(json, "not the values of an event: ", reader -> reader.readValues(names));
  }

  private static Map<String, Object> read(
      byte[] json, String problem, Function<EventJsonReader, Map<String, Object>> what) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      return what.apply(new EventJsonReader(parser));
    } catch (JacksonException e) {
      throw new EventFormatException(
          problem
              + e.getOriginalMessage()
              + " at byte "
              + (e.getLocation() == null ? 0 : e.getLocation().getByteOffset()),
          e);
    }
  }

  private static @Nullable Instant instant(String field, @Nullable Object value) {
    try {
      return switch (value) {
        case null -> null;
        case Long millis -> Instant.ofEpochMilli(millis);
        default -> Instant.parse(value.toString());
      };
    } catch (DateTimeParseException e) {
      throw new EventFormatException(field + " is no ISO 8601 time with an offset: " + value, e);
    }
  }

  private EventJson() {}
}
