package vn.lachan.detection;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.detection.correlation.Hit;
import vn.lachan.detection.match.RuleMatcher;

/**
 * One case of the conformance suite.
 *
 * @param why what the case shows, in one line
 * @param rules text of a rule file
 * @param placeholders what {@code %name%} stands for
 * @param refuse how the reason begins for which a document is refused; empty when none may be
 * @param at {@code line:column} of the refusal; empty when it does not matter
 * @param match events that some rule must fit
 * @param differ events that no rule may fit
 * @param stream events in the order of their arrival
 * @param raises for each rule that raises alerts in the stream, the numbers of the events that do
 * @param problem why the case itself is unusable, else empty
 */
record ConformanceCase(
    String why,
    String rules,
    Map<String, List<String>> placeholders,
    String refuse,
    String at,
    List<JsonNode> match,
    List<JsonNode> differ,
    List<JsonNode> stream,
    Map<String, List<Integer>> raises,
    String problem) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> KNOWN =
      Set.of(
          "why",
          "selection",
          "detection",
          "rules",
          "placeholders",
          "refuse",
          "at",
          "match",
          "differ",
          "stream",
          "raises");

  static ConformanceCase of(Map<?, ?> map) {
    List<String> unknown =
        map.keySet().stream().map(String::valueOf).filter(key -> !KNOWN.contains(key)).toList();
    Map<String, List<Integer>> raises = new TreeMap<>();
    entries(map.get("raises"))
        .forEach((id, numbers) ->
            raises.put(
                id, items(numbers).stream().map(n -> Integer.valueOf(n.toString())).toList()));
    Map<String, List<String>> placeholders = new LinkedHashMap<>();
    entries(map.get("placeholders"))
        .forEach((name, values) ->
            placeholders.put(name, items(values).stream().map(String::valueOf).toList()));
    boolean shows =
        List.of("refuse", "match", "differ", "stream").stream().anyMatch(map::containsKey);
    return new ConformanceCase(
        word(map.get("why")),
        rules(map),
        placeholders,
        word(map.get("refuse")),
        word(map.get("at")),
        events(map.get("match")),
        events(map.get("differ")),
        events(map.get("stream")),
        raises,
        !unknown.isEmpty()
            ? "has unknown " + unknown
            : shows && map.containsKey("why") ? "" : "lacks 'why' or anything that must come out");
  }

  private static String word(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static List<?> items(@Nullable Object value) {
    return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
  }

  private static Map<String, Object> entries(@Nullable Object value) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> result.put(String.valueOf(key), item));
    }
    return result;
  }

  private static List<JsonNode> events(@Nullable Object value) {
    return items(value).stream().map(item -> JSON.<JsonNode>valueToTree(item)).toList();
  }

  /** A selection or a detection alone becomes a whole rule. */
  private static String rules(Map<?, ?> map) {
    if (map.containsKey("rules")) {
      return word(map.get("rules"));
    }
    String detection =
        map.containsKey("detection")
            ? word(map.get("detection"))
            : "sel:\n" + word(map.get("selection")).indent(2) + "condition: sel\n";
    return "title: T\nid: t\nlogsource: {category: test}\ndetection:\n" + detection.indent(2);
  }

  /** What did not come out as it should. */
  List<String> run() {
    if (!problem.isEmpty()) {
      return List.of(why + ": " + problem);
    }
    RuleText text = new RuleText("case.yml", rules, "", RuleInfo.Origin.EXTERNAL);
    RuleSet loaded = RuleSet.of(List.of(text), placeholders);
    List<String> failures = new ArrayList<>(refusals(loaded));
    RuleMatcher matcher = engine(loaded).matcher();
    match.stream()
        .filter(event -> !fits(matcher, event))
        .forEach(event -> failures.add("must match " + event));
    differ.stream()
        .filter(event -> fits(matcher, event))
        .forEach(event -> failures.add("must not match " + event));
    if (!stream.isEmpty()) {
      failures.addAll(streamed(loaded));
    }
    return failures.stream().map(failure -> why + ": " + failure).toList();
  }

  private List<String> refusals(RuleSet loaded) {
    if (refuse.isEmpty()) {
      return loaded.rejected().stream().map(rejected -> "refused: " + rejected).toList();
    }
    boolean found =
        loaded.rejected().stream()
            .anyMatch(rejected ->
                rejected.reason().startsWith(refuse)
                    && (at.isEmpty() || at.equals(rejected.line() + ":" + rejected.column())));
    return found
        ? List.of()
        : List.of(
            "must be refused"
                + (at.isEmpty() ? "" : " at " + at)
                + " because "
                + refuse
                + ", but "
                + loaded.rejected());
  }

  private static Engine engine(RuleSet rules) {
    return new Engine(rules, new Limits(1, Limits.DEFAULT.correlation(), true));
  }

  private static boolean fits(RuleMatcher matcher, JsonNode event) {
    return matcher.match(new MapSource(fields(event))).length > 0;
  }

  private static Map<String, @Nullable Object> fields(JsonNode event) {
    return JsonEvents.line(0, event.toString().getBytes(StandardCharsets.UTF_8)).fields();
  }

  private List<String> streamed(RuleSet loaded) {
    Engine engine = engine(loaded);
    Map<String, List<Integer>> raised = new TreeMap<>();
    long arrived = 0;
    for (int i = 0; i < stream.size(); i++) {
      Map<String, @Nullable Object> fields = fields(stream.get(i));
      long time = JsonEvents.time(fields).orElse(Instant.EPOCH).toEpochMilli();
      arrived = Math.max(arrived, time);
      Engine.Outcome outcome = engine.evaluate(new MapSource(fields), "e" + i, time, arrived);
      List<Integer> numbers = new ArrayList<>(outcome.matched());
      outcome.hits().stream().map((Hit hit) -> engine.number(hit)).forEach(numbers::add);
      for (int number : numbers) {
        if (!loaded.info(number).silent()) {
          raised.computeIfAbsent(loaded.info(number).id(), _ -> new ArrayList<>()).add(i + 1);
        }
      }
    }
    return raised.equals(raises)
        ? List.of()
        : List.of("alerts " + shown(raises) + " expected, got " + shown(raised));
  }

  private static String shown(Map<String, List<Integer>> raised) {
    return raised.entrySet().stream()
        .map(entry -> entry.getKey() + " at " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
