package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.incidents.TestDesk.LAN;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;
import vn.lachan.playbooks.PlaybookEngineContract.Stage;
import vn.lachan.playbooks.vault.Secret;

/** Commands of other machines against a real SSH server with a real shell. */
class RemoteStepTest {
  private static final String NASTY = "'; touch \"$HOME\"; $(id) `id` \"x\" \\ |& ;\n*";

  @TempDir Path folder;
  private LocalMachine machine;

  @BeforeEach
  void start() throws IOException {
    machine = new LocalMachine(folder);
  }

  @AfterEach
  void stop() {
    machine.close();
  }

  private TestPlaybook playbook(String type, String command) {
    return TestPlaybook.named("p")
        .external("__value__", "string")
        .variable("__output__", "string", null)
        .variable("__exit_code__", "integer", null)
        .command("action--a", type, command, "end--done")
        .machine("action--a", "127.0.0.1", machine.port())
        .outputs("action--a", "__output__", "__exit_code__");
  }

  private Stage stage(TestPlaybook playbook, EngineTools tools) {
    return new Stage(
        new TestDesk(TestDatabase.h2(), folder),
        EngineSettings.DEFAULT,
        List.of(playbook.json()),
        SigningPolicy.NONE,
        tools);
  }

  private RunStep ran(TestPlaybook playbook, EngineTools tools, String value)
      throws InterruptedException {
    try (Stage stage = stage(playbook, tools).start(Map.of("__value__", value))) {
      return stage.step("action--a");
    }
  }

  private EngineTools with(RemoteSettings remote) {
    return new EngineTools(LocalMachine.vault(), EventSearch.NONE, remote, Notices.NONE);
  }

  @Test
  void aValueStaysOneWordOfARealShell() throws InterruptedException {
    for (String type : List.of("ssh", "bash")) {
      RunStep step = ran(playbook(type, "printf '[%s]' __value__:value"), machine.tools(), NASTY);
      assertThat(step.state()).as(step.output()).isEqualTo(StepState.SUCCEEDED);
      assertThat(step.output()).isEqualTo("mã thoát 0\n[" + NASTY + "]");
      assertThat(step.command()).contains("[" + type + " trên 127.0.0.1:" + machine.port() + "]");
    }
  }

  @Test
  void aScriptForPowershellTravelsWhereNoShellReadsIt() throws InterruptedException {
    ran(playbook("powershell", "Get-Item __value__:value"), machine.tools(), NASTY);
    String[] words = machine.received.getLast().split(" ");
    assertThat(words).hasSize(5).startsWith("powershell", "-NoProfile", "-NonInteractive");
    String script = new String(Base64.getDecoder().decode(words[4]), StandardCharsets.UTF_16LE);
    assertThat(script).isEqualTo("Get-Item '" + NASTY.replace("'", "''") + "'");
  }

  /** A stand-in for PowerShell on the other machine that prints the script it was given. */
  @Test
  void aScriptForPowershellArrivesWholeAtItsProgramAndItsAnswerComesBack()
      throws InterruptedException, IOException {
    Path program = folder.resolve("pwsh");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$1 $2 $3" = "-NoProfile -NonInteractive -EncodedCommand" ] || exit 9
        printf '%s' "$4" | base64 -d | iconv -f UTF-16LE -t UTF-8
        exit 4
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    RemoteSettings good = machine.settings();
    RemoteSettings remote =
        new RemoteSettings(
            good.hosts(),
            good.knownHosts(),
            good.connectTimeout(),
            good.maxOutputBytes(),
            program.toString(),
            true);
    RunStep step = ran(playbook("powershell", "Stop-Service __value__:value"), with(remote), NASTY);
    assertThat(step.state()).isEqualTo(StepState.FAILED);
    assertThat(step.output())
        .isEqualTo("mã thoát 4\nStop-Service '" + NASTY.replace("'", "''") + "'");
  }

