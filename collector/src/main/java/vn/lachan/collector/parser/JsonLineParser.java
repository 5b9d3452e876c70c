package vn.lachan.collector.parser;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import vn.lachan.collector.syslog.SyslogMessage;
import vn.lachan.collector.syslog.Timestamps;

/**
 * Any JSON object ({@code json}, {@code lachan.*}): every key becomes a field of the same name,
 * objects are flattened with dots, lists of objects become lists field by field. Windows events
 * come this way; the ECS names that other parts need are added to them.
 */
final class JsonLineParser implements Parser {
  private static final int MAX_FIELDS = 500;
  private static final int MAX_LIST = 100;
  private static final int MAX_NAME = 200;
  private static final List<String> TIMES =
      List.of(
          "@timestamp",
          "timestamp",
          "UtcTime",
          "TimeCreated",
          "SystemTime",
          "EventTime",
          "eventTime",
          "event_time",
          "time",
          "ts",
          "date",
          "datetime",
          "thoi_gian",
          "TimeGenerated",
          "event.created");
  private static final Map<String, String> ECS_OF_WINDOWS =
      new TreeMap<>(
          Map.of(
              "EventID", "event.code",
              "Channel", "winlog.channel",
              "Provider_Name", "event.provider",
              "CommandLine", "process.command_line",
              "Image", "process.executable",
              "ParentImage", "process.parent.executable",
              "ParentCommandLine", "process.parent.command_line",
              "TargetFilename", "file.path",
              "Computer", "host.name",
              "Hostname", "host.name"));

  @Override
  public ParseResult parse(LogLine line) {
    SyslogMessage header = line.syslog();
    EventDraft draft = line.draft();
    Flattening flattening = new Flattening(draft);
    try (JsonParser json = Json.open(line.bytes(), header.start(), header.end())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new ParseResult.Unparsed(draft, "not a JSON object");
      }
      flattening.object(json, "");
      if (json.nextToken() != null) {
        return new ParseResult.Unparsed(draft, "something follows the JSON object");
      }
    } catch (JacksonException e) {
      EventDraft empty = line.draft();
      return new ParseResult.Unparsed(empty, "broken JSON: " + Json.reason(e));
    }
    time(line, draft);
    draft.givenId(draft.text("event.id"));
    for (String reserved : List.of("@timestamp", "event.id", "event.ingested", "_id")) {
      draft.remove(reserved);
    }
    draft.putIfAbsent("event.kind", "event");
    windows(draft);
    draft.putIfAbsent("message", draft.get("Message"));
    return new ParseResult.Parsed(draft);
  }

  private static void time(LogLine line, EventDraft draft) {
    for (String key : TIMES) {
      Instant instant = instant(line, draft.get(key));
      if (instant != null) {
        draft.timestamp(instant);
        return;
      }
    }
    for (Map.Entry<String, Object> field : draft.fields().entrySet()) {
      if (field.getKey().endsWith("SystemTime") || field.getKey().endsWith(".TimeCreated")) {
        Instant instant = instant(line, field.getValue());
        if (instant != null) {
          draft.timestamp(instant);
          return;
        }
      }
    }
    if (draft.timestamp() == null) {
      draft.tag("no_timestamp");
    }
  }

  private static @Nullable Instant instant(LogLine line, @Nullable Object value) {
    return switch (value) {
      case String text -> Timestamps.parse(text, line.received(), java.time.ZoneOffset.UTC);
      case Long number -> Timestamps.sinceEpoch(number);
      case Double seconds when seconds > 1e8 && seconds < 1e11 ->
          Instant.ofEpochMilli(Math.round(seconds * 1_000));
      case null, default -> null;
    };
  }

  private static void windows(EventDraft draft) {
    if (!draft.has("EventID") && !draft.has("Channel")) {
      return;
    }
    ECS_OF_WINDOWS.forEach((windows, ecs) -> {
      if (draft.has(windows)) {
        draft.putIfAbsent(ecs, draft.text(windows));
      }
    });
    String image = draft.text("Image");
    draft.putIfAbsent("process.name", image.substring(image.lastIndexOf('\\') + 1));
    for (String key : List.of("TargetUserName", "SubjectUserName", "User")) {
      String user = draft.text(key);
      if (!user.isEmpty() && !user.equals("-")) {
        draft.putIfAbsent("user.name", user.substring(user.lastIndexOf('\\') + 1));
      }
    }
    for (String key : List.of("IpAddress", "SourceIp", "SourceAddress")) {
      if (Values.isAddress(draft.text(key))) {
        draft.putIfAbsent("source.ip", draft.text(key));
      }
    }
  }

  /** Flattens one object into a draft, up to a number of fields. */
  private static final class Flattening {
    private final EventDraft draft;
    private int fields;

    Flattening(EventDraft draft) {
      this.draft = draft;
    }

    void object(JsonParser json, String prefix) {
      String key = json.nextName();
      while (key != null) {
        json.nextToken();
        value(json, prefix.isEmpty() ? key : prefix + "." + key, false);
        key = json.nextName();
      }
    }

    private void value(JsonParser json, String name, boolean inList) {
      JsonToken token = json.currentToken();
      if (token == JsonToken.START_OBJECT) {
        objectIn(json, name, inList);
      } else if (token == JsonToken.START_ARRAY) {
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY && json.currentToken() != null) {
          count++;
          if (count <= MAX_LIST) {
            value(json, name, true);
          } else {
            json.skipChildren();
            draft.tag("fields_cut");
          }
        }
      } else {
        put(name, scalar(json), inList);
      }
    }

    private void objectIn(JsonParser json, String name, boolean inList) {
      String key = json.nextName();
      while (key != null) {
        json.nextToken();
        value(json, name + "." + key, inList);
        key = json.nextName();
      }
    }

    private @Nullable Object scalar(JsonParser json) {
      return switch (json.currentToken()) {
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NUMBER_INT -> {
          Number number = json.getNumberValue();
          yield number instanceof BigInteger ? json.getString() : (Object) number.longValue();
        }
        case VALUE_NUMBER_FLOAT -> {
          double value = json.getValueAsDouble();
          yield Double.isFinite(value) ? (Object) value : json.getString();
        }
        case VALUE_STRING -> json.getString();
        default -> null;
      };
    }

    private void put(String given, @Nullable Object value, boolean inList) {
      if (value == null || (value instanceof String text && text.isEmpty())) {
        return;
      }
      String name = given.length() <= MAX_NAME ? given : given.substring(0, MAX_NAME);
      if (!draft.has(name) && ++fields > MAX_FIELDS) {
        draft.tag("fields_cut");
        return;
      }
      Object known = draft.get(name);
      if (!inList || known == null) {
        draft.put(name, inList ? List.of(value) : value);
        return;
      }
      List<Object> values = new ArrayList<>(known instanceof List<?> list ? list : List.of(known));
      values.add(value);
      draft.put(name, List.copyOf(values));
    }
  }
}
