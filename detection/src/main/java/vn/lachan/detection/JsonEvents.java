package vn.lachan.detection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads events from JSON: one object a line, an array of objects, or one object. Objects inside are
 * flattened with dots, field names lose their spaces, and the usual wrappers of Windows events are
 * taken off.
 */
final class JsonEvents {
  private static final JsonFactory FACTORY = new JsonFactory();
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

  /**
   * Takes the lines of a file in their order.
   *
   * @param <X> what taking one may throw
   */
  @FunctionalInterface
  interface LineSink<X extends Exception> {
    void accept(byte[] line) throws X;
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

  /** The first line that is not blank, with its end; all that is left when there is none. */
  static byte[] firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n' && !isBlank(line.toByteArray())) {
        break;
      }
    }
    return withoutMark(line.toByteArray());
  }

  /** Without the mark that some programs put before UTF-8 text. */
  private static byte[] withoutMark(byte[] line) {
    boolean marked =
        line.length > 2
            && (line[0] & 0xff) == 0xef
            && (line[1] & 0xff) == 0xbb
            && (line[2] & 0xff) == 0xbf;
    return marked ? Arrays.copyOfRange(line, 3, line.length) : line;
  }

  /** Gives every line of {@code in} that is not blank, without its end. */
  static <X extends Exception> void lines(InputStream in, LineSink<X> sink) throws IOException, X {
    ByteArrayOutputStream begun = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          begun.write(buffer, from, i - from);
          finish(begun, sink);
          from = i + 1;
        }
      }
      begun.write(buffer, from, read - from);
    }
    finish(begun, sink);
  }

  private static <X extends Exception> void finish(ByteArrayOutputStream begun, LineSink<X> sink)
      throws X {
    byte[] line = begun.toByteArray();
    begun.reset();
    if (!isBlank(line)) {
      sink.accept(line);
    }
  }

  static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }

  /** Whether the first line begins something that goes on over several lines, or an array. */
  static boolean opensDocument(byte[] line) {
    for (byte b : line) {
      if (b == '[') {
        return true;
      }
      if (b == '{') {
        return !line(0, line).problem().isEmpty();
      }
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        return false;
      }
    }
    return false;
  }

  /** The event in one line of UTF-8 text. */
  static Item line(int index, byte[] line) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Item(index, Map.of(), "not a JSON object");
      }
      Map<String, @Nullable Object> fields = object(json);
      return json.nextToken() == null
          ? new Item(index, fields, "")
          : new Item(index, Map.of(), "not JSON: something follows the object");
    } catch (JacksonException e) {
      return new Item(index, Map.of(), "not JSON: " + e.getOriginalMessage());
    }
  }

  /** Objects one after the other, or in arrays. */
  static void document(byte[] text, Sink sink) {
    int index = 0;
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          sink.accept(new Item(index++, object(json), ""));
        } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
          sink.accept(new Item(index++, Map.of(), "not a JSON object"));
        }
      }
    } catch (JacksonException e) {
      sink.accept(new Item(index, Map.of(), "not JSON: " + e.getOriginalMessage()));
    }
  }

  /** The fields of the object that {@code json} has just entered. */
  private static Map<String, @Nullable Object> object(JsonParser json) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(64);
    object("", json, fields);
    return fields;
  }

  private static void object(String prefix, JsonParser json, Map<String, @Nullable Object> fields) {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      value(prefix.isEmpty() ? name : prefix + name, json.nextToken(), json, fields);
    }
  }

  private static void value(
      String name, JsonToken token, JsonParser json, Map<String, @Nullable Object> fields) {
    switch (token) {
      case START_OBJECT -> object(name + ".", json, fields);
      case START_ARRAY -> {
        for (JsonToken element = json.nextToken();
            element != JsonToken.END_ARRAY;
            element = json.nextToken()) {
          value(name, element, json, fields);
        }
      }
      default -> add(fields, name, scalar(token, json));
    }
  }

  /** Puts a value under its plain name, beside those already there. */
  static void add(Map<String, @Nullable Object> fields, String written, @Nullable Object value) {
    String name = plain(written);
    Object before = fields.putIfAbsent(name, value);
    if (before == null || value == null) {
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

  /** The name without spaces and without the usual wrappers of Windows events. */
  private static String plain(String written) {
    String name = written.indexOf(' ') < 0 ? written : written.replace(" ", "");
    if (name.indexOf('.') < 0) {
      return name;
    }
    for (String wrapper : WRAPPERS) {
      if (name.startsWith(wrapper)) {
        name = name.substring(wrapper.length());
        break;
      }
    }
    return name.equals("EventID.#text") ? "EventID" : name;
  }

  private static @Nullable Object scalar(JsonToken token, JsonParser json) {
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? (Object) json.getDecimalValue()
              : (Object) json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      default -> json.getString();
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
