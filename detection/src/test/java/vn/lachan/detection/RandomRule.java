package vn.lachan.detection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * A rule that was made up, as a tree that can be cut down.
 *
 * @param selections by name, each a list of alternatives
 */
record RandomRule(String id, Map<String, List<Alternative>> selections, String condition) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A map of a selection, or keywords when the only item has no field. */
  record Alternative(List<Item> items) {}

  /**
   * One field.
   *
   * @param plain whether the values stand as a list of keywords, without a key
   */
  record Item(String field, List<String> modifiers, List<Object> values, boolean plain) {
    String key() {
      return modifiers.isEmpty() ? field : field + "|" + String.join("|", modifiers);
    }
  }

  /** JSON, which YAML reads too; numbers and truth values of YAML are put in as they are. */
  String yaml() {
    Map<String, Object> detection = new LinkedHashMap<>();
    selections.forEach((name, alternatives) -> detection.put(name, written(alternatives)));
    detection.put("condition", condition);
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("title", id);
    rule.put("id", id);
    rule.put("logsource", Map.of("category", "test"));
    rule.put("detection", detection);
    return JSON.writeValueAsString(rule)
            .replaceAll("\"!raw ([^\"]*)\"", "$1")
            .replace("\u007f", "\\u007f")
        + "\n";
  }

  private static Object written(List<Alternative> alternatives) {
    List<Object> result = new ArrayList<>();
    for (Alternative alternative : alternatives) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (Item item : alternative.items()) {
        if (item.plain()) {
          result.addAll(item.values());
        } else {
          map.put(
              item.key(),
              item.values().size() == 1 && !item.modifiers().contains("all")
                  ? item.values().getFirst()
                  : item.values());
        }
      }
      if (!map.isEmpty()) {
        result.add(map);
      }
    }
    return result.size() == 1 && result.getFirst() instanceof Map ? result.getFirst() : result;
  }

  /** Smaller rules: with a part left out, or with a simpler condition. */
  Stream<RandomRule> smaller() {
    List<RandomRule> result = new ArrayList<>();
    for (String name : selections.keySet()) {
      if (!condition.equals(name)) {
        result.add(new RandomRule(id, selections, name));
        result.add(new RandomRule(id, selections, "not " + name));
      }
      if (selections.size() > 1 && !condition.contains(name) && !condition.contains("of")) {
        Map<String, List<Alternative>> fewer = new LinkedHashMap<>(selections);
        fewer.remove(name);
        result.add(new RandomRule(id, fewer, condition));
      }
      for (List<Alternative> alternatives : smaller(selections.get(name))) {
        Map<String, List<Alternative>> changed = new LinkedHashMap<>(selections);
        changed.put(name, alternatives);
        result.add(new RandomRule(id, changed, condition));
      }
    }
    return result.stream();
  }

  private static List<List<Alternative>> smaller(List<Alternative> alternatives) {
    List<List<Alternative>> result = new ArrayList<>(without(alternatives));
    for (int i = 0; i < alternatives.size(); i++) {
      List<Item> items = alternatives.get(i).items();
      for (List<Item> fewer : without(items)) {
        result.add(replaced(alternatives, i, new Alternative(fewer)));
      }
      for (int k = 0; k < items.size(); k++) {
        for (Item item : smaller(items.get(k))) {
          result.add(replaced(alternatives, i, new Alternative(replaced(items, k, item))));
        }
      }
    }
    return result;
  }

  private static List<Item> smaller(Item item) {
    List<Item> result = new ArrayList<>();
    for (List<Object> fewer : without(item.values())) {
      result.add(new Item(item.field(), item.modifiers(), fewer, item.plain()));
    }
    for (int i = 0; i < item.modifiers().size(); i++) {
      List<String> fewer = new ArrayList<>(item.modifiers());
      fewer.remove(i);
      result.add(new Item(item.field(), fewer, item.values(), item.plain()));
    }
    for (int i = 0; i < item.values().size(); i++) {
      if (item.values().get(i) instanceof String text && !text.startsWith("!raw ")) {
        for (String shorter : shorter(text)) {
          List<Object> values = replaced(item.values(), i, (Object) shorter);
          result.add(new Item(item.field(), item.modifiers(), values, item.plain()));
        }
      }
    }
    return result;
  }

  static <T> List<List<T>> without(List<T> list) {
    List<List<T>> result = new ArrayList<>();
    for (int i = 0; i < list.size() && list.size() > 1; i++) {
      List<T> fewer = new ArrayList<>(list);
      fewer.remove(i);
      result.add(fewer);
    }
    return result;
  }

  private static <T> List<T> replaced(List<T> list, int i, T item) {
    List<T> result = new ArrayList<>(list);
    result.set(i, item);
    return result;
  }

  /** The text without its first or second half, and without each of its characters. */
  static List<String> shorter(String text) {
    List<String> result = new ArrayList<>();
    int[] points = text.codePoints().toArray();
    if (points.length > 3) {
      result.add(new String(points, 0, points.length / 2));
      result.add(new String(points, points.length / 2, points.length - points.length / 2));
    }
    for (int i = 0; i < points.length && points.length < 40; i++) {
      result.add(new String(points, 0, i) + new String(points, i + 1, points.length - i - 1));
    }
    return result;
  }
}
