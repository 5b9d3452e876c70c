package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.playbooks.cacao.Variable;

/** A value stays a value in every place it can land. */
class InjectionTest {
  private static final List<String> NASTY =
      List.of(
          "'; touch hacked; '",
          "\"; touch hacked; \"",
          "$(touch hacked)",
          "`touch hacked`",
          "a\ntouch hacked\n",
          "\\",
          "\\'; touch hacked #",
          "| touch hacked",
          "${IFS}touch",
          "__b__:value",
          "a/../../b?c=d&e#f",
          "\",\"admin\":true,\"x\":\"",
          "a\r\nX-Evil: 1",
          "‘; hacked",
          "* ~ ! {a,b} [a]");

  private static Rendering rendering(String value) {
    return new Rendering(
        Map.of(
            "__a__", new Variable("__a__", "string", value, false, false, ""),
            "__b__", new Variable("__b__", "string", "LEAK", false, false, "")));
  }

  /** What a real shell makes of it: the words, one a line, and nothing else happens. */
  private static String echoed(String command) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", command)
            .redirectErrorStream(true)
            .directory(Files.createTempDirectory("lachan").toFile())
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    shell.waitFor();
    return out;
  }

  @Test
  void isOneWordOfAShellWhateverTheQuotesAround() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh here");
    for (String value : NASTY) {
      for (String[] frame :
          new String[][] {{"", ""}, {"'", "'"}, {"\"", "\""}, {"x", "y"}, {"'x", "'"}}) {
        String command =
            rendering(value).forShell("printf '%s|' " + frame[0] + "__a__:value" + frame[1]);
        String around = (frame[0] + "\0" + frame[1]).replaceAll("['\"]", "");
        assertThat(echoed(command)).as(command).isEqualTo(around.replace("\0", value) + "|");
      }
    }
  }

  @Test
  void randomValuesAreOneWordOfAShell() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no /bin/sh here");
    Random random = new Random(5);
    StringBuilder commands = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      StringBuilder value = new StringBuilder();
      for (int n = random.nextInt(8); n >= 0; n--) {
        value.append("'\"\\$`;|&()<>*? \n#~ab".charAt(random.nextInt(20)));
      }
      commands.append(rendering(value.toString()).forShell("printf '%s|' \"__a__:value\"\n"));
      expected.append(value).append('|');
    }
    assertThat(echoed(commands.toString())).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo $(cat __a__:value)",
        "echo \"$(cat __a__:value)\"",
        "echo `cat __a__:value`",
        "echo ${x:-__a__:value}",
        "echo $'__a__:value'",
        "cat <<END\n__a__:value\nEND",
        "eval echo __a__:value",
        "bash -c \"echo __a__:value\"",
        "sh -x -c 'echo __a__:value'",
        "echo \\__a__:value",
        "ls # __a__:value",
        "echo '__a__:value"
      })
  void aCommandThatWouldReadAValueTwiceIsRefused(String command) {
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> rendering("x").forShell(command));
  }

  @Test
  void isALiteralOfPowerShell() {
    assertThat(rendering("a'b’c$(x)").forPowerShell("Get-Item __a__:value"))
        .isEqualTo("Get-Item 'a''b’’c$(x)'");
    assertThat(rendering("a'b").forPowerShell("Get-Item 'x __a__:value'"))
        .isEqualTo("Get-Item 'x a''b'");
    assertThat(rendering("a\"b$(x)`”").forPowerShell("Get-Item \"x __a__:value\""))
        .isEqualTo("Get-Item \"x a`\"b`$(x)```”\"");
    for (String command :
        List.of("\"$(x __a__:value)\"", "iex __a__:value", "@'\n__a__:value\n'@", "`__a__:value")) {
      assertThatExceptionOfType(RenderException.class)
          .isThrownBy(() -> rendering("x").forPowerShell(command));
    }
  }

  @Test
  void isOnePartOfAnAddress() {
    for (String value : NASTY) {
      URI uri = URI.create("https://h" + rendering(value).forUrl("/a/__a__:value/b?c=__a__:value"));
      assertThat(uri.getPath()).isEqualTo("/a/" + value + "/b");
      assertThat(uri.getQuery()).isEqualTo("c=" + value);
      assertThat(uri.getFragment()).isNull();
    }
  }

  @Test
  void isOneHeader() {
    assertThatExceptionOfType(RenderException.class)
        .isThrownBy(() -> rendering("a\r\nX-Evil: 1").forHeader("__a__:value"));
    assertThat(rendering("a: b, c").forHeader("X __a__:value")).isEqualTo("X a: b, c");
  }

  @Test
  void isOneJsonString() {
    JsonMapper mapper = JsonMapper.builder().build();
    for (String value : NASTY) {
      String body =
          rendering(value)
              .forBody("{\"t\":\"<__a__:value>\",\"s\":__a__:value}", "application/json");
      assertThat(mapper.readTree(body).get("t").asString()).isEqualTo("<" + value + ">");
      assertThat(mapper.readTree(body).get("s").asString()).isEqualTo(value);
      assertThat(mapper.readTree(body).size()).isEqualTo(2);
    }
  }

  @Test
  void isNeverScannedAgain() {
    Rendering rendering = rendering("__b__:value");
    assertThat(
            List.of(
                rendering.forPeople("__a__:value"),
                rendering.forHeader("__a__:value"),
                rendering.forUrl("/__a__:value"),
                rendering.forShell("echo __a__:value"),
                rendering.forPowerShell("echo __a__:value"),
                rendering.forBody("[\"__a__:value\"]", "application/json")))
        .noneMatch(text -> text.contains("LEAK"));
  }

  @Test
  void aSecretIsNotShown() {
    Rendering masked = rendering("bí mật").masked(Set.of("__a__"));
    assertThat(masked.forHeader("Bearer __a__:value")).isEqualTo("Bearer ***");
    assertThat(masked.forHeader("__b__:value")).isEqualTo("LEAK");
  }
}
