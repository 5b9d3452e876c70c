package vn.lachan.collector.dataset.step;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import vn.lachan.collector.parser.Json;

/**
 * Reads a JSON object. A value is named by its path with dots, also when a key itself holds dots;
 * the items of lists have the name of the list. What the dataset does not name becomes a label, or,
 * when it is an ECS field and the sender is trusted with them, a field.
 */
public final class JsonStep implements Step {
  private static final int MAX_LIST = 64;

  private final Source from;
  private final Node root = new Node();
  private final boolean labels;
  private final boolean fields;

  /** What the dataset wants at and below a key. */
  private static final class Node {
    private final Map<String, Node> below = new HashMap<>(8);
    private int slot = -1;
  }

  /**
   * Made of its parts.
   *
   * @param wanted paths the dataset names
   * @param labels whether the rest is kept as labels
   * @param fields whether names of ECS fields are taken as they are
   */
  public JsonStep(Source from, Map<String, Integer> wanted, boolean labels, boolean fields) {
    this.from = from;
    this.labels = labels;
    this.fields = fields;
    wanted.forEach((path, slot) -> add(root, path, slot));
  }

  /** Adds every way to cut a path into keys: {@code a.b} may be nested or one key. */
  private static void add(Node node, String path, int slot) {
    node.below.computeIfAbsent(path, _ -> new Node()).slot = slot;
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      Node next = node.below.computeIfAbsent(path.substring(0, dot), _ -> new Node());
      add(next, path.substring(dot + 1), slot);
    }
  }

  @Override
  public boolean run(Slots slots) {
    byte[] bytes;
    int begin = 0;
    int end;
    if (from.slot() < 0) {
      bytes = slots.line().bytes();
      begin = slots.line().syslog().start();
      end = slots.line().syslog().end();
    } else {
      bytes = from.text(slots).getBytes(StandardCharsets.UTF_8);
      end = bytes.length;
    }
    try (JsonParser json = Json.open(bytes, begin, end)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return slots.refuse("not a JSON object");
      }
      object(json, root, "", false, slots);
      return true;
    } catch (JacksonException e) {
      return slots.refuse("broken JSON: " + Json.reason(e));
    }
  }

  private void object(
      JsonParser json, @Nullable Node node, String path, boolean inList, Slots slots) {
    String key = json.nextName();
    while (key != null) {
      JsonToken token = json.nextToken();
      Node next = node == null ? null : node.below.get(key);
      boolean rest = labels || fields;
      if (next == null && !rest) {
        json.skipChildren();
      } else {
        value(json, token, next, rest ? join(path, key) : "", inList, slots);
      }
      key = json.nextName();
    }
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /**
   * @param inList whether it stands in an object of a list, so that others of its name may follow
   */
  private void value(
      JsonParser json,
      JsonToken token,
      @Nullable Node node,
      String path,
      boolean inList,
      Slots slots) {
    switch (token) {
      case START_OBJECT -> object(json, node, path, inList, slots);
      case START_ARRAY -> array(json, node, path, slots);
      case VALUE_NULL -> {}
      default -> scalar(json, node, path, inList, slots);
    }
  }

  private void array(JsonParser json, @Nullable Node node, String path, Slots slots) {
    int count = 0;
    for (JsonToken token = json.nextToken();
        token != null && token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (++count > MAX_LIST) {
        json.skipChildren();
      } else if (token.isStructStart()) {
        value(json, token, node, path, true, slots);
      } else if (token != JsonToken.VALUE_NULL) {
        item(json, node, path, slots);
      }
    }
    if (count > MAX_LIST) {
      slots.draft().tag("fields_cut");
    }
  }

  /** One more scalar of a list. */
  private void item(JsonParser json, @Nullable Node node, String path, Slots slots) {
    if (node == null || node.slot < 0) {
      scalar(json, node, path, true, slots);
      return;
    }
    slots.put(node.slot, more(slots.get(node.slot), scalar(json)));
  }

  private static Object more(@Nullable Object known, @Nullable Object next) {
    if (known == null) {
      return next == null ? "" : List.of(next);
    }
    List<Object> values = new ArrayList<>(known instanceof List<?> list ? list : List.of(known));
    if (next != null && values.size() < MAX_LIST) {
      values.add(next);
    }
    return values;
  }

  private void scalar(
      JsonParser json, @Nullable Node node, String path, boolean inList, Slots slots) {
    if (node != null && node.slot >= 0) {
      Object found = scalar(json);
      Object known = slots.get(node.slot);
      slots.put(node.slot, known == null ? found : more(known, found));
    } else if (fields && Layout.isField(path) && !isOurs(path)) {
      slots.draft().put(path, inList ? more(slots.draft().get(path), scalar(json)) : scalar(json));
    } else if (labels) {
      slots.label(path, Json.text(json));
    }
  }

  /** What only this platform says. */
  private static boolean isOurs(String path) {
    return path.startsWith("organization.")
        || path.startsWith("dvc.")
        || path.startsWith("dxp.")
        || path.startsWith("lachan.")
        || path.startsWith("log.source.")
        || path.equals("event.original")
        || path.equals("event.hash")
        || path.equals("event.id")
        || path.equals("event.ingested")
        || path.equals("event.dataset")
        || path.equals("event.module");
  }

  private static @Nullable Object scalar(JsonParser json) {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> {
        String digits = json.getString();
        yield digits.length() > 18 ? digits : (Object) json.getLongValue();
      }
      case VALUE_NUMBER_FLOAT, VALUE_STRING -> json.getString();
      case null, default -> null;
    };
  }
}
