package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.ACTION;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.AT;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.GROUP;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.IF;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.LINUX;
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

/** Smaller things that a careful reader notices, and as many that are none. */
class CarefulImportTest {
  private static final String TARGET = "/target_definitions/" + LINUX;
  private static final String COMMAND = AT + ACTION + "/commands/0";

  private static Arguments noticed(
      FindingCode code, String pointer, Consumer<MutatedPlaybook> change) {
    return Arguments.of(code, pointer, change);
  }

  static Stream<Arguments> ways() {
    String loop = "while-condition" + UUID;
    String choice = "switch-condition" + UUID;
    return Stream.of(
        noticed(
            FindingCode.POINTS_AT_START,
            "/workflow_exception",
            p -> p.root().put("workflow_exception", START)),
        noticed(
            FindingCode.SAME_BRANCHES, AT + IF + "/on_false", p -> p.step(IF, "on_false", THEN)),
        noticed(FindingCode.RUNS_TWICE, AT + PARALLEL, p -> p.step(ACTION, "on_completion", THEN)),
        noticed(FindingCode.RUNS_TWICE, AT + IF, p -> p.step(IF, "on_completion", THEN)),
        noticed(
            FindingCode.ENDLESS_LOOP,
            AT + loop + "/condition",
            p ->
                p.instead("while-condition")
                    .put("condition", "__ip__:value = '1.2.3.4'")
                    .put("on_true", THEN)),
        noticed(
            FindingCode.CASE_TYPE,
            AT + choice + "/cases/máy chủ",
            p ->
                p.instead("switch-condition")
                    .put("switch", "__ip__:value")
                    .putObject("cases")
                    .put("máy chủ", THEN)),
        noticed(
            FindingCode.CONDITION_FIXED,
            AT + IF + "/condition",
            p -> p.step(IF, "condition", "'1' = '1'")),
        noticed(
            FindingCode.NAMED_TWICE,
            AT + ACTION + "/targets/1",
            p -> ((ArrayNode) p.step(ACTION).get("targets")).add(LINUX)),
        noticed(
            FindingCode.TIMESTAMP_PRECISION,
            AT + "playbook-action" + UUID + "/playbook_version",
            p ->
                p.instead("playbook-action")
                    .put("playbook_id", "playbook" + UUID)
                    .put("playbook_version", "2025-01-01T00:00:00Z")),
        noticed(
            FindingCode.BARE_REFERENCE,
            AT + ACTION + "/external_references/0",
            p -> p.step(ACTION).putArray("external_references").addObject().put("name", "x")),
        noticed(
            FindingCode.BARE_REFERENCE,
            "/external_references/0",
            p ->
                p.root()
                    .putArray("external_references")
                    .addObject()
                    .put("name", "x")
                    .put("description", "")),
        noticed(
            FindingCode.ACTIVITY_UNUSED,
            "/playbook_activities/0",
            p -> p.command().put("playbook_activity", "scan-system")));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        noticed(
            FindingCode.VARIABLE_NAME,
            "/playbook_variables/___x___",
            p -> p.variable("___x___", "string")),
        noticed(
            FindingCode.VARIABLE_VALUE,
            "/playbook_variables/__a__/value",
            p -> p.variable("__a__", "ipv6-addr").put("value", "fe80::1::2")),
        noticed(
            FindingCode.VARIABLE_VALUE,
            "/playbook_variables/__a__/value",
            p -> p.variable("__a__", "ipv6-addr").put("value", "1:2:3:4:5:6:7:8:9")),
        noticed(
            FindingCode.VARIABLE_VALUE,
            "/playbook_variables/__a__/value",
            p -> p.variable("__a__", "long").put("value", "9223372036854775808")),
        noticed(
            FindingCode.VARIABLE_VALUE,
            "/playbook_variables/__a__/value",
            p -> p.variable("__a__", "dictionary").put("value", "{a:1}")),
        noticed(
            FindingCode.EXTERNAL_IN_STEP,
            AT + ACTION + "/step_variables/__k__/external",
            p ->
                p.step(ACTION)
                    .putObject("step_variables")
                    .putObject("__k__")
                    .put("type", "string")
                    .put("external", true)),
        noticed(
            FindingCode.VARIABLE_SHADOWED,
            AT + ACTION + "/step_variables/__ip__",
            p ->
                p.step(ACTION)
                    .putObject("step_variables")
                    .putObject("__ip__")
                    .put("type", "ipv4-addr")),
        noticed(
            FindingCode.VARIABLE_UNFILLED,
            COMMAND + "/command",
            p -> p.command().put("command", "chặn __ip__")),
        noticed(
            FindingCode.VARIABLE_OLD,
            COMMAND + "/command",
            p -> p.command().put("command", "chặn $$ip$$")),
        noticed(
            FindingCode.NOT_TEXT,
            COMMAND + "/command_b64",
            p -> p.command("bash", "command_b64", "//79/A==")),
        noticed(
            FindingCode.HEADER_NAME,
            COMMAND + "/headers/X Y",
            p ->
                p.command("http-api", "command", "GET /x HTTP/1.1")
                    .putObject("headers")
                    .putArray("X Y")
                    .add("a")),
        noticed(
            FindingCode.LITERAL_SECRET,
            COMMAND + "/headers/x-apikey/0",
            p ->
                p.command("http-api", "command", "GET /x HTTP/1.1")
                    .putObject("headers")
                    .putArray("x-apikey")
                    .add("0123456789abcdef")),
        noticed(
            FindingCode.LOGIN_MISSING,
            AT + ACTION + "/targets/0",
            p -> p.command("ssh", "command", "id")));
  }

  static Stream<Arguments> places() {
    return Stream.of(
        noticed(FindingCode.MISSING_DETAIL, TARGET + "/name", p -> p.target().put("name", " ")),
        noticed(FindingCode.MISSING_DETAIL, TARGET, p -> p.target().putObject("address")),
        noticed(
            FindingCode.ADDRESS,
            TARGET + "/address/url/0",
            p -> p.target().putObject("address").putArray("url").add("may.vn/x")),
        noticed(
            FindingCode.ADDRESS,
            TARGET + "/address/dname/0",
            p -> p.target().putObject("address").putArray("dname").add("-a..b/")),
        noticed(
            FindingCode.PLACE_VALUE,
            "/agent_definitions/" + GROUP + "/location/latitude",
            p -> p.agent().putObject("location").put("latitude", "91.0").put("longitude", "105.2")),
        noticed(
            FindingCode.MISSING_DETAIL,
            "/agent_definitions/" + GROUP + "/location",
            p -> p.agent().putObject("location").put("latitude", "21.8")),
        noticed(
            FindingCode.PLACE_VALUE,
            "/agent_definitions/" + GROUP + "/location/country",
            p -> p.agent().putObject("location").put("country", "VNM")),
        noticed(
            FindingCode.LOOSE_TYPE,
            "/agent_definitions/" + GROUP + "/contact/email",
            p -> p.agent().putObject("contact").putArray("email").add("a@x.vn")),
        noticed(
            FindingCode.SECTOR_UNLISTED,
            "/target_definitions/sector" + UUID + "/sector",
            p ->
                ((ObjectNode) p.root().get("target_definitions"))
                    .putObject("sector" + UUID)
                    .put("type", "sector")
                    .put("name", "x")
                    .put("sector", "energy")));
  }

  static Stream<Arguments> definitions() {
    String login = "/authentication_info_definitions/user-auth" + UUID;
    String extension = "/extension_definitions/extension-definition" + UUID;
    return Stream.of(
        noticed(FindingCode.MISSING_PROPERTY, login, p -> p.login("user-auth").put("kms", true)),
        noticed(
            FindingCode.VAULT_FLAG,
            login + "/kms_key_identifier",
            p -> p.login("user-auth").put("username", "u").put("kms_key_identifier", "k")),
        noticed(
            FindingCode.VAULT_WINS,
            login + "/password",
            p -> {
              p.variable("__p__", "string").put("external", true);
              p.login("user-auth")
                  .put("kms", true)
                  .put("kms_key_identifier", "k")
                  .put("password", "__p__:value");
            }),
        noticed(FindingCode.LOGIN_EMPTY, login, p -> p.login("user-auth")),
        noticed(
            FindingCode.LOGIN_UNSUPPORTED,
            "/authentication_info_definitions/kerberos" + UUID + "/type",
            p -> p.login("kerberos")),
        noticed(
            FindingCode.VARIABLE_UNDECLARED,
            AT + ACTION + "/targets/0",
            p -> p.login("user-auth").put("username", "u").put("password", "__p__:value")),
        noticed(
            FindingCode.EXTENSION_UNDEFINED,
            login + "/authentication_info_extensions/extension-definition" + UUID,
            p ->
                p.login("user-auth")
                    .put("username", "u")
                    .putObject("authentication_info_extensions")
                    .putObject("extension-definition" + UUID)),
        noticed(
            FindingCode.TYPE_WORD,
            extension + "/type",
            p ->
                p.root()
                    .putObject("extension_definitions")
                    .putObject("extension-definition" + UUID)
                    .put("type", "extension")),
        noticed(
            FindingCode.MARKING_TYPE,
            "/data_marking_definitions/marking-mat" + UUID + "/type",
            p -> p.marking("marking-mat")),
        noticed(
            FindingCode.ID_DIFFERS,
            "/data_marking_definitions/marking-statement" + UUID + "/id",
            p -> p.marking("marking-statement").put("statement", "x").put("id", "x")),
        noticed(
            FindingCode.MARKING_MIXED_UP,
            "/data_marking_definitions/marking-tlp--e828b379-4e03-4974-9ac4-e53a884c97c1"
                + "/tlpv2_level",
            p ->
                p.root()
                    .putObject("data_marking_definitions")
                    .putObject("marking-tlp--e828b379-4e03-4974-9ac4-e53a884c97c1")
                    .put("type", "marking-tlp")
                    .put("tlpv2_level", "TLP:CLEAR")),
        noticed(
            FindingCode.NAMED_TWICE,
            "/markings/1",
            p ->
                p.root()
                    .putArray("markings")
                    .add("marking-statement" + UUID)
                    .add("marking-statement" + UUID)),
        noticed(
            FindingCode.TIME_ORDER,
            "/signatures/0/modified",
            p ->
                p.signature()
                    .put("created", "2026-02-01T00:00:00.000Z")
                    .put("modified", "2026-01-01T00:00:00.000Z")),
        noticed(
            FindingCode.SIGNATURE_OF_ANOTHER,
            "/signatures/0/related_to",
            p -> p.signature().put("related_to", "playbook" + UUID)),
        noticed(FindingCode.MISSING_DETAIL, "/signatures/0", MutatedPlaybook::signature),
        noticed(
            FindingCode.TYPE_WORD, "/signatures/0/type", p -> p.signature().put("type", "jws")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"ways", "values", "places", "definitions"})
  void isNoticedWhereItIs(FindingCode code, String pointer, Consumer<MutatedPlaybook> change)
      throws IOException {
    MutatedPlaybook playbook = MutatedPlaybook.base();
    change.accept(playbook);

    assertThat(new CacaoParser().parse(playbook.root().toString()).problems())
        .extracting(CacaoProblem::code, CacaoProblem::pointer)
        .contains(tuple(code, pointer));
  }

  static Stream<Consumer<MutatedPlaybook>> fine() {
    return Stream.of(
        p -> p.variable("__a__", "ipv6-addr").put("value", "::ffff:192.0.2.1"),
        p -> p.variable("__a__", "ipv6-addr").put("value", "::"),
        p -> p.variable("__a__", "long").put("value", "-9223372036854775808"),
        p -> p.variable("__a__", "float").put("value", ".5"),
        p -> p.variable("__a__", "dictionary").put("value", "{\"a\": 1}"),
        p -> p.variable("__" + "a".repeat(246) + "__", "string"),
        p -> p.step(ACTION).put("timeout", 100_000_000_000_000_000L),
        p -> p.command().put("command", "dòng __chua_khai_bao__ là chữ của người viết"),
        p -> p.target().putObject("address").putArray("url").add("https://__ip__:value/x"),
        p -> p.target().putObject("address").putArray("dname").add("máy-chủ.__ip__:value.vn"),
        p -> p.target().putObject("address").putArray("ipv6").add("::ffff:10.0.0.1"),
        p ->
            p.command("http-api", "command", "GET /x HTTP/1.1")
                .putObject("headers")
                .putArray("x-apikey")
                .add("<khóa của đơn vị>"),
        p ->
            p.agent()
                .putObject("location")
                .put("country", "VN")
                .put("region", "south-eastern-asia")
                .put("latitude", "21.8")
                .put("longitude", "105.2")
                .put("precision", "10.0"),
        p ->
            p.agent().putObject("contact").putObject("email").put("work", "truc@tuyenquang.gov.vn"),
        p -> p.login("user-auth").put("kms", true).put("kms_key_identifier", "may"),
        p -> p.command().put("playbook_activity", "restrict-access"));
  }

  @ParameterizedTest
  @MethodSource
  void fine(Consumer<MutatedPlaybook> change) throws IOException {
    MutatedPlaybook playbook = MutatedPlaybook.base();
    change.accept(playbook);

    assertThat(new CacaoParser().parse(playbook.root().toString()).problems()).isEmpty();
  }

  @Test
  void commandsThatAreNoListAreSaidNotThrown() throws IOException {
    MutatedPlaybook playbook = MutatedPlaybook.base();
    playbook.step(ACTION).putObject("commands").put("type", "manual").put("command", "x");

    assertThat(new CacaoParser().parse(playbook.root().toString()).problems())
        .extracting(CacaoProblem::code, CacaoProblem::pointer)
        .contains(tuple(FindingCode.WRONG_TYPE, AT + ACTION + "/commands"));
  }

  /** A database knows no year 292 million; no run lasts so long. */
  @Test
  void aTimeOfAgesIsCutToWhatCanBeWrittenDown() throws IOException {
    MutatedPlaybook playbook = MutatedPlaybook.base();
    playbook.step(ACTION).put("delay", Long.MAX_VALUE).put("timeout", Long.MAX_VALUE);

    CacaoResult.Read read = (CacaoResult.Read) new CacaoParser().parse(playbook.root().toString());

    WorkflowStep.Common step = read.playbook().workflow().get(ACTION).common();
    assertThat(List.of(step.delayMillis(), step.timeoutMillis()))
        .allMatch(millis -> millis < 4_000_000_000_000L && millis > 3_000_000_000_000L);
  }
}
