package vn.lachan.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @Test
  void listsEverySettingWithWhatIsInForce() throws IOException {
    Path file = write("lachan:\n  store:\n    retention: 90d\n  inputs:\n    address: 10.0.0.1\n");

    assertThat(run("list", "--settings", file.toString(), "--set", "lachan.security.attempts=3"))
        .isZero();
    assertThat(text(out).lines())
        .contains(
            "* lachan.store.retention = PT2160H",
            "* lachan.inputs.address = 10.0.0.1",
            "* lachan.security.attempts = 3",
            "  lachan.store.kind = LUCENE");
  }

  @Test
  void listsOnlyWhatWasChangedAndHidesSecrets() throws IOException {
    Path file =
        write(
            "lachan:\n  inputs:\n    sources:\n      - id: motcua\n        token: bi-mat-cua-mc\n");

    assertThat(run("list", "--changed", "--settings", file.toString())).isZero();
    assertThat(text(out))
        .contains("* lachan.inputs.sources[0].id = motcua", "sources[0].token = (đã che)")
        .doesNotContain("bi-mat-cua-mc", "lachan.store.kind");
  }

  @Test
  void namesAnUnknownSettingWithFileAndLine() throws IOException {
    Path file = write("lachan:\n  store:\n    retentoin: 90d\n");

    assertThat(run("check", "--settings", file.toString())).isEqualTo(2);
    assertThat(text(err)).isEqualTo(file + ":3: lachan.store.retentoin: không có thiết lập này\n");
  }

  @Test
  void namesAWrongValueWithFileAndLine() throws IOException {
    Path file = write("lachan:\n  inputs:\n    syslog-tcp:\n      port: 70000\n");

    assertThat(run("check", "--settings", file.toString())).isEqualTo(2);
    assertThat(text(err).lines())
        .singleElement()
        .asString()
        .contains("lachan.inputs.syslog-tcp", "a port is 0 to 65535, not 70000");
  }

  @Test
  void saysWhereAFileIsNoYaml() throws IOException {
    Path file = write("lachan:\n  store: [\n");

    assertThat(run("check", "--settings", file.toString())).isEqualTo(2);
    assertThat(text(err).lines()).singleElement().asString().startsWith(file + ":3: ");
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThat(run("check", "--settings", folder.resolve("none.yml").toString())).isEqualTo(2);
    assertThat(text(err)).contains("none.yml: không đọc được");
  }

  @Test
  void acceptsTheFileForAdministrators() {
    assertThat(run("check", "--settings", Path.of("..", "deploy", "application.yml").toString()))
        .isZero();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("settings.yml"), text);
  }

  private int run(String... arguments) {
    return new SettingsCommand()
        .run(
            List.of(arguments),
            new Commands.Output(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
