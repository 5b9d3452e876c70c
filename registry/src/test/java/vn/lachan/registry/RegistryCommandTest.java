package vn.lachan.registry;

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

class RegistryCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return new RegistryCommand()
        .run(
            List.of(args),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void writesASampleThatItFindsSound() {
    String sample = folder.resolve("sample").toString();
    assertThat(run("sample", sample)).isZero();
    assertThat(run("check", sample)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Hợp lệ: 142 đơn vị, 9 hệ thống");
    assertThat(run("sample", sample)).isEqualTo(2);
  }

  @Test
  void listsProblemsWithFileAndLine() throws IOException {
    Path sample = folder.resolve("sample");
    run("sample", sample.toString());
    Files.writeString(sample.resolve("grants.csv"), "client,service,networks\na,b\n");
    out.reset();
    assertThat(run("check", sample.toString())).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("grants.csv:2: có 2 cột");
  }

  @Test
  void answersWrongUsageWithOneLine() {
    for (String[] args : new String[][] {{}, {"check"}, {"look", "."}, {"check", "/none/here"}}) {
      err.reset();
      assertThat(run(args)).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }
  }
}
