package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.events.TestData;

/** Passwords within commands, and characters that nobody sees, in the import report. */
class UnsafeTextTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String ACTION = "action--11111111-1111-4111-8111-111111111111";
  private static final String LINUX = "linux--55555555-5555-4555-8555-555555555555";
  private static final String COMMAND = "/workflow/" + ACTION + "/commands/0";
  private static final String SECRET = "B1-mat-khau";

  private ObjectNode root;

  @BeforeEach
  void read() throws IOException {
    root =
        (ObjectNode)
            MAPPER.readTree(Files.readString(TestData.require("cacao/mutation-base.json")));
  }

  private ObjectNode command(String type, String command) {
    ObjectNode node = (ObjectNode) root.get("workflow").get(ACTION).get("commands").get(0);
    return node.removeAll().put("type", type).put("command", command);
  }

  private List<CacaoProblem> problems() {
    return new CacaoParser().parse(root.toString()).problems();
  }

  private List<CacaoProblem> of(FindingCode code) {
    return problems().stream().filter(problem -> problem.code() == code).toList();
  }

  private void refusesTheSecretAt(String pointer) {
    List<CacaoProblem> found = of(FindingCode.LITERAL_SECRET);
    assertThat(found).extracting(CacaoProblem::pointer).containsOnly(pointer);
    assertThat(problems())
        .allSatisfy(problem -> {
          assertThat(problem.message()).doesNotContain(SECRET);
          assertThat(problem.english()).doesNotContain(SECRET);
        });
    assertThat(((CacaoResult.Read) new CacaoParser().parse(root.toString())).canRun()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh", "bash", "powershell"})
  void aPasswordInACommandIsRefused(String type) {
    command(type, "mysql -uroot -p" + SECRET + " app");
    refusesTheSecretAt(COMMAND + "/command");
    command(type, "").remove("command");
    command(type, "")
        .removeAll()
        .put("type", type)
        .put("command_b64", base64("mysql --password=" + SECRET));
    refusesTheSecretAt(COMMAND + "/command_b64");
  }

  @Test
  void aPasswordInARequestIsRefused() {
    command("http-api", "GET /x?api_key=" + SECRET + " HTTP/1.1");
    refusesTheSecretAt(COMMAND + "/command");
    command("http-api", "POST /x HTTP/1.1")
        .putObject("headers")
        .putArray("authorization")
        .add("Bearer " + SECRET);
    refusesTheSecretAt(COMMAND + "/headers/authorization/0");
    command("http-api", "POST /x HTTP/1.1").put("content", "{\"password\": \"" + SECRET + "\"}");
    refusesTheSecretAt(COMMAND + "/content");
    command("openc2-http", "POST /x HTTP/1.1")
        .put("content_b64", base64("{\"password\": \"" + SECRET + "\"}"));
    refusesTheSecretAt(COMMAND + "/content_b64");
  }

  @Test
  void aPasswordInAnAddressIsRefused() {
    ObjectNode target = (ObjectNode) root.get("target_definitions").get(LINUX);
    target.putObject("address").putArray("url").add("https://lan:" + SECRET + "@may/api");
    refusesTheSecretAt("/target_definitions/" + LINUX + "/address/url/0");
  }

  @Test
  void aPasswordThatIsTheValueOfAVariableIsRefusedUnlessItComesFromOutside() {
    command("ssh", "mysql -p__k__:value");
    ObjectNode variables = (ObjectNode) root.get("playbook_variables");
    variables.putObject("__k__").put("type", "string").put("value", SECRET);
    refusesTheSecretAt("/playbook_variables/__k__/value");
    variables.putObject("__k__").put("type", "string").put("external", true);
    assertThat(of(FindingCode.LITERAL_SECRET)).isEmpty();
  }

  @Test
  void peopleMayBeToldOfPasswords() {
    command("manual", "Đổi mật khẩu: mysqladmin --password=moi; không dùng mysql -pcu");
    assertThat(of(FindingCode.LITERAL_SECRET)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u202E", "\u2066", "\u200B", "\u200F", "\u00AD", "\uFEFF", "\u001B"})
  void hiddenCharactersAreShownAndRefusedInWhatIsRun(String hidden) {
    String name = String.format("U+%04X", (int) hidden.charAt(0));
    root.put("name", "Cô lập" + hidden + " máy");
    assertThat(problems())
        .extracting(CacaoProblem::code, CacaoProblem::pointer)
        .containsExactly(tuple(FindingCode.HIDDEN_CHARACTER, "/name"));
    assertThat(problems().getFirst().message())
        .contains(name, "Cô lập⟦" + name + "⟧ máy")
        .doesNotContain(hidden);

    command("ssh", "rm a" + hidden + " # txt");
    assertThat(of(FindingCode.HIDDEN_CHARACTER_RUN))
        .extracting(CacaoProblem::pointer)
        .containsExactly(COMMAND + "/command");
    command("bash", "x").removeAll().put("type", "bash").put("command_b64", base64("a" + hidden));
    assertThat(of(FindingCode.HIDDEN_CHARACTER_RUN))
        .extracting(CacaoProblem::pointer)
        .containsExactly(COMMAND + "/command_b64");
    command("manual", "Xem" + hidden);
    assertThat(of(FindingCode.HIDDEN_CHARACTER_RUN)).isEmpty();
  }

  @Test
  void aSecretBesideAHiddenCharacterIsNotShown() {
    command("ssh", "mysql -p" + SECRET + " \u202Eapp");
    refusesTheSecretAt(COMMAND + "/command");
    assertThat(of(FindingCode.HIDDEN_CHARACTER_RUN)).hasSize(1);
  }

  @Test
  void ordinaryWritingIsNotHidden() {
    root.put("name", "Cô lập máy: đúng hạn, ví dụ 👩🏽‍💻 ☎️ và tiếng Việt tổ hợp e\u0302\u0323");
    root.put("description", "dòng một\r\n\tdòng hai");
    assertThat(problems()).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
