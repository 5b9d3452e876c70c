package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.detection.sigma.Placeholders;
import vn.lachan.detection.sigma.SigmaParser;
import vn.lachan.detection.sigma.SigmaProblem;

/** Every chain of modifiers is either run as the plain interpreter runs it, or refused. */
class ModifierChainsTest {
  private static final List<String> ALL =
      List.of(
          "all",
          "neq",
          "contains",
          "startswith",
          "endswith",
          "exists",
          "cased",
          "windash",
          "re",
          "i",
          "m",
          "s",
          "base64",
          "base64offset",
          "wide",
          "utf16be",
          "utf16",
          "lt",
          "lte",
          "gt",
          "gte",
          "cidr",
          "fieldref",
          "expand",
          "minute",
          "hour",
          "day",
          "week",
          "month",
          "year");
  private static final List<String> OF_TEXT =
      List.of(
          "all",
          "neq",
          "contains",
          "startswith",
          "endswith",
          "cased",
          "windash",
          "base64",
          "base64offset",
          "wide",
          "utf16be",
          "utf16",
          "expand");
  private static final List<String> VALUES =
      List.of("['-ab']", "[8]", "[true]", "[10.0.0.0/8]", "[B]", "[null]", "['']");
  private static final List<Map<String, Object>> EVENTS = events();

  @TempDir Path folder;

  private static List<Map<String, Object>> events() {
    List<Object> values =
        List.of(
            "-ab",
            "/AB",
            "x-ab",
            "-abx",
            "-aB",
            "8",
            8L,
            5L,
            9L,
            true,
            "true",
            "10.1.2.3",
            "",
            "B",
            "b",
            "xBx",
            "2026-08-08T08:08:08Z",
            "LWFi",
            "xLWFix",
            "LQBhAGIA",
            "AC0AYQBi",
            "//4tAGEAYgA=",
            "-\0a\0b\0",
            "\0-\0a\0b",
            "\u00ff\u00fe-\0a\0b\0",
            "a\n-ab",
            "OA==",
            "null");
    List<Map<String, Object>> result = new ArrayList<>();
    for (Object value : values) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("A", value);
      event.put("B", "b");
      result.add(event);
    }
    result.add(Map.of("B", "b"));
    Map<String, Object> withNull = new LinkedHashMap<>();
    withNull.put("A", null);
    result.add(withNull);
    return result;
  }

  private static List<List<String>> chains() {
    List<List<String>> result = new ArrayList<>();
    ALL.forEach(word -> result.add(List.of(word)));
    ALL.forEach(one -> ALL.forEach(two -> result.add(List.of(one, two))));
    OF_TEXT.forEach(one ->
        OF_TEXT.forEach(two -> OF_TEXT.forEach(three -> result.add(List.of(one, two, three)))));
    return result;
  }

  @Test
  void areRunAsThePlainInterpreterRunsThemOrRefused() throws IOException {
    SigmaParser parser = new SigmaParser(Placeholders.NONE);
    StringBuilder accepted = new StringBuilder();
    int refused = 0;
    int number = 0;
    for (List<String> chain : chains()) {
      for (String value : chain.size() < 3 ? VALUES : VALUES.subList(0, 2)) {
        String rule =
            "---\ntitle: r%d\nid: r%d\nlogsource: {category: test}\ndetection: {s: {'A|%s': %s}, condition: s}\n"
                .formatted(number, number, String.join("|", chain), value);
        number++;
        if (parser.parse("x.yml", rule).getFirst() instanceof SigmaProblem problem) {
          assertThat(problem.reason()).isNotBlank();
          assertThat(problem.line()).isEqualTo(5);
          assertThat(problem.column()).isGreaterThan(1);
          refused++;
        } else {
          accepted.append(rule);
        }
      }
    }
    System.out.println("[detection] " + number + " chains, " + refused + " refused");
    compare(Files.writeString(folder.resolve("rules.yml"), accepted));
  }

  private static void compare(Path file) {
    RuleSet rules = RuleSet.load(List.of(file));
    assertThat(rules.rejected()).isEmpty();
    Engine engine = new Engine(rules, new Limits(1, Limits.DEFAULT.correlation(), true));
    Oracle oracle = new Oracle(rules, Map.of(), true);
    for (Map<String, Object> event : EVENTS) {
      Set<String> actual = new TreeSet<>();
      for (int rule : engine.matcher().match(new MapSource(event))) {
        actual.add(rules.info(rule).id());
      }
      Set<String> expected = oracle.matches(event);
      Set<String> different = new TreeSet<>(actual);
      different.addAll(expected);
      different.removeIf(id -> actual.contains(id) && expected.contains(id));
      assertThat(different.stream().map(id -> rules.rule(id).orElseThrow().text()))
          .as("differ for " + event)
          .isEmpty();
    }
  }
}
