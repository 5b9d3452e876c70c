package vn.lachan.backup.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePdf;
import vn.lachan.backup.signature.seal.MinutesChain;
import vn.lachan.backup.signature.seal.PdfSealer;

/** {@code lachan backup verify-signatures} and {@code lachan backup minutes verify}. */
class SignatureWordsTest {
  private static final Clock CLOCK = Clock.fixed(SignedDossiers.NOW, ZoneOffset.UTC);

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void dossiers() {
    SignedDossiers.writeTrust(folder.resolve("trust"));
    SignedDossiers.write(folder.resolve("ho-so"), 2);
  }

  private int run(String... words) {
    return new BackupCommand(BackupSettings.DEFAULT, CLOCK, entry -> {})
        .run(
            List.of(words),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void saysThatAllSignaturesAreValid() {
    int code = run("verify-signatures", folder + "/ho-so", "--trust", folder + "/trust");

    assertThat(code).isZero();
    assertThat(text())
        .contains("8 chữ ký: 8 hợp lệ, 0 không hợp lệ")
        .contains("chứng thư chuyên dùng công vụ: 6 hợp lệ")
        .contains("chứng thư công cộng: 2 hợp lệ");
  }

  @Test
  void namesTheBrokenOneAndWritesItsReport() throws IOException {
    Path form = folder.resolve("ho-so/H60.0000002/to-khai.xml");
    Files.writeString(form, Files.readString(form).replace("khai sinh", "khai tử"));

    int code =
        run(
            "verify-signatures",
            folder + "/ho-so",
            "--trust",
            folder + "/trust",
            "--report",
            folder + "/bao-cao",
            "--json");

    assertThat(code).isEqualTo(1);
    assertThat(text()).contains("\"outcome\":\"invalid\",\"reasons\":[\"content-changed\"]");
    assertThat(folder.resolve("bao-cao/H60.0000002_to-khai.xml.simple.xml")).exists();
  }

  @Test
  void wantsATrustWithRoots() {
    assertThat(run("verify-signatures", folder + "/ho-so", "--trust", folder + "/khong-co"))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("trust.yml:1: không đọc được");
    assertThat(run("verify-signatures", folder + "/ho-so")).isEqualTo(2);
  }

  @Test
  void seesThatMinutesAreMissing() throws IOException {
    MinutesChain chain =
        new MinutesChain(
            folder.resolve("bien-ban"),
            new PdfSealer(SignedDossiers.pki().key(SampleIdentity.ORGANIZATION), null, CLOCK));
    for (int i = 1; i <= 3; i++) {
      byte[] pdf = SamplePdf.scan("Bien ban", 0, i);
      chain.add(new MinutesChain.About("DT-" + i, "FINISHED"), "Biên bản", "", (_, _) -> pdf);
    }

    assertThat(run("minutes", "verify", folder + "/bien-ban", "--trust", folder + "/trust"))
        .isZero();
    Files.delete(folder.resolve("bien-ban/bien-ban-000002.pdf"));
    assertThat(run("minutes", "verify", folder + "/bien-ban", "--trust", folder + "/trust"))
        .isEqualTo(1);
    assertThat(text()).contains("bien-ban-000002.pdf: thiếu biên bản");
  }
}
