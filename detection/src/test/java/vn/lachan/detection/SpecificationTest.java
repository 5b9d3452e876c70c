package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.detection.sigma.Placeholders;
import vn.lachan.detection.sigma.SigmaDocument;
import vn.lachan.detection.sigma.SigmaParser;
import vn.lachan.detection.sigma.SigmaProblem;
import vn.lachan.events.Event;
import vn.lachan.events.TestData;

/** The rules that the specification itself gives. */
class SpecificationTest {
  private static final Pattern BLOCK = Pattern.compile("```ya?ml\n(.*?)```", Pattern.DOTALL);

  @TempDir static Path folder;
  private static Path root;

  @BeforeAll
  static void unpacks() throws IOException {
    root =
        TestArchives.unpack(TestData.require("sigma/other/sigma-specification.tar.gz"), folder)
            .resolve("sigma-specification");
  }

  private static List<Path> files(String under, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve(under))) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<SigmaDocument> parse(String name, String text) {
    return new SigmaParser(Placeholders.NONE).parse(name, text);
  }

  @Test
  void readsEveryRuleOfTheSchemaTests() throws IOException {
    List<Path> files = files("tests/schema", ".yml");
    assertThat(files).hasSizeGreaterThanOrEqualTo(12);
    for (Path file : files) {
      assertThat(parse(file.toString(), Files.readString(file)))
          .isNotEmpty()
          .noneMatch(SigmaProblem.class::isInstance);
    }
  }

  @Test
  void readsEveryWholeRuleOfTheText() throws IOException {
    int rules = 0;
    for (Path file : files("specification", ".md")) {
      List<String> blocks =
          BLOCK
              .matcher(Files.readString(file))
              .results()
              .map((MatchResult r) -> r.group(1))
              .toList();
      for (String block : blocks) {
        boolean whole =
            block.contains("title:")
                && (block.contains("condition:") || block.contains("type: temporal"))
                && !block.contains("title: —");
        if (whole) {
          rules++;
          assertThat(parse(file.getFileName().toString(), block))
              .as(block)
              .isNotEmpty()
              .noneMatch(SigmaProblem.class::isInstance);
        }
      }
    }
    assertThat(rules).isGreaterThan(5);
  }

  /** "A computer spawned a processes name in the last 24h than 1% of all the processes." */
  @Test
  void runsTheExampleOfTheRareProcess() throws IOException {
    String text =
        Files.readString(files("specification", "correlation-rules-specification.md").getFirst());
    String example =
        BLOCK
            .matcher(text)
            .results()
            .map((MatchResult r) -> r.group(1))
            .filter(block -> block.contains("type: value_percentile"))
            .findFirst()
            .orElseThrow();
    String base =
        """
        title: Tiến trình
        name: process_creation
        logsource: {product: lachan}
        detection: {s: {event.action: chay}, condition: s}
        ---
        """;
    RuleSet rules = RuleSet.parse("example.yml", base + example);
    assertThat(rules.rejected()).isEmpty();
    Detector detector = new Detector(rules, TestRules.CLOCK, Limits.DEFAULT);

    for (int i = 0; i < 99; i++) {
      assertThat(detector.evaluate(process(i, "svchost.exe"))).isEmpty();
    }
    assertThat(detector.evaluate(process(99, "hiem.exe")))
        .singleElement()
        .satisfies(alert -> assertThat(alert.reason()).contains("tỷ lệ phần trăm"));
  }

  private static Event process(int second, String image) {
    Instant time = TestRules.START.plusSeconds(second);
    return Event.builder("p" + second, time, time)
        .set("event.dataset", "dvc.motcua")
        .set("event.action", "chay")
        .set("ComputerName", "may-01")
        .set("image", image)
        .build();
  }
}
