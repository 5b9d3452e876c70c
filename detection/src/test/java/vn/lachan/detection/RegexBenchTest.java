package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.TestData;

/** No expression of a rule gets out of hand on values that were made against it. */
class RegexBenchTest {
  /** The bench has 32 KB; what grows faster than the text shows in a fraction of it. */
  private static final int LENGTH = Integer.getInteger("lachan.redos.length", 1_200);

  @TempDir Path folder;

  private static void holds(RuleSet rules, int leastExpressions) {
    Map<String, Object> figures = RegexBench.run(rules, LENGTH);
    System.out.println("[detection] expressions: " + figures);
    assertThat((Integer) figures.get("expressions")).isGreaterThanOrEqualTo(leastExpressions);
    assertThat((Long) figures.get("values")).isPositive();
    assertThat(figures).containsEntry("differences_from_re2", 0L);
    assertThat(figures).containsEntry("values_left_to_re2", 0L);
  }

  @Test
  void triesAllExpressionsOfThePublishedRules() throws IOException {
    Path root = TestArchives.unpack(TestData.require("sigma/sigma-rules.tar.gz"), folder);
    holds(RuleSet.load(List.of(root.resolve("sigma-rules"))), 150);
  }

  @Test
  void triesAllExpressionsOfOurRules() {
    holds(RuleSet.builtIn(), 4);
  }
}
