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

class VaultCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int run(String... words) {
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new VaultCommand().run(List.of(words), new Commands.Output(to, to));
  }

  @Test
  void keepsASecretFromAFileAndNeverShowsIt() throws IOException {
    Path file = Files.writeString(folder.resolve("s"), "bí mật\n");
    String data = folder.resolve("data").toString();
    assertThat(run("put", "may-01", "--data", data, "--from-file", file.toString()))
        .isEqualTo(Command.DONE);
    assertThat(run("list", "--data", data)).isEqualTo(Command.DONE);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("may-01: password")
        .doesNotContain("bí mật");
    assertThat(run("remove", "may-01", "--data", data)).isEqualTo(Command.DONE);
    assertThat(run("remove", "may-01", "--data", data)).isEqualTo(Command.PROBLEM);
    assertThat(run("put", "may-01", "--data", data, "the secret")).isEqualTo(Command.USAGE);
  }
}
