package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.incidents.InvalidRequestException;

class DryRunTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T03:00:00Z"), ZoneOffset.UTC);

  private static DryRun.Report dryRun(TestPlaybook playbook, Map<String, String> values)
      throws InterruptedException {
    Playbook read = PlaybookLibrary.of(List.of(playbook.json())).playbooks().getFirst();
    return new DryRun(EngineSettings.DEFAULT, CLOCK).of(read, values);
  }

  @Test
  void rendersEveryCommandForEveryTargetAndHidesSecrets() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .external("__ip__", "ipv4-addr")
            .variable("__api_token__", "string", "bí mật")
            .manual("action--a", "Kiểm tra __ip__:value", "action--b")
            .with("action--a", step -> step.put("delay", 86_400_000))
            .http("action--b", "GET /block/__ip__:value HTTP/1.1", "", "action--c")
            .target("https://fw.example")
            .with(
                "action--b",
                step ->
                    ((ObjectNode) step.get("commands").get(0))
                        .putObject("headers")
                        .putArray("X-Key")
                        .add("__api_token__:value"))
            .manual("action--c", "x", "end--done")
            .with(
                "action--c",
                step ->
                    ((ObjectNode) step.get("commands").get(0))
                        .put("type", "ssh")
                        .put("command", "iptables -A INPUT -s __ip__:value"))
            .machine("action--c", "10.0.0.9", 22);

    DryRun.Report report = dryRun(playbook, Map.of("__ip__", "10.1.2.3"));

    assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(report.steps())
        .containsExactly("start--begin", "action--a", "action--b", "action--c", "end--done");
    assertThat(report.commands())
        .extracting(DryRun.Planned::command)
        .containsExactly(
            "Kiểm tra 10.1.2.3",
            "GET https://fw.example/block/10.1.2.3\nX-Key: ***",
            "iptables -A INPUT -s '10.1.2.3'\n[ssh trên 10.0.0.9:22]"
                + "\n[đăng nhập: user-auth, kho khóa: may]");
    assertThat(report.commands().getLast().problem()).isEmpty();
  }

  @Test
  void answersConditionsFromTheValuesAndNamesWhatIsMissing() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .start("if-condition--c")
            .external("__n__", "integer")
            .condition("if-condition--c", "__n__:value > 5", "action--a", "action--b", "end--done")
            .manual("action--a", "nhiều __n__:value", "end--a")
            .manual("action--b", "ít __n__:value", "end--b")
            .end("end--a")
            .end("end--b");

    assertThat(dryRun(playbook, Map.of("__n__", "7")).commands())
        .extracting(DryRun.Planned::command)
        .containsExactly("nhiều 7");
    DryRun.Report without = dryRun(playbook, Map.of());
    assertThat(without.missing()).containsExactly("__n__");
    assertThat(without.commands())
        .extracting(DryRun.Planned::command)
        .containsExactly("ít (chưa có)");
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> dryRun(playbook, Map.of("__n__", "bảy")));
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> dryRun(playbook, Map.of("__other__", "1")));
  }

  @Test
  void followsALoopForOneRoundAndNamesWhoWouldBeAsked() throws InterruptedException {
    TestPlaybook playbook =
        TestPlaybook.named("p")
            .start("while-condition--w")
            .variable("__again__", "bool", "true")
            .with(
                "while-condition--w",
                step ->
                    step.put("condition", "__again__:value = true")
                        .put("on_true", "action--a")
                        .put("on_completion", "end--done"))
            .manual("action--a", "a", "end--a")
            .extension(
                "action--a",
                x -> {
                  ObjectNode approval = x.put("destructive", true).putObject("approval");
                  approval.put("count", 2).put("not_requester", true);
                  approval.putArray("roles").add("DIEU_PHOI");
                })
            .end("end--a");

    DryRun.Report report = dryRun(playbook, Map.of());

    assertThat(report.state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(report.commands()).hasSize(1);
    assertThat(report.approvals())
        .containsExactly(
            new DryRun.Asked("action--a", "Bước action--a", List.of("DIEU_PHOI"), 2, true));
  }

  @Test
  void everyBundledPlaybookCanBeFollowed() throws InterruptedException {
    for (Playbook playbook : PlaybookLibrary.load(List.of()).playbooks()) {
      DryRun.Report report = new DryRun(EngineSettings.DEFAULT, CLOCK).of(playbook, Map.of());
      assertThat(report.state()).as(playbook.name()).isEqualTo(RunState.SUCCEEDED);
      assertThat(report.commands()).as(playbook.name()).isNotEmpty();
    }
  }
}
