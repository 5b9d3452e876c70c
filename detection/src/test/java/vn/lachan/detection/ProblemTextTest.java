package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ProblemTextTest {
  private static final Pattern CALL =
      Pattern.compile("(?:new SigmaSyntaxException|[. ]error|new Refused|RuleProblem.of)\\(");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern HOLE = Pattern.compile("\\{[0-9]}");

  @Test
  void everyCodeHasBothLanguagesWithTheSameHoles() throws IOException {
    try (InputStream in = ProblemText.class.getResourceAsStream("problems.yml")) {
      Map<String, Map<String, String>> all =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(in));
      assertThat(all).hasSizeGreaterThan(80);
      all.forEach((code, texts) -> {
        assertThat(code).matches("[A-Z0-9_]+");
        assertThat(texts).as(code).containsOnlyKeys("en", "vi");
        assertThat(texts.values()).as(code).noneMatch(String::isBlank);
        assertThat(holes(texts.get("vi"))).as(code).isEqualTo(holes(texts.get("en")));
      });
    }
  }

  private static Set<String> holes(String text) {
    Set<String> holes = new TreeSet<>();
    Matcher matcher = HOLE.matcher(text);
    while (matcher.find()) {
      holes.add(matcher.group());
    }
    return holes;
  }

  @Test
  void translatesWhatDiffersAndKeepsIt() {
    assertThat(ProblemText.of("placeholder %admins% (modifier expand) has no values here"))
        .extracting(ProblemText::code, ProblemText::vietnamese)
        .containsExactly("PLACEHOLDER", "chỗ giữ %admins% (phép expand) chưa có giá trị ở đây");
    assertThat(ProblemText.of("a condition must be text").vietnamese())
        .isEqualTo("điều kiện phải là văn bản");
    assertThat(ProblemText.of("modifier gt cannot be applied to text").vietnamese())
        .isEqualTo("phép gt không dùng được cho văn bản");
    assertThat(ProblemText.of("something new"))
        .isEqualTo(new ProblemText(ProblemText.OTHER, "something new", "something new"));
  }

  @Test
  void knowsEverySentenceOfTheConformanceSuite() throws IOException {
    List<String> unknown = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("conformance"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yml")).toList()) {
        Map<String, List<Map<String, Object>>> suite =
            new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        for (Map<String, Object> each : suite.getOrDefault("cases", List.of())) {
          if (each.containsKey("refuse") && each.get("rules") instanceof String rules) {
            RuleSet.parse("x.yml", rules).rejected().stream()
                .map(RejectedRule::reason)
                .filter(reason -> ProblemText.of(reason).code().equals(ProblemText.OTHER))
                .forEach(unknown::add);
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  /** Read from the source, so that a new sentence without a translation is noticed. */
  @Test
  void knowsEverySentenceOfTheParser() throws IOException {
    List<String> unknown = new ArrayList<>();
    int sentences = 0;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/vn/lachan/detection"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        Matcher call = CALL.matcher(source);
        while (call.find()) {
          String sentence = sentence(source, call.end());
          if (!sentence.isEmpty()) {
            sentences++;
            if (ProblemText.of(sentence).code().equals(ProblemText.OTHER)) {
              unknown.add(file.getFileName() + ": " + sentence);
            }
          }
        }
      }
    }
    assertThat(sentences).isGreaterThan(60);
    assertThat(unknown).isEmpty();
  }

  /**
   * The sentence of a call: its text, with x for whatever is put in; empty when it is put together
   * otherwise.
   */
  private static String sentence(String source, int from) {
    int depth = 1;
    int start = from;
    int at = from;
    boolean quoted = false;
    for (; depth > 0; at++) {
      char c = source.charAt(at);
      if (c == '"' && source.charAt(at - 1) != '\\') {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        depth++;
      } else if (!quoted && c == ')') {
        depth--;
      } else if (!quoted && c == ',' && depth == 1) {
        start = at + 1;
      }
    }
    String argument = source.substring(start, at - 1);
    if (!argument.contains("\"") || argument.contains("?")) {
      return "";
    }
    StringBuilder sentence = new StringBuilder();
    Matcher literal = LITERAL.matcher(argument);
    int end = 0;
    while (literal.find()) {
      sentence.append(argument.substring(end, literal.start()).matches("[\\s+]*") ? "" : "x");
      sentence.append(literal.group(1).replace("\\\"", "\""));
      end = literal.end();
    }
    return sentence + (argument.substring(end).isBlank() ? "" : "x");
  }
}
