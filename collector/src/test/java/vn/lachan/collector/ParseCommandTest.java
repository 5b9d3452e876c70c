package vn.lachan.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.lachan.events.TestData;

class ParseCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(InputStream in, String... arguments) {
    return new ParseCommand(
            event -> event.id() + " " + event.text("event.action"),
            () -> TestRegistry.PROVINCE,
            TestLogs.CLOCK,
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(arguments));
  }

  @Test
  void printsAnEventForEachLine(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.log"), TestLogs.LOOKUP + "\n\nnonsense\n");

    assertThat(run(InputStream.nullInputStream(), "--dataset", "dvc.motcua", file.toString()))
        .isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .first()
        .isEqualTo("dvc.motcua-mc-01JD1 tra_cuu_dan_cu");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(file + ":3: ")
        .contains("2 lines, 1 not");
  }

  @Test
  void readsStandardInput() {
    InputStream in = new ByteArrayInputStream(TestLogs.bytes(TestLogs.LOOKUP));

    assertThat(run(in, "--dataset", "dvc.motcua", "-")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("mc-01JD1");
  }

  @Test
  void wrongUsageIsSaidInOneLine() {
    assertThat(run(InputStream.nullInputStream())).isEqualTo(2);
    assertThat(run(InputStream.nullInputStream(), "--dataset")).isEqualTo(2);
    assertThat(run(InputStream.nullInputStream(), "--dataset", "nope", "x")).isEqualTo(2);
    assertThat(run(InputStream.nullInputStream(), "--dataset", "json", "/nowhere")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("no such dataset: nope")
        .contains("usage:");
  }

  /** Measured, not tuned for: the pairs belong to others and are compared on ECS core fields. */
  @ParameterizedTest
  @CsvSource({
    "apache.access, elastic_pkg/apache_access, 0.9",
    "apache.access, elastic_pkg/apache_error, 0.7",
    "linux.auth, elastic_pkg/linux_auth, 0.6",
    "syslog, elastic_pkg/linux_syslog, 0.5",
    "apache.access, sekoia/apache, 0.7",
    "nginx.access, sekoia/nginx, 0.7",
    "linux.auth, sekoia/openssh, 0.7"
  })
  void scoresWellOnLinesOfOthers(String dataset, String folder, double least) {
    Path pairs = TestData.require("collector/" + folder);

    assertThat(
            run(InputStream.nullInputStream(), "--dataset", dataset, "--score", pairs.toString()))
        .isZero();
    String text = out.toString(StandardCharsets.UTF_8).strip();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    if (Boolean.getBoolean("lachan.print-scores")) {
      System.out.println("== " + dataset + " " + folder + "\n" + text);
    }
    assertThat(Double.parseDouble(last.substring(last.lastIndexOf(' ') + 1)))
        .as(text)
        .isGreaterThanOrEqualTo(least);
  }
}
