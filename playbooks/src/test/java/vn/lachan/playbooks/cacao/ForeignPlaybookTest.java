package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.events.TestData;
import vn.lachan.playbooks.cacao.CacaoProblem.Severity;

/** How other programs write playbooks: what runs all the same is no error. */
class ForeignPlaybookTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String AT = "/workflow/";
  private static final String PARALLEL = "parallel--22222222-2222-4222-8222-222222222222";
  private static final String ACTION = "action--11111111-1111-4111-8111-111111111111";
  private static final String IF = "if-condition--33333333-3333-4333-8333-333333333333";
  private static final String THEN = "action--12121212-1212-4212-8212-121212121212";
  private static final String AFTER = "end--89898989-8989-4989-8989-898989898989";

  private final ObjectNode root;

  ForeignPlaybookTest() throws IOException {
    root =
        (ObjectNode)
            MAPPER.readTree(Files.readString(TestData.require("cacao/mutation-base.json")));
  }

  private ObjectNode step(String id) {
    return (ObjectNode) root.get("workflow").get(id);
  }

  private List<CacaoProblem> problems() {
    return new CacaoParser().parse(root.toString()).problems();
  }

  private void warnsOnly(FindingCode code, String pointer) {
    assertThat(problems())
        .extracting(CacaoProblem::code, CacaoProblem::pointer)
        .contains(tuple(code, pointer));
    assertThat(problems()).noneMatch(problem -> problem.severity() == Severity.ERROR);
  }

  /** A flow chart: both ways of a decision lead on, and nothing comes after the decision. */
  @Test
  void branchesThatLeadToTheEndNeedNoStepAfterThem() {
    step(IF).remove("on_completion");
    ((ObjectNode) root.get("workflow")).remove(AFTER);
    warnsOnly(FindingCode.NO_WAY_AFTER, AT + IF);

    step(PARALLEL).remove("on_completion");
    warnsOnly(FindingCode.NO_WAY_AFTER, AT + PARALLEL);
  }

  @Test
  void aListOfOneStepIsThatStep() {
    step(IF).putArray("on_true").add(THEN);
    warnsOnly(FindingCode.LOOSE_TYPE, AT + IF + "/on_true");

    step(IF).putArray("on_true").add(THEN).add(ACTION);
    assertThat(problems())
        .extracting(CacaoProblem::code, CacaoProblem::pointer)
        .contains(tuple(FindingCode.WRONG_TYPE, AT + IF + "/on_true"));
  }

  @Test
  void aListOfOneStepIsTheStepOfACase() {
    String id = "switch-condition--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaab";
    ((ArrayNode) step(PARALLEL).get("next_steps")).set(1, id);
    ((ObjectNode) root.get("workflow")).remove(IF);
    ObjectNode cases =
        ((ObjectNode) root.get("workflow"))
            .putObject(id)
            .put("type", "switch-condition")
            .put("switch", "__ip__")
            .put("on_completion", AFTER)
            .putObject("cases");
    cases.putArray("1.2.3.4").add(THEN);
    warnsOnly(FindingCode.LOOSE_TYPE, AT + id + "/cases/1.2.3.4");

    cases.put("9.9.9.9", 5);
    assertThat(problems())
        .extracting(CacaoProblem::code, CacaoProblem::pointer)
        .contains(tuple(FindingCode.WRONG_TYPE, AT + id + "/cases/9.9.9.9"));
  }

  @Test
  void theVersionInOtherWordsIsTheVersion() {
    root.put("spec_version", "2.0");
    warnsOnly(FindingCode.VERSION_WORD, "/spec_version");
  }

  /** By the rules of 2.0 nearly everything in it would be wrong. */
  @Test
  void anOlderVersionIsTheOneThingSaidOfAPlaybook() {
    root.put("spec_version", "1.1");
    root.putObject("features").put("if_logic", true);
    step(ACTION).put("type", "single").remove("agent");
    assertThat(problems())
        .extracting(CacaoProblem::code)
        .containsExactly(FindingCode.UNSUPPORTED_VERSION);
  }

  @Test
  void aConditionWithOneMeaningIsRead() {
    step(IF).put("condition", "__ip__ = 1.2.3.4");
    warnsOnly(FindingCode.CONDITION_LOOSE, AT + IF + "/condition");
    assertThat(problems())
        .extracting(problem -> problem.message())
        .anyMatch(text -> text.contains("__ip__:value"));
  }

  @Test
  void aValueMayBeAnObject() {
    ((ObjectNode) root.get("playbook_variables"))
        .putObject("__d__")
        .put("type", "dictionary")
        .putObject("value")
        .put("a", 1);
    assertThat(problems()).isEmpty();
  }

  /** "Variables are scoped to the object they are defined in, and any object referenced by it." */
  @Test
  void aStepSeesTheVariablesOfTheStepsThatLeadToIt() {
    ((ObjectNode) step(ACTION).get("commands").get(0)).put("command", "hỏi");
    step(ACTION).putObject("step_variables").putObject("__k__").put("type", "string");
    step(ACTION).putArray("out_args").add("__k__");
    step(ACTION).put("on_completion", THEN);
    step(THEN).putArray("in_args").add("__k__");
    ((ObjectNode) step(THEN).get("commands").get(0)).put("command", "xem __k__:value");
    assertThat(problems()).noneMatch(problem -> problem.severity() == Severity.ERROR);
    assertThat(problems())
        .extracting(CacaoProblem::code)
        .doesNotContain(FindingCode.VARIABLE_UNDECLARED, FindingCode.ARGUMENT_UNDECLARED);

    step(IF).put("condition", "__k__:value = 'x'");
    assertThat(problems())
        .as("the condition is in another branch")
        .extracting(CacaoProblem::code, CacaoProblem::pointer)
        .contains(tuple(FindingCode.VARIABLE_UNDECLARED, AT + IF + "/condition"));
  }

  @Test
  void aVariableThatCouldBeTwoIsNone() {
    for (String id : List.of(PARALLEL, IF)) {
      step(id)
          .putObject("step_variables")
          .putObject("__k__")
          .put("type", "string")
          .put("value", id);
    }
    ((ObjectNode) step(THEN).get("commands").get(0)).put("command", "xem __k__:value");
    assertThat(problems()).extracting(CacaoProblem::code).contains(FindingCode.VARIABLE_UNDECLARED);
  }

  @Test
  void aPasswordThatAnotherStepHandsOnIsStillInTheFile() {
    step(PARALLEL)
        .putObject("step_variables")
        .putObject("__mk__")
        .put("type", "string")
        .put("value", "S3cret!");
    ((ObjectNode) step(ACTION).get("commands").get(0))
        .put("type", "ssh")
        .put("command", "mysql -p__mk__:value -e 1");
    assertThat(problems())
        .extracting(CacaoProblem::code, CacaoProblem::pointer)
        .contains(
            tuple(FindingCode.LITERAL_SECRET, AT + PARALLEL + "/step_variables/__mk__/value"));
  }
}
