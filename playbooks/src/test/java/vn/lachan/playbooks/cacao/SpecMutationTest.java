package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.ACTION;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.AT;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.END;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.FREE;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.GROUP;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.IF;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.LINUX;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.NOBODY;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.PARALLEL;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.START;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.THEN;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.UUID;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.playbooks.cacao.CacaoProblem.Severity;

/** Defects by the text of CACAO 2.0, each with the code and the place that the report must name. */
class SpecMutationTest {
  private static Arguments defect(
      FindingCode code, String pointer, Consumer<MutatedPlaybook> change) {
    return Arguments.of(code, pointer, change);
  }

  static Stream<Arguments> waysThrough() {
    return Stream.of(
        defect(
            FindingCode.POINTER_DANGLING,
            AT + PARALLEL + "/next_steps/0",
            p -> ((ArrayNode) p.step(PARALLEL).get("next_steps")).set(0, NOBODY)),
        defect(
            FindingCode.REPEATED_BRANCH,
            AT + PARALLEL + "/next_steps/2",
            p -> ((ArrayNode) p.step(PARALLEL).get("next_steps")).add(ACTION)),
        defect(
            FindingCode.POINTER_DANGLING,
            AT + IF + "/on_true",
            p -> p.step(IF).put("on_true", NOBODY)),
        defect(
            FindingCode.POINTER_DANGLING,
            AT + IF + "/on_false",
            p -> p.step(IF).put("on_false", NOBODY)),
        defect(
            FindingCode.POINTS_AT_START,
            AT + ACTION + "/on_completion",
            p -> p.step(ACTION).put("on_completion", START)),
        defect(
            FindingCode.EXCEPTION_UNDEFINED,
            "/workflow_exception",
            p -> p.root().put("workflow_exception", NOBODY)),
        defect(
            FindingCode.OTHER_START,
            AT + "start" + UUID,
            p ->
                ((ObjectNode) p.root().get("workflow"))
                    .putObject("start" + UUID)
                    .put("type", "start")
                    .put("on_completion", END)),
        defect(
            FindingCode.PARTS_MISSING,
            "/workflow",
            p ->
                ((ObjectNode) p.root().get("workflow"))
                    .remove(
                        List.of(
                            END,
                            FREE,
                            "end--88888888-8888-4888-8888-888888888888",
                            "end--89898989-8989-4989-8989-898989898989"))),
        defect(
            FindingCode.NO_WAY_ON,
            AT + ACTION,
            p -> p.step(ACTION).put("on_failure", END).remove("on_completion")),
        defect(
            FindingCode.CYCLE,
            AT + "while-condition" + UUID,
            p -> {
              p.instead("while-condition")
                  .put("condition", "__ip__:value = '1.2.3.4'")
                  .put("on_true", THEN);
              p.step(THEN).put("on_completion", "while-condition" + UUID);
            }),
        defect(
            FindingCode.NO_CASES,
            AT + "switch-condition" + UUID + "/cases",
            p -> p.instead("switch-condition").put("switch", "__ip__:value").putObject("cases")),
        defect(
            FindingCode.POINTER_DANGLING,
            AT + "switch-condition" + UUID + "/cases/default",
            p ->
                p.instead("switch-condition")
                    .put("switch", "__ip__:value")
                    .putObject("cases")
                    .put("default", NOBODY)),
        defect(
            FindingCode.SWITCH_VARIABLE,
            AT + "switch-condition" + UUID + "/switch",
            p ->
                p.instead("switch-condition")
                    .put("switch", "1.2.3.4")
                    .putObject("cases")
                    .put("default", THEN)),
        defect(
            FindingCode.VARIABLE_UNDECLARED,
            AT + "switch-condition" + UUID + "/switch",
            p ->
                p.instead("switch-condition")
                    .put("switch", "__other__:value")
                    .putObject("cases")
                    .put("default", THEN)),
        defect(
            FindingCode.MISSING_PROPERTY,
            AT + "playbook-action" + UUID,
            p -> p.instead("playbook-action")),
        defect(
            FindingCode.WRONG_ID_PREFIX,
            AT + "playbook-action" + UUID + "/playbook_id",
            p -> p.instead("playbook-action").put("playbook_id", "bundle" + UUID)),
        defect(
            FindingCode.NOT_A_TIMESTAMP,
            AT + "playbook-action" + UUID + "/playbook_version",
            p ->
                p.instead("playbook-action")
                    .put("playbook_id", "playbook" + UUID)
                    .put("playbook_version", "2")));
  }

