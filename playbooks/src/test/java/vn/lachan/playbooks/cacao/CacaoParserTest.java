package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.events.TestData;

class CacaoParserTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String START = "start--00000000-0000-4000-8000-000000000000";
  private static final String PARALLEL = "parallel--22222222-2222-4222-8222-222222222222";
  private static final String ACTION = "action--11111111-1111-4111-8111-111111111111";
  private static final String IF = "if-condition--33333333-3333-4333-8333-333333333333";
  private static final String THEN = "action--12121212-1212-4212-8212-121212121212";
  private static final String END = "end--99999999-9999-4999-8999-999999999999";

  private static ObjectNode base() throws IOException {
    Path file = TestData.require("cacao/mutation-base.json");
    return (ObjectNode) MAPPER.readTree(Files.readString(file));
  }

  private static ObjectNode step(ObjectNode root, String id) {
    return (ObjectNode) root.get("workflow").get(id);
  }

  private static ObjectNode command(ObjectNode root) {
    return (ObjectNode) step(root, ACTION).get("commands").get(0);
  }

  private static Arguments defect(FindingCode code, String name, Consumer<ObjectNode> change) {
    return Arguments.of(code, name, change);
  }

  static Stream<Arguments> defects() {
    return Stream.of(
        defect(
            FindingCode.START_POINTERS,
            "start with on_failure",
            r -> step(r, START).put("on_failure", END)),
        defect(
            FindingCode.END_POINTERS,
            "end with on_completion",
            r -> step(r, END).put("on_completion", ACTION)),
        defect(
            FindingCode.KEY_AND_TYPE_DIFFER,
            "step key and type differ",
            r -> step(r, ACTION).put("type", "end")),
        defect(
            FindingCode.ONE_BRANCH,
            "parallel with one branch",
            r -> ((ArrayNode) step(r, PARALLEL).get("next_steps")).remove(1)),
        defect(
            FindingCode.MISSING_PROPERTY,
            "if without condition",
            r -> step(r, IF).remove("condition")),
        defect(FindingCode.OUT_OF_RANGE, "priority 101", r -> r.put("priority", 101)),
        defect(
            FindingCode.UNSUPPORTED_VERSION,
            "spec_version cacao-1.1",
            r -> r.put("spec_version", "cacao-1.1")),
        defect(FindingCode.UNKNOWN_PROPERTY, "unknown property", r -> r.put("descripton", "x")),
        defect(
            FindingCode.UNKNOWN_PROPERTY,
            "unknown step property",
            r -> step(r, ACTION).put("comand", "x")),
        defect(
            FindingCode.START_UNDEFINED,
            "workflow_start dangling",
            r -> r.put("workflow_start", "start--x")),
        defect(
            FindingCode.START_UNDEFINED,
            "workflow_start no start",
            r -> r.put("workflow_start", ACTION)),
        defect(
            FindingCode.POINTER_DANGLING,
            "on_completion dangling",
            r -> step(r, ACTION).put("on_completion", "end--x")),
        defect(
            FindingCode.AGENT_UNDEFINED,
            "agent not defined",
            r -> step(r, ACTION).put("agent", "group--x")),
        defect(
            FindingCode.TARGET_UNDEFINED,
            "target not defined",
            r -> ((ArrayNode) step(r, ACTION).get("targets")).add("linux--x")),
        defect(
            FindingCode.MARKING_UNDEFINED,
            "marking not defined",
            r -> r.putArray("markings").add("marking-statement--x")),
        defect(
            FindingCode.POINTERS_EXCLUSIVE,
            "on_completion with on_success",
            r -> step(r, ACTION).put("on_success", END)),
        defect(
            FindingCode.NO_NEXT_STEP,
            "no next pointer",
            r -> step(r, ACTION).remove("on_completion")),
        defect(
            FindingCode.STEP_TYPE_UNKNOWN,
            "step of an unknown type",
            r ->
                ((ObjectNode) r.get("workflow"))
                    .putObject("magic--1")
                    .put("type", "magic")
                    .put("on_completion", END)),
        defect(
            FindingCode.CONDITION_SYNTAX,
            "condition not parseable",
            r -> step(r, IF).put("condition", "__ip__:value = ")),
        defect(
            FindingCode.VARIABLE_NAME,
            "variable without underscores",
            r -> ((ObjectNode) r.get("playbook_variables")).putObject("ip").put("type", "string")),
        defect(
            FindingCode.VARIABLE_UNDECLARED,
            "variable undeclared",
            r -> command(r).put("command", "block __other__:value")),
        defect(
            FindingCode.VARIABLE_VALUE,
            "value of another type",
            r -> ((ObjectNode) r.get("playbook_variables").get("__ip__")).put("value", "hello")),
        defect(
            FindingCode.TIMESTAMP_PRECISION,
            "created without milliseconds",
            r -> r.put("created", "2025-01-01T00:00:00Z")),
        defect(
            FindingCode.TIME_ORDER,
            "modified before created",
            r -> r.put("modified", "2024-01-01T00:00:00.000Z")),
        defect(
            FindingCode.NEVER_VALID,
            "valid_until before valid_from",
            r ->
                r.put("valid_from", "2025-01-02T00:00:00.000Z")
                    .put("valid_until", "2025-01-01T00:00:00.000Z")),
        defect(
            FindingCode.OUT_OF_RANGE, "negative timeout", r -> step(r, ACTION).put("timeout", -1)),
        defect(
            FindingCode.COMMAND_MISSING,
            "manual without command",
            r -> command(r).remove("command")),
        defect(
            FindingCode.CONTENT_MISSING,
            "openc2-http without content_b64",
            r -> command(r).put("type", "openc2-http").put("command", "POST /x HTTP/1.1")),
        defect(
            FindingCode.NOT_BASE64,
            "content not base64",
            r -> command(r).put("command_b64", "%%%")),
        defect(FindingCode.CYCLE, "cycle", r -> step(r, THEN).put("on_completion", IF)),
        defect(
            FindingCode.ACTIVITIES_MISSING,
            "playbook_activities missing",
            r -> r.remove("playbook_activities")),
        defect(
            FindingCode.BARE_REFERENCE,
            "external reference with only a name",
            r -> r.putArray("external_references").addObject().put("name", "x")),
        defect(
            FindingCode.PORT,
            "port not a number",
            r ->
                ((ObjectNode)
                        r.get("target_definitions")
                            .get("linux--55555555-5555-4555-8555-555555555555"))
                    .put("port", "abc")),
        defect(
            FindingCode.SHARED_END,
            "branches share an end",
            r -> step(r, IF).put("on_completion", "end--88888888-8888-4888-8888-888888888888")),
        defect(
            FindingCode.CONSTANT_OVERWRITTEN,
            "constant overwritten",
            r -> {
              ((ObjectNode) r.get("playbook_variables").get("__ip__")).put("constant", true);
              step(r, ACTION).putArray("out_args").add("__ip__");
            }),
        defect(
            FindingCode.ARGUMENT_UNDECLARED,
            "out_args undeclared",
            r -> step(r, ACTION).putArray("out_args").add("__other__")),
        defect(
            FindingCode.PARALLEL_WRITES,
            "two branches write one variable",
            r -> {
              step(r, ACTION).putArray("out_args").add("__ip__");
              step(r, THEN).putArray("out_args").add("__ip__");
            }));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("defects")
  void findsTheDefect(FindingCode code, String name, Consumer<ObjectNode> change)
      throws IOException {
    ObjectNode root = base();
    change.accept(root);

    List<CacaoProblem> problems = new CacaoParser().parse(root.toString()).problems();

    assertThat(problems).as(name).extracting(CacaoProblem::code).contains(code);
    assertThat(problems)
        .filteredOn(problem -> !problem.pointer().isEmpty())
        .allSatisfy(problem -> assertThat(problem.pointer()).startsWith("/"));
  }

  @Test
  void findsNothingInAGoodPlaybookNorInHarmlessChanges() throws IOException {
    ObjectNode root = base();
    step(root, ACTION).put("delay", 0);
    root.put("id", "playbook--01890a5d-ac96-774b-bcce-b302099a8057");

    CacaoResult result = new CacaoParser().parse(root.toString());

    assertThat(result.problems()).isEmpty();
    assertThat(((CacaoResult.Read) result).canRun()).isTrue();
  }

  @Test
  void keepsWhatItDoesNotKnow() throws IOException {
    ObjectNode root = base();
    root.putObject("x_ours").put("a", 1);

    CacaoResult.Read read = (CacaoResult.Read) new CacaoParser().parse(root.toString());

    assertThat(read.playbook().source()).isEqualTo(root);
    assertThat(read.canRun()).isTrue();
  }

  @Test
  void importsEveryPublishedExample() throws IOException {
    Path folder = TestData.require("cacao");
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> examples =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .filter(file -> !file.toString().contains("schemas"))
              .filter(CacaoParserTest::isPlaybook)
              .toList();
      assertThat(examples).hasSizeGreaterThan(8);
      for (Path file : examples) {
        assertThat(new CacaoParser().parse(Files.readString(file)))
            .as(file.toString())
            .isInstanceOf(CacaoResult.Read.class);
      }
    }
  }

  private static boolean isPlaybook(Path file) {
    return MAPPER.readTree(file.toFile()).path("type").asString("").equals("playbook");
  }

  @Test
  void officialExamplesHaveNoErrors() throws IOException {
    Path folder = TestData.require("cacao/oasis-tcs-cacao");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(file -> file.toString().endsWith(".json"))
              .filter(file -> !file.toString().contains("schemas"))
              .filter(CacaoParserTest::isPlaybook)
              .toList()) {
        assertThat(((CacaoResult.Read) new CacaoParser().parse(Files.readAllBytes(file))).canRun())
            .as(file.toString())
            .isTrue();
      }
    }
  }

  /** Other programs write passwords into playbooks; that is the one thing we do not run. */
  @Test
  void playbooksOfOtherProgramsHaveNoErrorsButPasswordsInTheOpen() throws IOException {
    Path folder = TestData.require("cacao/soarca");
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> examples =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .filter(CacaoParserTest::isPlaybook)
              .toList();
      assertThat(examples).hasSizeGreaterThan(5);
      for (Path file : examples) {
        assertThat(new CacaoParser().parse(Files.readAllBytes(file)).problems())
            .as(file.toString())
            .filteredOn(problem -> problem.severity() == CacaoProblem.Severity.ERROR)
            .extracting(CacaoProblem::code)
            .allMatch(code -> code == FindingCode.LITERAL_SECRET);
      }
    }
  }

  @Test
  void refusesWhatIsNoPlaybookWithAReason() {
    for (String text : List.of("", "{", "[]", "null", "{\"type\":\"bundle\"}", "{\"type\":1}")) {
      assertThat(new CacaoParser().parse(text))
          .isInstanceOf(CacaoResult.Refused.class)
          .extracting(result -> result.problems().size())
          .isEqualTo(1);
    }
  }
}
