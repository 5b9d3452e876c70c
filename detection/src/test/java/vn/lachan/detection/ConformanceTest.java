package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceTest {
  private static final Path LIST = Path.of("../docs/formats/sigma.md");
  private static final Conformance.Report REPORT = Conformance.builtIn();

  @TempDir Path folder;

  @Test
  void everyFeatureIsRunAsTheSpecificationSays() {
    assertThat(REPORT.features())
        .allSatisfy(feature -> {
          assertThat(feature.failures()).as(feature.name()).isEmpty();
          assertThat(feature.cases()).as(feature.name()).isPositive();
        });
    assertThat(REPORT.passed()).isTrue();
  }

  @Test
  void theListOfFeaturesAndTheSuiteAreTheSame() throws IOException {
    List<String> listed =
        Files.readAllLines(LIST).stream()
            .dropWhile(line -> !line.startsWith("| feature |"))
            .takeWhile(line -> line.startsWith("|"))
            .skip(2)
            .map(line -> line.split("\\|", -1)[1].strip())
            .toList();

    assertThat(REPORT.features())
        .extracting(Conformance.Feature::name)
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  private String conform(int code, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertThat(new RulesCommand().run(List.of(args), to, to)).isEqualTo(code);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theCommandPrintsATableAndFailsWhenAFeatureFails() throws IOException {
    Files.writeString(
        folder.resolve("mine.yml"),
        """
        specification: mine
        cases:
          - why: this is so
            selection: 'A: 1'
            match: [{A: 1}]
            differ: [{A: 1}]
          - why: this is not looked at
            selektion: 'A: 1'
        """);

    assertThat(conform(0, "conform")).contains("contains").contains("features pass");
    assertThat(conform(1, "conform", folder.toString()))
        .contains("mine")
        .contains("FAIL")
        .contains("this is so: must not match {\"A\":1}")
        .contains("has unknown [selektion]")
        .contains("0 of 1 features pass, 2 cases");
  }
}