  @Test
  void theExitCodeDecidesUnlessTheStepSaysOtherwise() throws InterruptedException {
    assertThat(ran(playbook("ssh", "exit 3"), machine.tools(), "").state())
        .isEqualTo(StepState.FAILED);
    TestPlaybook tolerant =
        playbook("ssh", "echo xong; exit 3")
            .extension(
                "action--a",
                x -> {
                  var success = x.putObject("success").put("matches", "^mã thoát 3\\nxong");
                  success.putArray("exit_codes").add(0).add(3);
                });
    assertThat(ran(tolerant, machine.tools(), "").state()).isEqualTo(StepState.SUCCEEDED);
  }

  @Test
  void logsInWithAKeyOfTheVault() throws InterruptedException {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(machine.userKey.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    EngineTools tools =
        new EngineTools(
            _ -> Optional.of(new Secret(Map.of("username", "lachan", "private_key", pem))),
            EventSearch.NONE,
            machine.settings(),
            Notices.NONE);
    RunStep step = ran(playbook("ssh", "echo chào"), tools, "");
    assertThat(step.output()).isEqualTo("mã thoát 0\nchào\n");
    assertThat(step.command()).doesNotContain("PRIVATE");
  }

  @Test
  void refusesMachinesThatAreUnknownOrStrangersOrThisOne()
      throws InterruptedException, IOException {
    RemoteSettings good = machine.settings();
    RemoteSettings nobody = good.reaching(Set.of(), good.knownHosts());
    assertThat(ran(playbook("ssh", "true"), with(nobody), "").output()).contains("danh sách");

    RemoteSettings own =
        new RemoteSettings(
            good.hosts(),
            good.knownHosts(),
            good.connectTimeout(),
            good.maxOutputBytes(),
            good.powershell(),
            false);
    assertThat(ran(playbook("ssh", "true"), with(own), "").output())
        .contains("chính máy của nền tảng");

    try (LocalMachine other = new LocalMachine(folder)) {
      Path wrong = folder.resolve("wrong");
      Files.writeString(
          wrong,
          Files.readString(folder.resolve("known_hosts-" + other.port()))
              .replace(":" + other.port(), ":" + machine.port()));
      RemoteSettings swapped = good.reaching(good.hosts(), wrong);
      assertThat(ran(playbook("ssh", "true"), with(swapped), "").output())
          .contains("Không đăng nhập được");
    }
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThat(ran(playbook("ssh", "true"), with(good.reaching(good.hosts(), empty)), "").output())
        .contains("Không đăng nhập được");
    assertThat(machine.received).isEmpty();
  }

  @Test
  void boundsWhatIsSaidAndHowLongItTakes() throws InterruptedException {
    RunStep loud =
        ran(playbook("ssh", "head -c 100000 /dev/zero | tr '\\0' x"), machine.tools(), "");
    assertThat(loud.output()).hasSizeLessThan(4200).endsWith("(cắt ở 4000 byte)");
    TestPlaybook slow =
        playbook("ssh", "sleep 3").with("action--a", step -> step.put("timeout", 400));
    assertThat(ran(slow, machine.tools(), "").state()).isEqualTo(StepState.TIMED_OUT);
  }

  @Test
  void runsNothingBeforeAnotherPersonAgreedAndThenExactlyThat() throws InterruptedException {
    TestPlaybook playbook =
        playbook("ssh", "echo __value__:value")
            .extension("action--a", x -> x.putObject("approval").put("count", 1));
    try (Stage stage = stage(playbook, machine.tools()).start(Map.of("__value__", "a b"))) {
      assertThat(machine.received).isEmpty();
      PendingApproval wanted = stage.engine.approvals(LAN, stage.incident).getFirst();
      assertThat(wanted.command()).startsWith("echo 'a b'\n[ssh trên");
      stage.engine.approve(
          vn.lachan.incidents.TestDesk.MINH, stage.runId, wanted.step(), wanted.digest(), "");
      stage.engine.poll();
      assertThat(machine.received).containsExactly("echo 'a b'");
      assertThat(stage.run().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }
}
