package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules that come with the program do what their own tests say. */
class OwnRulesTest {
  private static final Path RULES = Path.of("rules");

  private static RuleTests.Report report() {
    return RuleTests.run(Files.isDirectory(RULES) ? List.of(RULES) : List.of());
  }

  @TestFactory
  Stream<DynamicTest> holdTheirCases() {
    return report().cases().stream()
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
    RuleTests.Report report = report();

    assertThat(report.rejected()).isEmpty();
    assertThat(report.gaps()).isEmpty();
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
}