  static Stream<Arguments> commands() {
    String at = AT + ACTION + "/commands/0";
    return Stream.of(
        defect(
            FindingCode.NO_COMMANDS,
            AT + ACTION + "/commands",
            p -> p.step(ACTION).putArray("commands")),
        defect(
            FindingCode.HTTP_START_LINE,
            at + "/command",
            p -> p.command("http-api", "command", "/chan/__ip__:value")),
        defect(
            FindingCode.HTTP_START_LINE,
            at + "/command",
            p ->
                p.command("openc2-http", "command", "GET /lenh HTTP/1.1")
                    .put("content_b64", "e30=")),
        defect(FindingCode.COMMAND_B64_MISSING, at, p -> p.command("sigma", "command", "title: x")),
        defect(
            FindingCode.COMMAND_TWICE,
            at,
            p -> p.command("bash", "command", "id").put("command_b64", "aWQ=")),
        defect(
            FindingCode.WRONG_TYPE,
            at + "/headers",
            p ->
                p.command("http-api", "command", "GET /x HTTP/1.1")
                    .putObject("headers")
                    .put("Accept", "text/plain")),
        defect(
            FindingCode.AGENT_UNDEFINED,
            AT + ACTION + "/agent",
            p -> p.step(ACTION).put("agent", LINUX)),
        defect(
            FindingCode.TARGET_UNREACHABLE,
            AT + ACTION + "/targets/0",
            p -> {
              ((ObjectNode) p.root().get("target_definitions"))
                  .putObject(GROUP)
                  .put("type", "group")
                  .put("name", "SOC");
              p.step(ACTION).putArray("targets").add(GROUP);
              p.command("ssh", "command", "id");
            }),
        defect(
            FindingCode.CONDITION_SYNTAX,
            AT + IF + "/condition",
            p -> p.step(IF).put("condition", "__ip__:value MATCHES '(?=x)'")),
        defect(
            FindingCode.CONDITION_SYNTAX,
            AT + IF + "/condition",
            p -> p.step(IF).put("condition", "__ip__:value")),
        defect(
            FindingCode.CONDITION_TYPE,
            AT + IF + "/condition",
            p -> p.step(IF).put("condition", "__ip__:value = 'máy chủ'")),
        defect(
            FindingCode.CONDITION_ALONE,
            AT + IF + "/condition",
            p -> {
              ((ObjectNode) p.root().get("playbook_variables"))
                  .putObject("__done__")
                  .put("type", "bool")
                  .put("value", "true");
              p.step(IF).put("condition", "NOT __done__:value");
            }),
        defect(
            FindingCode.WRONG_TYPE, AT + ACTION + "/delay", p -> p.step(ACTION).put("delay", "5")),
        defect(
            FindingCode.OUT_OF_RANGE,
            AT + ACTION + "/timeout",
            p -> p.step(ACTION).put("timeout", 1.5)),
        defect(
            FindingCode.FOREIGN_ID_PREFIX,
            AT + ACTION + "/owner",
            p -> p.step(ACTION).put("owner", "user" + UUID)),
        defect(
            FindingCode.EXTENSION_UNDEFINED,
            AT + ACTION + "/step_extensions/extension-definition" + UUID,
            p ->
                p.step(ACTION)
                    .putObject("step_extensions")
                    .putObject("extension-definition" + UUID)),
        defect(
            FindingCode.EMPTY_LIST,
            AT + ACTION + "/targets",
            p -> p.step(ACTION).putArray("targets")));
  }

