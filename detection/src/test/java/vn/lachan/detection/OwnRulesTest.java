package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/** The rules that come with the program do what their own tests say. */
class OwnRulesTest {
  private static final Path RULES = Path.of("rules");

  /** Half a year of heartbeats is in it, so it is made once. */
  private static final RuleTests.Report REPORT =
      RuleTests.run(Files.isDirectory(RULES) ? List.of(RULES) : List.of());

  @TestFactory
  Stream<DynamicTest> holdTheirCases() {
    return REPORT.cases().stream()
        .map(result ->
            DynamicTest.dynamicTest(
                result.file().getFileName() + ": " + result.name(),
                () -> {
                  assertThat(result.problem()).isEmpty();
                  assertThat(result.alerts()).isEqualTo(result.expected());
                }));
  }

  @Test
  void allRunAndAllHaveAFiringCaseAndANearMiss() {
    assertThat(REPORT.rejected()).isEmpty();
    assertThat(REPORT.gaps()).isEmpty();
  }

  @Test
  void areOnTheClassPath() {
    RuleSet packed = RuleSet.builtIn();

    assertThat(packed.rejected()).isEmpty();
    assertThat(packed.rules().stream().map(RuleInfo::id))
        .containsExactlyInAnyOrderElementsOf(
            RuleSet.load(Files.isDirectory(RULES) ? List.of(RULES) : List.of()).rules().stream()
                .map(RuleInfo::id)
                .toList());
    assertThat(packed.rules()).allMatch(info -> info.origin() == RuleInfo.Origin.LA_CHAN);
  }

  /** The 57 use cases that the province asked for, by group and how many each has. */
  private static final Map<String, Integer> USE_CASES =
      Map.of("A", 10, "B", 9, "C", 10, "D", 8, "E", 12, "F", 8);

  @Test
  void coverEveryUseCase() {
    Set<String> covered =
        RuleSet.builtIn().rules().stream()
            .filter(info -> !info.silent())
            .map(info -> info.custom("use_case"))
            .collect(Collectors.toSet());
    List<String> wanted =
        USE_CASES.entrySet().stream()
            .flatMap(group ->
                IntStream.rangeClosed(1, group.getValue())
                    .mapToObj(number -> group.getKey() + "%02d".formatted(number)))
            .toList();

    assertThat(wanted).hasSize(57);
    assertThat(covered).containsAll(wanted);
  }

  @Test
  void nameOnlyPlaybooksThatAreInTheLibrary() throws IOException {
    Path library = Path.of("..", "playbooks", "library");
    Set<String> ids = new HashSet<>();
    try (Stream<Path> files = Files.list(library)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".json")).toList()) {
        ids.add(JsonMapper.shared().readTree(Files.readString(file)).path("id").asString());
      }
    }
    List<RuleInfo> speaking =
        RuleSet.builtIn().rules().stream().filter(info -> !info.silent()).toList();

    assertThat(speaking.stream().map(info -> info.custom("playbook")).filter(id -> !id.isEmpty()))
        .isNotEmpty()
        .allMatch(ids::contains);
    assertThat(speaking.stream().filter(info -> info.custom("playbook").isEmpty()).count())
        .isLessThan(14);
  }

  @Test
  void sayInVietnameseWhatToDo() {
    assertThat(RuleSet.builtIn().rules().stream().filter(info -> !info.silent()))
        .allSatisfy(info -> {
          assertThat(info.description()).as(info.file()).isNotEmpty();
          assertThat(info.falsePositives()).as(info.file()).isNotEmpty();
          assertThat(info.guide()).as(info.file()).hasSizeGreaterThanOrEqualTo(2);
          assertThat(info.custom("category")).as(info.file()).hasSize(2);
        });
  }

  @Test
  void areAllInTheTableOfTheirReadme() throws IOException {
    String readme = Files.readString(RULES.resolve("README.md"));

    assertThat(RuleFiles.ruleFiles(RULES))
        .allSatisfy(file -> assertThat(readme).contains("`" + RULES.relativize(file) + "`"));
  }
}
