package vn.lachan.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SimulatorCommandTest {
  private static final Clock SUNDAY =
      Clock.fixed(Instant.parse("2026-11-22T03:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return new SimulatorCommand(SUNDAY)
        .run(
            List.of(args),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void listsThePlantedAttacksAsJson() {
    assertThat(
            run(
                "--files",
                folder.toString(),
                "--dossiers",
                "20",
                "--move-calendar",
                "--json",
                "--attacks",
                "A01,C06"))
        .isZero();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(JsonMapper.shared().readTree(lines.get(1)).path("use_case").asString())
        .isEqualTo("C06");
  }

  @Test
  void saysThatASundayHasNoWorkingTime() {
    assertThat(run("--files", folder.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("working time");
  }

  @Test
  void sendsANumberedLoad() throws IOException {
    assertThat(run("--load", "--files", folder.toString(), "--count", "50", "--run", "x1"))
        .isZero();
    assertThat(Files.readAllLines(folder.resolve("dvc.motcua.log"))).hasSize(50);
  }

  @Test
  void tellsAWrongWordFromAClosedPort() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--fils", "x")).isEqualTo(2);
    assertThat(run("--syslog", "nowhere")).isEqualTo(2);
    assertThat(run("--files", folder.toString(), "--seed", "x")).isEqualTo(2);
    assertThat(run("--https", "https://localhost/=x=dvc.motcua")).isEqualTo(2);
    assertThat(run("--https", "https://localhost/,@/no/such/file,dvc.motcua")).isEqualTo(2);
    assertThat(run("--syslog", "127.0.0.1:1")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Không gửi được");
  }
}