  static Stream<Arguments> definitions() {
    String target = "/target_definitions/" + LINUX;
    return Stream.of(
        defect(
            FindingCode.VARIABLE_TYPE,
            "/playbook_variables/__ip__/type",
            p -> p.variable().put("type", "ip")),
        defect(
            FindingCode.CONSTANT_WITHOUT_VALUE,
            "/playbook_variables/__ip__",
            p -> p.variable().put("constant", true).remove("value")),
        defect(
            FindingCode.VARIABLE_VALUE,
            "/playbook_variables/__ip__/value",
            p -> p.variable().put("type", "md5-hash").put("value", "d41d8cd98f00b204")),
        defect(FindingCode.PORT, target + "/port", p -> p.target().put("port", "70000")),
        defect(
            FindingCode.ADDRESS,
            target + "/address/ipv4/0",
            p -> p.target().putObject("address").putArray("ipv4").add("10.0.0.300")),
        defect(
            FindingCode.ADDRESS_KIND,
            target + "/address/hostname",
            p -> p.target().putObject("address").putArray("hostname").add("may")),
        defect(
            FindingCode.WRONG_TYPE,
            target + "/address/ipv4",
            p -> p.target().putObject("address").put("ipv4", "10.0.0.1")),
        defect(
            FindingCode.AUTHENTICATION_UNDEFINED,
            target + "/authentication_info",
            p -> p.target().put("authentication_info", "user-auth" + UUID)),
        defect(FindingCode.DEFINITION_KEY, target, p -> p.target().put("type", "ssh")),
        defect(
            FindingCode.MISSING_PROPERTY,
            "/authentication_info_definitions/oauth2" + UUID,
            p -> p.login("oauth2").put("oauth_header", "__ip__:value")),
        defect(
            FindingCode.LITERAL_SECRET,
            "/authentication_info_definitions/user-auth" + UUID + "/private_key",
            p -> p.login("user-auth").put("username", "u").put("private_key", "MIIE")),
        defect(
            FindingCode.MARKING_UNDEFINED,
            "/markings/0",
            p -> p.root().putArray("markings").add("marking-tlp" + UUID)),
        defect(
            FindingCode.MARKING_LEVEL,
            "/data_marking_definitions/marking-tlp" + UUID + "/tlpv2_level",
            p -> {
              p.root().putArray("markings").add("marking-tlp" + UUID);
              p.root()
                  .putObject("data_marking_definitions")
                  .putObject("marking-tlp" + UUID)
                  .put("type", "marking-tlp")
                  .put("tlpv2_level", "TLP:WHITE");
            }),
        defect(
            FindingCode.MISSING_DETAIL,
            "/extension_definitions/extension-definition" + UUID,
            p ->
                p.root()
                    .putObject("extension_definitions")
                    .putObject("extension-definition" + UUID)
                    .put("type", "extension-definition")
                    .put("name", "x")),
        defect(FindingCode.MISSING_DETAIL, "/signatures/0", MutatedPlaybook::signature),
        defect(
            FindingCode.TIME_ORDER,
            "/signatures/0/valid_until",
            p ->
                p.signature()
                    .put("valid_from", "2026-02-01T00:00:00.000Z")
                    .put("valid_until", "2026-01-01T00:00:00.000Z")),
        defect(FindingCode.OUT_OF_RANGE, "/severity", p -> p.root().put("severity", -1)),
        defect(FindingCode.WRONG_TYPE, "/priority", p -> p.root().put("priority", "1")),
        defect(
            FindingCode.FOREIGN_ID_PREFIX,
            "/derived_from/0",
            p -> p.root().putArray("derived_from").add("bundle" + UUID)),
        defect(FindingCode.EMPTY_LIST, "/labels", p -> p.root().putArray("labels")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"waysThrough", "commands", "definitions"})
  void isFoundWithItsCodeAndItsPlace(
      FindingCode code, String pointer, Consumer<MutatedPlaybook> change) throws IOException {
    MutatedPlaybook playbook = MutatedPlaybook.base();
    change.accept(playbook);

    CacaoResult result = new CacaoParser().parse(playbook.root().toString());

    assertThat(result.problems())
        .extracting(CacaoProblem::code, CacaoProblem::pointer)
        .contains(tuple(code, pointer));
    boolean errors =
        result.problems().stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    assertThat(((CacaoResult.Read) result).canRun())
        .as("cannot run with errors")
        .isEqualTo(!errors);
  }

  /** The marks of OASIS need no definition; a truth value alone is how other programs write it. */
  @Test
  void whatOtherProgramsRelyOnIsNoError() throws IOException {
    ObjectNode root = MutatedPlaybook.base().root();
    root.putArray("markings").add("marking-tlp--e828b379-4e03-4974-9ac4-e53a884c97c1");
    assertThat(new CacaoParser().parse(root.toString()).problems()).isEmpty();
  }
}
