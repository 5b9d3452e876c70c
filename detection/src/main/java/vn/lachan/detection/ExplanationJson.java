package vn.lachan.detection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes an explanation as JSON. */
final class ExplanationJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static String of(Explanation explanation) {
    return JSON.writeValueAsString(map(explanation));
  }

  private static Map<String, @Nullable Object> map(Explanation explanation) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("rule_id", explanation.ruleId());
    map.put("version", explanation.version());
    map.put("title", explanation.title());
    map.put("matches", explanation.matches());
    explanation
        .detection()
        .ifPresent(node -> {
          Explanation.Source source = explanation.logSource();
          Map<String, @Nullable Object> of = new LinkedHashMap<>();
          of.put("wanted", source.wanted());
          of.put("actual", source.actual());
          of.put("fits", source.fits());
          map.put("logsource", of);
          map.put("detection", map(node));
        });
    explanation.correlation().ifPresent(correlation -> map.put("correlation", map(correlation)));
    return map;
  }

  private static Map<String, @Nullable Object> map(Explanation.Node node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("holds", node.holds());
    switch (node) {
      case Explanation.All(_, List<Explanation.Node> parts) -> map.put("all", list(parts));
      case Explanation.Any(_, List<Explanation.Node> parts) -> map.put("any", list(parts));
      case Explanation.Not(_, Explanation.Node part) -> map.put("not", map(part));
      case Explanation.Named(String name, _, Explanation.Node part) -> {
        map.put("name", name);
        map.put("is", map(part));
      }
      case Explanation.Item item -> {
        map.put("field", item.field());
        map.put("modifiers", item.modifiers());
        map.put("read_from", item.readFrom());
        map.put("wanted", item.wanted().stream().map(ExplanationJson::map).toList());
        map.put("hidden", item.hidden());
        map.put("every", item.every());
        map.put("negated", item.negated());
        map.put("actual", item.actual().orElse(null));
      }
    }
    return map;
  }

  private static List<Map<String, @Nullable Object>> list(List<Explanation.Node> parts) {
    return parts.stream().map(ExplanationJson::map).toList();
  }

  private static Map<String, @Nullable Object> map(Explanation.Wanted wanted) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("value", wanted.value());
    map.put("holds", wanted.holds());
    return map;
  }

  private static Map<String, @Nullable Object> map(Explanation.Correlation correlation) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("condition", correlation.condition());
    map.put("parts", correlation.parts().stream().map(ExplanationJson::map).toList());
    return map;
  }

  private static Map<String, @Nullable Object> map(Explanation.Part part) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("counts", part.counts());
    map.put("rule", map(part.rule()));
    map.put("group", part.group());
    map.put("missing", part.missing());
    map.put("kept", part.kept().orElse(null));
    map.put("measured", part.measured().orElse(null));
    return map;
  }

  private ExplanationJson() {}
}
