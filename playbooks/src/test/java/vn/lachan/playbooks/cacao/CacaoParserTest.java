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

  private static Arguments defect(String name, Consumer<ObjectNode> change) {
    return Arguments.of(name, change);
  }

  static Stream<Arguments> defects() {
    return Stream.of(
        defect("start with on_failure", r -> step(r, START).put("on_failure", END)),
        defect("end with on_completion", r -> step(r, END).put("on_completion", ACTION)),
        defect("step key and type differ", r -> step(r, ACTION).put("type", "end")),
        defect(
            "parallel with one branch",
            r -> ((ArrayNode) step(r, PARALLEL).get("next_steps")).remove(1)),
        defect("if without condition", r -> step(r, IF).remove("condition")),
        defect("priority 101", r -> r.put("priority", 101)),
        defect("spec_version cacao-1.1", r -> r.put("spec_version", "cacao-1.1")),
        defect("unknown property", r -> r.put("descripton", "x")),
        defect("unknown step property", r -> step(r, ACTION).put("comand", "x")),
        defect("workflow_start dangling", r -> r.put("workflow_start", "start--x")),
        defect("workflow_start no start", r -> r.put("workflow_start", ACTION)),
        defect("on_completion dangling", r -> step(r, ACTION).put("on_completion", "end--x")),
        defect("agent not defined", r -> step(r, ACTION).put("agent", "group--x")),
        defect(
            "target not defined",
            r -> ((ArrayNode) step(r, ACTION).get("targets")).add("linux--x")),
        defect("marking not defined", r -> r.putArray("markings").add("marking-statement--x")),
        defect("on_completion with on_success", r -> step(r, ACTION).put("on_success", END)),
        defect("no next pointer", r -> step(r, ACTION).remove("on_completion")),
        defect(
            "step of an unknown type",
            r ->
                ((ObjectNode) r.get("workflow"))
                    .putObject("magic--1")
                    .put("type", "magic")
                    .put("on_completion", END)),
        defect("condition not parseable", r -> step(r, IF).put("condition", "__ip__:value = ")),
        defect(
            "variable without underscores",
            r -> ((ObjectNode) r.get("playbook_variables")).putObject("ip").put("type", "string")),
        defect("variable undeclared", r -> command(r).put("command", "block __other__:value")),
        defect(
            "value of another type",
            r -> ((ObjectNode) r.get("playbook_variables").get("__ip__")).put("value", "hello")),
        defect("created without milliseconds", r -> r.put("created", "2025-01-01T00:00:00Z")),
        defect("modified before created", r -> r.put("modified", "2024-01-01T00:00:00.000Z")),
        defect(
            "valid_until before valid_from",
            r ->
                r.put("valid_from", "2025-01-02T00:00:00.000Z")
                    .put("valid_until", "2025-01-01T00:00:00.000Z")),
        defect("negative timeout", r -> step(r, ACTION).put("timeout", -1)),
        defect("manual without command", r -> command(r).remove("command")),
        defect(
            "openc2-http without content_b64",
            r -> command(r).put("type", "openc2-http").put("command", "POST /x HTTP/1.1")),
        defect("content not base64", r -> command(r).put("command_b64", "%%%")),
        defect("cycle", r -> step(r, THEN).put("on_completion", IF)),
        defect("playbook_activities missing", r -> r.remove("playbook_activities")),
        defect(
            "external reference with only a name",
            r -> r.putArray("external_references").addObject().put("name", "x")),
        defect(
            "port not a number",
            r ->
                ((ObjectNode)
                        r.get("target_definitions")
                            .get("linux--55555555-5555-4555-8555-555555555555"))
                    .put("port", "abc")),
        defect(
            "branches share an end",
            r -> step(r, IF).put("on_completion", "end--88888888-8888-4888-8888-888888888888")),
        defect(
            "constant overwritten",
            r -> {
              ((ObjectNode) r.get("playbook_variables").get("__ip__")).put("constant", true);
              step(r, ACTION).putArray("out_args").add("__ip__");
            }),
        defect("out_args undeclared", r -> step(r, ACTION).putArray("out_args").add("__other__")),
        defect(
            "two branches write one variable",
            r -> {
              step(r, ACTION).putArray("out_args").add("__ip__");
              step(r, THEN).putArray("out_args").add("__ip__");
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defects")
  void findsTheDefect(String name, Consumer<ObjectNode> change) throws IOException {
    ObjectNode root = base();
    change.accept(root);

    List<CacaoProblem> problems = new CacaoParser().parse(root.toString()).problems();

    assertThat(problems).as(name).isNotEmpty();
    assertThat(problems)
        .allSatisfy(problem -> {
          assertThat(problem.message()).isNotBlank();
          assertThat(problem.english()).isNotBlank();
        });
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
  void refusesWhatIsNoPlaybookWithAReason() {
    for (String text : List.of("", "{", "[]", "null", "{\"type\":\"bundle\"}", "{\"type\":1}")) {
      assertThat(new CacaoParser().parse(text))
          .isInstanceOf(CacaoResult.Refused.class)
          .extracting(result -> result.problems().size())
          .isEqualTo(1);
    }
  }
}
