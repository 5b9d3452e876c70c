package vn.lachan.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/** Reads one JSON object into a flat map; the depth is bounded by the parser's own limit. */
final class EventJsonReader {
  private final JsonParser parser;
  private final Map<String, Object> fields = new LinkedHashMap<>(48);

  EventJsonReader(JsonParser parser) {
    this.parser = parser;
  }

  Map<String, Object> readObject() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new StreamReadException(parser, "expected an object");
    }
    readObject("", true, false);
    if (parser.nextToken() != null) {
      throw new StreamReadException(parser, "expected nothing after the object");
    }
    return fields;
  }

  /** Reads an array of values, one for each of {@code names}; null is a value that is not there. */
  Map<String, Object> readValues(List<String> names) {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new StreamReadException(parser, "expected an array");
    }
    for (String name : names) {
      parser.nextToken();
      readValue(name, false);
    }
    if (parser.nextToken() != JsonToken.END_ARRAY || parser.nextToken() != null) {
      throw new StreamReadException(parser, "expected " + names.size() + " values");
    }
    return fields;
  }

  /** Reads the members of the object that is open; {@code inList} collects values into lists. */
  private void readObject(String path, boolean root, boolean inList) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = root ? parser.currentName() : path + "." + parser.currentName();
      parser.nextToken();
      readValue(name, inList);
    }
  }

  private void readValue(String name, boolean inList) {
    switch (parser.currentToken()) {
      case START_OBJECT -> readObject(name, false, inList);
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          readValue(name, true);
        }
      }
      case VALUE_STRING -> put(name, parser.getString(), inList);
      case VALUE_TRUE -> put(name, true, inList);
      case VALUE_FALSE -> put(name, false, inList);
      case VALUE_NUMBER_FLOAT -> put(name, fraction(), inList);
      case VALUE_NUMBER_INT -> put(name, whole(), inList);
      default -> {} // null: as if it were not there
    }
  }

  private Object whole() {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> parser.getString();
    };
  }

  private Object fraction() {
    double value = parser.getDoubleValue();
    return Double.isFinite(value) ? value : parser.getString();
  }

  private void put(String name, Object value, boolean inList) {
    if ("".equals(value)) {
      return;
    }
    Object before = fields.get(name);
    if (before instanceof ListInProgress list) {
      list.add(value);
    } else if (inList) {
      ListInProgress list = new ListInProgress();
      if (before != null) {
        list.add(before);
      }
      list.add(value);
      fields.put(name, list);
    } else {
      fields.put(name, value);
    }
  }

  /** A list that may still grow: the same field can come again in the next object of a list. */
  private static final class ListInProgress extends ArrayList<Object> implements List<Object> {}
}
