package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are no playbooks give one finding that says why. */
class BadFileTest {

  static List<Object[]> files() {
    String member = "\"a\":1,";
    return List.of(
        new Object[] {FindingCode.TOO_LARGE, bytes(" ".repeat(10_000_000) + "{}")},
        new Object[] {FindingCode.TOO_LARGE, bytes("\"" + "ữ".repeat(3_000_000) + "\"")},
        new Object[] {FindingCode.TOO_DEEP, bytes("[".repeat(100_000))},
        new Object[] {FindingCode.TOO_DEEP, bytes("{\"a\":".repeat(200) + "1" + "}".repeat(200))},
        new Object[] {FindingCode.DUPLICATE_KEY, bytes("{" + member + member + "\"b\":2}")},
        new Object[] {FindingCode.NOT_JSON, bytes("")},
        new Object[] {FindingCode.NOT_JSON, bytes("{")},
        new Object[] {FindingCode.NOT_JSON, bytes("{} {}")},
        new Object[] {FindingCode.NOT_JSON, bytes("type: playbook")},
        new Object[] {FindingCode.NOT_UTF8, new byte[] {'{', (byte) 0xC3, '}'}},
        new Object[] {FindingCode.NOT_UTF8, "{}".getBytes(StandardCharsets.UTF_16)},
        new Object[] {FindingCode.NOT_A_PLAYBOOK, bytes("[]")},
        new Object[] {FindingCode.NOT_A_PLAYBOOK, bytes("{\"type\":1}")},
        new Object[] {FindingCode.NO_WORKFLOW, bytes("{\"type\":\"playbook\",\"workflow\":[]}")},
        new Object[] {FindingCode.TOO_MANY_STEPS, bytes(longPlaybook(10_000))});
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A line of manual steps, one after the other. */
  private static String longPlaybook(int steps) {
    StringBuilder workflow = new StringBuilder();
    for (int i = 0; i < steps; i++) {
      workflow.append("\"action--%d\":{\"type\":\"action\",\"agent\":\"group--1\",".formatted(i));
      workflow.append("\"commands\":[{\"type\":\"manual\",\"command\":\"x\"}],");
      workflow.append("\"on_completion\":\"%s\"},".formatted("action--" + (i + 1)));
    }
    return "{\"type\":\"playbook\",\"spec_version\":\"cacao-2.0\",\"workflow\":{"
        + workflow
        + "\"end--1\":{\"type\":\"end\"}}}";
  }

  @ParameterizedTest
  @MethodSource("files")
  void givesOneFindingThatSaysWhy(FindingCode code, byte[] file) {
    assertThat(new CacaoParser().parse(file))
        .isInstanceOf(CacaoResult.Refused.class)
        .extracting(CacaoResult::problems)
        .satisfies(problems ->
            assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code)));
  }

  @Test
  void namesLineAndColumn() {
    CacaoProblem problem =
        new CacaoParser().parse("{\n  \"a\": 1,\n  \"a\": 2\n}").problems().getFirst();

    assertThat(problem.message()).contains("dòng 3");
  }

  @Test
  void passesOverAByteOrderMark() {
    byte[] file = bytes("\uFEFF" + longPlaybook(1));

    assertThat(new CacaoParser().parse(file)).isInstanceOf(CacaoResult.Read.class);
  }

  @Test
  void readsAsManyStepsAsTheLimitAllowsWithoutADeepStackAndBoundsTheReport() {
    CacaoResult result = new CacaoParser().parse(longPlaybook(4_990));

    assertThat(result).isInstanceOf(CacaoResult.Read.class);
    assertThat(result.problems()).hasSize(CacaoLimits.DEFAULT.findings() + 1);
    assertThat(result.problems().getLast().code()).isEqualTo(FindingCode.TOO_MANY_FINDINGS);
  }
}
