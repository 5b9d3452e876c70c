package vn.lachan.playbooks.cacao;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads members of JSON objects leniently: what is not there or of another kind is empty. */
final class JsonView {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static String text(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value != null && value.isString() ? value.stringValue() : "";
  }

  static @Nullable String textOrNull(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value != null && value.isString() ? value.stringValue() : null;
  }

  /** An identifier; a list of one, as CACAO 1 wrote some, means the same. */
  static @Nullable String linkOrNull(@Nullable JsonNode value) {
    JsonNode only = value != null && value.isArray() && value.size() == 1 ? value.get(0) : value;
    return only != null && only.isString() ? only.stringValue() : null;
  }

  static @Nullable String linkOrNull(JsonNode node, String member) {
    return linkOrNull(node.get(member));
  }

  /** As {@link #linkOrNull(JsonNode)}; empty when there is none. */
  static String link(@Nullable JsonNode value) {
    return Objects.requireNonNullElse(linkOrNull(value), "");
  }

  static boolean flag(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value != null && value.isBoolean() && value.booleanValue();
  }

  static long number(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value != null && value.isIntegralNumber() && value.canConvertToLong()
        ? value.longValue()
        : 0;
  }

  /** A scalar as text, whatever its kind. */
  static String scalar(JsonNode node, String member) {
    JsonNode value = node.get(member);
    return value == null || value.isNull() || value.isContainer() ? "" : value.asString();
  }

  static List<String> texts(JsonNode node, String member) {
    List<String> texts = new ArrayList<>();
    JsonNode value = node.get(member);
    if (value != null && value.isArray()) {
      for (JsonNode item : value) {
        if (item.isString()) {
          texts.add(item.stringValue());
        }
      }
    }
    return texts;
  }

  /** The members of an object, in the order of the file; empty when it is none. */
  static Map<String, JsonNode> members(@Nullable JsonNode node) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    if (node != null && node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        members.put(entry.getKey(), entry.getValue());
      }
    }
    return members;
  }

  static Map<String, List<String>> lists(JsonNode node, String member) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    JsonNode value = node.get(member);
    members(value)
        .forEach((key, list) -> lists.put(key, value == null ? List.of() : texts(value, key)));
    return lists;
  }

  /** Whether a text is a JSON object; an empty one is known to be empty. */
  static boolean isObject(String text) {
    try {
      return text.isEmpty() || MAPPER.readTree(text).isObject();
    } catch (JacksonException _) {
      return false;
    }
  }

  /** Whether a text is one JSON value. */
  static boolean isJson(String text) {
    try {
      return !MAPPER.readTree(text).isMissingNode();
    } catch (JacksonException _) {
      return false;
    }
  }

  /** One segment of a JSON pointer (RFC 6901). */
  static String escape(String segment) {
    return segment.replace("~", "~0").replace("/", "~1");
  }

  /** A JSON pointer to a member of a member. */
  static String pointer(String member, String id) {
    return "/" + member + "/" + escape(id);
  }

  static boolean has(JsonNode node, String member, String id) {
    JsonNode value = node.get(member);
    return value != null && value.has(id);
  }

  private JsonView() {}
}
