package vn.lachan.app.command;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.events.TestData;

class PlaybookCommandTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T03:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return new PlaybookCommand(CLOCK)
        .run(
            List.of(arguments),
            new Commands.Output(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8)));
  }

  private String good() throws IOException {
    Path copy = folder.resolve("tot.json");
    Files.copy(TestData.require("cacao/mutation-base.json"), copy);
    return copy.toString();
  }

  @Test
  void saysNothingOfAGoodPlaybookAndEverythingOfABadOne() throws IOException {
    String good = good();
    assertThat(run("validate", good, "--json")).isEqualTo(Command.DONE);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();

    Path bad = folder.resolve("sai.json");
    Files.writeString(bad, Files.readString(Path.of(good)).replace("\"manual\"", "\"jupyter\""));
    assertThat(run("validate", good, bad.toString(), "--json")).isEqualTo(Command.PROBLEM);
    JsonNode row =
        JsonMapper.shared()
            .readTree(out.toString(StandardCharsets.UTF_8).lines().findFirst().get());
    assertThat(row.propertyNames())
        .containsExactlyInAnyOrder(
            "file", "severity", "code", "pointer", "message_vi", "message_en");
  }

  @Test
  void refusesWhatIsNoPlaybookWithOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{");
    assertThat(run("validate", file.toString())).isEqualTo(Command.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(run("validate", folder.resolve("không-có").toString())).isEqualTo(Command.USAGE);
    assertThat(run("validate")).isEqualTo(Command.USAGE);
    assertThat(run("nhảy", "x")).isEqualTo(Command.USAGE);
  }

  @Test
  void showsWhatARunWouldDo() throws IOException {
    assertThat(run("dry-run", good(), "--json", "--input", "__ip__=10.0.0.7"))
        .isEqualTo(Command.DONE);
    JsonNode report = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(report.at("/commands/0/command").asString()).isEqualTo("block 10.0.0.7");
    assertThat(run("dry-run", folder.resolve("tot.json").toString(), "--input", "__ip__=x"))
        .isEqualTo(Command.USAGE);
  }

  @Test
  void signsAndVerifiesAndFindsAChange() throws Exception {
    Path store = folder.resolve("khoa.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "ky",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=thu",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "mat-khau-thu")
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    String password = Files.writeString(folder.resolve("pw"), "mat-khau-thu\n").toString();
    String signed = folder.resolve("ky.json").toString();

    assertThat(
            run(
                "sign",
                good(),
                "--keystore",
                store.toString(),
                "--password-file",
                password,
                "--signee",
                "Công an tỉnh",
                "--out",
                signed))
        .isEqualTo(Command.DONE);
    assertThat(run("verify", signed)).isEqualTo(Command.DONE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("ES256, OASIS");
    assertThat(run("validate", signed)).isEqualTo(Command.DONE);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();

    Path altered = folder.resolve("doi.json");
    Files.writeString(altered, Files.readString(Path.of(signed)).replace("block ", "allow "));
    assertThat(run("verify", altered.toString())).isEqualTo(Command.PROBLEM);
    assertThat(run("verify", folder.resolve("tot.json").toString())).isEqualTo(Command.PROBLEM);
    assertThat(run("sign", signed, "--keystore", store.toString())).isEqualTo(Command.USAGE);
  }
}
