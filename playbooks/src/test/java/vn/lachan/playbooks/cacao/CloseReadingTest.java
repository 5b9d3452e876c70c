package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.ACTION;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.AT;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.GROUP;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.IF;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.LINUX;
import static vn.lachan.playbooks.cacao.MutatedPlaybook.UUID;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests that cannot be sent, signatures nobody can verify, and our own extension. */
class CloseReadingTest {
  private static final String COMMAND = AT + ACTION + "/commands/0";
  private static final String OURS = AT + ACTION + "/step_extensions/" + CacaoParser.EXTENSION;
  private static final List<String> STRANGE = List.of("7", "true", "[[]]", "{\"x\":{\"y\":1}}");

  private static Arguments noticed(
      FindingCode code, String pointer, Consumer<MutatedPlaybook> change) {
    return Arguments.of(code, pointer, change);
  }

  private static Arguments ours(FindingCode code, String pointer, String json) {
    return noticed(code, OURS + pointer, p -> extend(p, json));
  }

  private static void extend(MutatedPlaybook playbook, String json) {
    playbook
        .step(ACTION)
        .putObject("step_extensions")
        .set(CacaoParser.EXTENSION, JsonMapper.shared().readTree(json));
  }

  private static ObjectNode request(MutatedPlaybook playbook, String line) {
    return playbook.command("http-api", "command", line);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        noticed(
            FindingCode.HTTP_START_LINE,
            COMMAND + "/command",
            p -> request(p, "GET /x HTTP/9.9.9")),
        noticed(
            FindingCode.HTTP_START_LINE,
            COMMAND + "/command",
            p -> request(p, "GET /tệp mới HTTP/1.1")),
        noticed(FindingCode.HTTP_METHOD, COMMAND + "/command", p -> request(p, "POTS /x HTTP/1.1")),
        noticed(
            FindingCode.HEADER_VALUE,
            COMMAND + "/headers/X/0",
            p -> request(p, "GET /x").putObject("headers").putArray("X").add("a\r\nY: b")),
        noticed(
            FindingCode.EMPTY_LIST,
            COMMAND + "/headers/X",
            p -> request(p, "GET /x").putObject("headers").putArray("X")),
        noticed(
            FindingCode.LITERAL_SECRET,
            COMMAND + "/headers/Cookie/0",
            p -> request(p, "GET /x").putObject("headers").putArray("Cookie").add("s=0123456789")),
        noticed(
            FindingCode.CONTENT_FORMAT,
            COMMAND + "/content",
            p ->
                request(p, "POST /x")
                    .put("content", "{\"ip\": \"__ip__:value\"")
                    .putObject("headers")
                    .putArray("content-type")
                    .add("application/json; charset=utf-8")),
        noticed(
            FindingCode.CONTENT_FORMAT,
            COMMAND + "/content_b64",
            p ->
                p.command("openc2-http", "command", "POST /x HTTP/1.1")
                    .put("content_b64", base64("deny"))
                    .putObject("headers")
                    .putArray("Content-Type")
                    .add("application/openc2+json;version=1.0")),
        noticed(
            FindingCode.NO_RULE,
            COMMAND + "/command_b64",
            p -> p.command("sigma", "command_b64", base64("title: luật trống"))),
        noticed(
            FindingCode.CONDITION_FIXED,
            AT + IF + "/condition",
            p -> p.step(IF, "condition", "__ip__:value = __ip__:value")),
        noticed(
            FindingCode.CONDITION_LOOSE,
            AT + IF + "/condition",
            p -> p.step(IF, "condition", "__ip__:value LIKE 5")));
  }

  static Stream<Arguments> definitions() {
    String iep = "/data_marking_definitions/marking-iep" + UUID;
    String group = "/agent_definitions/" + GROUP;
    return Stream.of(
        noticed(
            FindingCode.NOT_A_TIMESTAMP,
            "/valid_from",
            p -> p.root().put("valid_from", "2025-01-01T24:00:00Z")),
        noticed(
            FindingCode.NOT_A_TIMESTAMP,
            "/valid_from",
            p -> p.root().put("valid_from", "2025-01-01T00:00:00.Z")),
        noticed(
            FindingCode.NOT_A_TIMESTAMP,
            "/valid_until",
            p -> p.root().put("valid_until", "+99999-01-01T00:00:00Z")),
        noticed(
            FindingCode.NAMED_ITSELF,
            "/derived_from/0",
            p -> p.root().putArray("derived_from").add(p.root().get("id").stringValue())),
        noticed(
            FindingCode.NAMED_TWICE,
            "/labels/1",
            p -> p.root().putArray("labels").add("tq").add("tq")),
        noticed(
            FindingCode.NOT_A_URL,
            "/external_references/0/url",
            p ->
                p.root()
                    .putArray("external_references")
                    .addObject()
                    .put("name", "n")
                    .put("url", "trang của tỉnh")),
        noticed(
            FindingCode.MARKING_CONFLICT,
            "/markings/1",
            p ->
                p.root()
                    .putArray("markings")
                    .add("marking-tlp--e828b379-4e03-4974-9ac4-e53a884c97c1")
                    .add("marking-tlp--55d920b0-5e8b-4f79-9ee9-91f868d9b421")),
        noticed(FindingCode.MISSING_DETAIL, iep, p -> p.marking("marking-iep")),
        noticed(
            FindingCode.LOOSE_TYPE,
            iep + "/start_date",
            p -> p.marking("marking-iep").put("start_date", "01/02/2026")),
        noticed(
            FindingCode.PLACE_VALUE,
            group + "/contact/email/work",
            p -> p.agent().putObject("contact").putObject("email").put("work", "trực ban")),
        noticed(
            FindingCode.WRONG_TYPE,
            "/target_definitions/" + LINUX + "/address/dname",
            p -> p.target().putObject("address").putArray("dname").add(7)),
        noticed(
            FindingCode.AUTHENTICATION_UNDEFINED,
            "/target_definitions/" + LINUX + "/authentication_info",
            p -> p.target().put("authentication_info", "")),
        noticed(
            FindingCode.MISSING_DETAIL,
            "/authentication_info_definitions/http-basic" + UUID,
            p -> p.login("http-basic").put("user_id", "u")));
  }

  static Stream<Arguments> signatures() {
    return Stream.of(
        noticed(
            FindingCode.SIGNATURE_UNUSABLE,
            "/signatures/0/algorithm",
            p -> p.signature().put("algorithm", "none")),
        noticed(
            FindingCode.SIGNATURE_UNUSABLE,
            "/signatures/0/hash_algorithm",
            p -> p.signature().put("hash_algorithm", "md5")),
        noticed(
            FindingCode.SIGNATURE_UNUSABLE,
            "/signatures/0/value",
            p -> p.signature().put("value", "%%%")),
        noticed(
            FindingCode.TYPE_WORD,
            "/signatures/0/signature/type",
            p -> p.signature().putObject("signature").put("type", "jws")),
        noticed(
            FindingCode.SIGNATURE_OF_ANOTHER,
            "/signatures/0/signature/related_to",
            p -> p.signature().putObject("signature").put("related_to", "playbook" + UUID)),
        noticed(
            FindingCode.NAMED_TWICE,
            "/signatures/0/signature/id",
            p ->
                p.signature()
                    .put("id", "jss" + UUID)
                    .putObject("signature")
                    .put("id", "jss" + UUID)));
  }

  /** What is written badly here would start a step without those who must agree to it. */
  static Stream<Arguments> ours() {
    return Stream.of(
        ours(FindingCode.WRONG_TYPE, "", "7"),
        ours(FindingCode.WRONG_TYPE, "/destructive", "{\"destructive\": \"true\"}"),
        ours(FindingCode.WRONG_TYPE, "/approval", "{\"approval\": \"CHU_QUAN\"}"),
        ours(
            FindingCode.WRONG_TYPE, "/approval/roles", "{\"approval\": {\"roles\": \"CHU_QUAN\"}}"),
        ours(
            FindingCode.EXTENSION_WORD,
            "/approval/roles/0",
            "{\"approval\": {\"roles\": [\"GIAM_DOC\"]}}"),
        ours(FindingCode.OUT_OF_RANGE, "/approval/count", "{\"approval\": {\"count\": 0}}"),
        ours(FindingCode.EXTENSION_PROPERTY, "/aproval", "{\"aproval\": {\"count\": 2}}"),
        ours(FindingCode.WRONG_TYPE, "/retry/max", "{\"retry\": {\"max\": \"3\"}}"),
        ours(FindingCode.WRONG_TYPE, "/success/status", "{\"success\": {\"status\": [\"200\"]}}"),
        ours(FindingCode.WRONG_TYPE, "/notice/to", "{\"notice\": {\"to\": \"truc-ban\"}}"),
        ours(FindingCode.EXTENSION_WORD, "/unit_role", "{\"unit_role\": \"CONG_AN\"}"),
        noticed(
            FindingCode.EXTENSION_WORD,
            "/playbook_extensions/" + CacaoParser.EXTENSION + "/categories/0",
            p ->
                p.root()
                    .putObject("playbook_extensions")
                    .putObject(CacaoParser.EXTENSION)
                    .putArray("categories")
                    .add("XX")),
        noticed(
            FindingCode.WRONG_TYPE,
            "/agent_definitions/"
                + GROUP
                + "/agent_target_extensions/"
                + CacaoParser.EXTENSION
                + "/unit",
            p ->
                p.agent()
                    .putObject("agent_target_extensions")
                    .putObject(CacaoParser.EXTENSION)
                    .put("unit", 721)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"requests", "definitions", "signatures", "ours"})
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
        p -> request(p, "PROPFIND /x HTTP/1.1"),
        p ->
            request(p, "POST /x HTTP/2")
                .put("content", "{\"ip\": \"__ip__:value\", \"n\": __ip__:value}")
                .putObject("headers")
                .putArray("Content-Type")
                .add("application/json"),
        p -> request(p, "GET /x").putObject("headers").putArray("X").add("a\tb"),
        p -> p.command("sigma", "command_b64", base64("{detection: {s: {a: b}, condition: s}}")),
        p -> p.target().putObject("address").putArray("vlan").add("100").add(200),
        p -> p.root().put("valid_from", "2025-01-01T23:59:59.123456789Z"),
        p ->
            p.marking("marking-iep")
                .put("name", "n")
                .put("description", "d")
                .put("tlp", "TLP:AMBER")
                .put("iep_version", 2)
                .put("start_date", "2025-01-01T00:00:00.000Z")
                .put("encrypt_in_transit", "must")
                .put("permitted_actions", "none")
                .put("affected_party_notifications", "may")
                .put("attribution", "may")
                .put("unmodified_resale", "may")
                .putNull("end_date")
                .putArray("external_references"),
        p ->
            extend(
                p,
                """
                {"unit_role": "CHU_QUAN", "mandatory": true, "evidence": false, "phase": "khac_phuc",
                 "clock": "IR-24H", "idempotent": true, "destructive": true,
                 "approval": {"roles": ["CHU_QUAN"], "count": 2, "not_requester": true},
                 "retry": {"max": 3, "backoff": 0}, "success": {"exit_codes": [0], "matches": "ok"},
                 "search": {"from": "2026-01-01T00:00:00Z", "limit": 5}}
                """));
  }

  @ParameterizedTest
  @MethodSource
  void fine(Consumer<MutatedPlaybook> change) throws IOException {
    MutatedPlaybook playbook = MutatedPlaybook.base();
    change.accept(playbook);

    assertThat(new CacaoParser().parse(playbook.root().toString()).problems()).isEmpty();
  }

  /** Each value of a good playbook in turn, by values of four other kinds. */
  @Test
  void aValueOfAnotherKindIsNoticedWhereverItStands() throws IOException {
    List<String> unnoticed = new ArrayList<>();
    for (String pointer : pointers("", MutatedPlaybook.base().root())) {
      for (String strange : STRANGE) {
        JsonNode playbook = MutatedPlaybook.base().root();
        replace(playbook, pointer, JsonMapper.shared().readTree(strange));
        if (new CacaoParser().parse(playbook.toString()).problems().isEmpty()) {
          unnoticed.add(pointer + " " + strange);
        }
      }
    }
    assertThat(unnoticed).isEmpty();
  }

  private static List<String> pointers(String at, JsonNode node) {
    List<String> pointers = new ArrayList<>();
    JsonView.members(node)
        .forEach((name, value) -> {
          String pointer = at + "/" + JsonView.escape(name);
          pointers.add(pointer);
          pointers.addAll(pointers(pointer, value));
        });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      pointers.add(at + "/" + i);
      pointers.addAll(pointers(at + "/" + i, node.get(i)));
    }
    return pointers;
  }

  private static void replace(JsonNode root, String pointer, JsonNode value) {
    int cut = pointer.lastIndexOf('/');
    String last = pointer.substring(cut + 1).replace("~1", "/").replace("~0", "~");
    JsonNode parent = root.at(pointer.substring(0, cut));
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(last), value);
    } else {
      ((ObjectNode) parent).set(last, value);
    }
  }
}
