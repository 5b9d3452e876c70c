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
import vn.lachan.collector.input.FileRecords;

class ParseCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(InputStream in, String... arguments) {
    return new ParseCommand(
            event -> event.id() + " " + event.text("event.action"),
            () -> TestRegistry.PROVINCE,
            new FileRecords(),
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
  void readsLinesByTheHeadOfTheirFile(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("u_ex.log"),
            """
            #Software: Microsoft Internet Information Services 10.0
            #Fields: cs-method date time c-ip sc-status cs-uri-stem s-ip s-port
            GET 2026-11-20 01:15:00 113.1.1.9 200 /ho-so 10.0.0.5 8443
            #Fields: sc-status date time cs-method cs-uri-stem
            404 2026-11-20 01:15:01 POST /nop
            """);

    assertThat(run(InputStream.nullInputStream(), "--dataset", "auto", file.toString())).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("2 lines, 0 not understood");
  }

  @Test
  void joinsLinesToRecords(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("app.log"), "java.lang.Error: a\n\tat b\n\tat c\n\nnext\n more\n");

    assertThat(
            run(
                InputStream.nullInputStream(),
                "--dataset",
                "json",
                "--begins",
                "^\\S",
                file.toString()))
        .isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(file + ":1: ", file + ":5: ", "2 lines, 2 not");
  }

  @Test
  void saysWhatIsWrongWithAnExpression(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("app.log"), "a\n");
    InputStream none = InputStream.nullInputStream();

    assertThat(run(none, "--dataset", "json", "--begins", "(", file.toString())).isEqualTo(2);
    assertThat(run(none, "--dataset", "json", "--begins", "^a", "-")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("multiline.begins: ", "not from standard input");
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

  @Test
  void runsTheTestsBesideTheDatasets() {
    assertThat(run(InputStream.nullInputStream(), "--check")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(" 0 failures");
  }

  @Test
  void scoresAFolderOfPairsByFormat(@TempDir Path folder) throws Exception {
    Path format = Files.createDirectories(folder.resolve("squid"));
    Files.writeString(
        format.resolve("1.log"),
        "1795137300.078 61 10.1.1.5 TCP_MISS/200 8 GET http://a.vn/ - NONE/- -");
    Files.writeString(
        format.resolve("1.expected.json"),
        "{\"source\":{\"ip\":\"10.1.1.5\"},\"http.request.method\":\"POST\",\"event.category\":[\"traffic\"]}");

    assertThat(run(InputStream.nullInputStream(), "--score", folder.toString(), "--json")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "\"format\":\"squid\",\"dataset\":\"squid.access\",\"pairs\":1,\"expected\":2,"
                + "\"right\":1,\"wrong\":1,\"missing\":0,\"notEcs\":1,\"unparsed\":0,\"crashes\":0");
  }
}
