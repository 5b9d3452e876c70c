package vn.lachan.backup.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import vn.lachan.backup.repository.ResticJson;

/**
 * Reads the JSON of a tree, token by token: a folder may have ten thousands of entries, and a
 * command that has just started reads them with code the compiler has not seen yet.
 *
 * <p>Unknown keys are passed over, a value that is missing or null is 0 or null. For one tree.
 */
final class TreeReader {

  /** The values of one entry, as they are written. */
  static final class Entry {
    @Nullable String name;
    @Nullable String type;
    @Nullable String mtime;
    @Nullable String ctime;
    @Nullable String user;
    @Nullable String group;
    @Nullable String linktarget;
    @Nullable String linktargetRaw;
    @Nullable String subtree;
    long mode;
    long uid;
    long gid;
    long inode;
    long deviceId;
    long size;
    long links;
    long device;
    List<String> content = List.of();
    List<Extended> extended = List.of();
  }

  record Extended(@Nullable String name, @Nullable String value) {}

  private final JsonParser parser;
  private boolean makesSense = true;

  private TreeReader(JsonParser parser) {
    this.parser = parser;
  }

  /** The entries; empty when {@code json} is no tree. */
  static Optional<List<Entry>> read(byte[] json) {
    try (JsonParser parser = ResticJson.parser(json)) {
      TreeReader reader = new TreeReader(parser);
      List<Entry> entries = reader.document();
      boolean ended = parser.nextToken() == null;
      return ended && reader.makesSense ? Optional.ofNullable(entries) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private @Nullable List<Entry> document() {
    List<Entry> entries = null;
    if (isObject(parser.nextToken())) {
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (key.equals("nodes")) {
          entries = value == JsonToken.VALUE_NULL ? null : entries(value);
        } else {
          parser.skipChildren();
        }
      }
    }
    return entries;
  }

  private List<Entry> entries(JsonToken value) {
    List<Entry> entries = new ArrayList<>();
    if (isArray(value)) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (isObject(parser.currentToken())) {
          entries.add(entry());
        }
      }
    }
    return entries;
  }

  private Entry entry() {
    Entry entry = new Entry();
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken value = parser.nextToken();
      switch (key) {
        case "mode" -> entry.mode = number(value);
        case "uid" -> entry.uid = number(value);
        case "gid" -> entry.gid = number(value);
        case "inode" -> entry.inode = number(value);
        case "device_id" -> entry.deviceId = number(value);
        case "size" -> entry.size = number(value);
        case "links" -> entry.links = number(value);
        case "device" -> entry.device = number(value);
        case "content" -> entry.content = texts(value);
        case "extended_attributes" -> entry.extended = extended(value);
        default -> text(entry, key, value);
      }
    }
    return entry;
  }

  private void text(Entry entry, String key, JsonToken value) {
    switch (key) {
      case "name" -> entry.name = text(value);
      case "type" -> entry.type = text(value);
      case "mtime" -> entry.mtime = text(value);
      case "ctime" -> entry.ctime = text(value);
      case "user" -> entry.user = text(value);
      case "group" -> entry.group = text(value);
      case "linktarget" -> entry.linktarget = text(value);
      case "linktarget_raw" -> entry.linktargetRaw = text(value);
      case "subtree" -> entry.subtree = text(value);
      default -> parser.skipChildren();
    }
  }

  private @Nullable String text(JsonToken value) {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    if (value != JsonToken.VALUE_NULL) {
      senseless();
    }
    return null;
  }

  /** Numbers of files may have 64 bits without a sign. */
  private long number(JsonToken value) {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? parser.getBigIntegerValue().longValue()
          : parser.getLongValue();
    }
    if (value != JsonToken.VALUE_NULL) {
      senseless();
    }
    return 0;
  }

  private List<String> texts(JsonToken value) {
    if (value == JsonToken.VALUE_NULL || !isArray(value)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(1);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String text = text(parser.currentToken());
      texts.add(text == null ? "" : text);
    }
    return texts;
  }

  private List<Extended> extended(JsonToken value) {
    if (value == JsonToken.VALUE_NULL || !isArray(value)) {
      return List.of();
    }
    List<Extended> all = new ArrayList<>(1);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (isObject(parser.currentToken())) {
        all.add(attribute());
      }
    }
    return all;
  }

  private Extended attribute() {
    String name = null;
    String content = null;
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      JsonToken value = parser.nextToken();
      switch (key) {
        case "name" -> name = text(value);
        case "value" -> content = text(value);
        default -> parser.skipChildren();
      }
    }
    return new Extended(name, content);
  }

  private boolean isObject(@Nullable JsonToken value) {
    return is(JsonToken.START_OBJECT, value);
  }

  private boolean isArray(JsonToken value) {
    return is(JsonToken.START_ARRAY, value);
  }

  /** Another value makes the whole senseless. */
  private boolean is(JsonToken wanted, @Nullable JsonToken value) {
    if (value == wanted) {
      return true;
    }
    senseless();
    return false;
  }

  private void senseless() {
    makesSense = false;
    parser.skipChildren();
  }
}
