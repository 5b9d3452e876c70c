package vn.lachan.playbooks.cacao;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.events.TestData;

/** The decisions of docs/formats/playbook-import.md, where an error would be as thinkable. */
class DecisionTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String ACTION = "/workflow/action--11111111-1111-4111-8111-111111111111";

  private static CacaoResult.Read read(Consumer<ObjectNode> change) throws IOException {
    ObjectNode root =
        (ObjectNode)
            MAPPER.readTree(Files.readString(TestData.require("cacao/mutation-base.json")));
    change.accept(root);
    return (CacaoResult.Read) new CacaoParser().parse(root.toString());
  }

  private static List<FindingCode> codes(CacaoResult result) {
    return result.problems().stream().map(CacaoProblem::code).toList();
  }

  @Test
  void aSketchedStepRunsUntilItIsReached() throws IOException {
    CacaoResult.Read result =
        read(root -> ((ObjectNode) root.at(ACTION)).remove(List.of("agent", "commands")));

    assertThat(codes(result)).containsExactly(FindingCode.SKETCHED_STEP);
    assertThat(result.canRun()).isTrue();
  }

  @Test
  void anAgentWithoutCommandsIsAnError() throws IOException {
    assertThat(read(root -> ((ObjectNode) root.at(ACTION)).remove("commands")).canRun()).isFalse();
    assertThat(read(root -> ((ObjectNode) root.at(ACTION)).putArray("commands")).canRun())
        .isFalse();
  }

  @Test
  void aStepThatNeedsApprovalAndAnotherPlaybookAreNothingSpecial() throws IOException {
    CacaoResult.Read result =
        read(root -> {
          ((ObjectNode) root.at(ACTION))
              .putObject("step_extensions")
              .putObject(CacaoParser.EXTENSION)
              .putObject("approval")
              .put("count", 2);
          ((ObjectNode) root.at("/workflow/action--12121212-1212-4212-8212-121212121212"))
              .put("on_completion", "playbook-action--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa");
          ((ObjectNode) root.get("workflow"))
              .putObject("playbook-action--aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
              .put("type", "playbook-action")
              .put("playbook_id", "playbook--bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb")
              .put("on_completion", "end--90909090-9090-4090-8090-909090909090");
        });

    assertThat(codes(result)).isEmpty();
  }

  @Test
  void unknownCommandTypesImportAndAreNamed() throws IOException {
    CacaoResult.Read result =
        read(root -> ((ObjectNode) root.at(ACTION + "/commands/0")).put("type", "subroutine"));

    assertThat(codes(result)).containsExactly(FindingCode.COMMAND_UNSUPPORTED);
    assertThat(result.canRun()).isTrue();
  }
}
