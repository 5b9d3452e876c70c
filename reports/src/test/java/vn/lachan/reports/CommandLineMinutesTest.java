package vn.lachan.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.archive.ArchiveSettings;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.repository.KeptKeys;
import vn.lachan.backup.repository.RepositorySettings;
import vn.lachan.backup.repository.ScryptParameters;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.seal.SealingKey;

/** {@code lachan backup drill} leaves minutes, and {@code minutes verify} finds none missing. */
class CommandLineMinutesTest {

  private static final String PASSWORD = "mat-khau-khoa";
  private static final BackupSettings SETTINGS =
      new BackupSettings(
          RepositorySettings.DEFAULT.withNewKeyCost(new ScryptParameters(16, 8, 1)),
          ArchiveSettings.DEFAULT,
          100,
          Duration.ofDays(1),
          true,
          KeptKeys.NONE);

  @TempDir Path folder;
  private final SamplePki pki = new SamplePki(Instant.now());
  private String said = "";

  @BeforeEach
  void prepare() throws Exception {
    Files.createDirectories(folder.resolve("ho-so"));
    Files.writeString(folder.resolve("ho-so/to-khai.xml"), "tờ khai");
    Files.writeString(folder.resolve("ho-so/quyet-dinh.xml"), "quyết định");
    Files.writeString(
        folder.resolve("plan.yml"),
        """
        plans:
          - id: mot-cua
            name: Một cửa
            folders: [ho-so]
            repository: kho
            password-file: kho.password
            rpo: 24h
            rto: 4h
        """);
    pki.writeTrust(folder.resolve("tin-cay"));
    SealingKey key = pki.key(SampleIdentity.ORGANIZATION);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "ky", key.privateKey(), PASSWORD.toCharArray(), key.chain().toArray(Certificate[]::new));
    try (OutputStream out = Files.newOutputStream(folder.resolve("ky.p12"))) {
      store.store(out, PASSWORD.toCharArray());
    }
    Files.writeString(folder.resolve("ky.mk"), PASSWORD + "\n");
    assertThat(
            run(
                Duration.ZERO,
                "init",
                "--new-password",
                "--repo",
                path("kho"),
                "--password-file",
                path("kho.password")))
        .isZero();
    assertThat(run(Duration.ZERO, "run", "--plan", path("plan.yml"), "--history", path("ls")))
        .isZero();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private int run(Duration later, String... words) {
    Clock clock = Clock.offset(Clock.systemUTC(), later);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code =
        new BackupCommand(
                SETTINGS, clock, entry -> {}, Optional.empty(), () -> new PdfDrillMinutes(clock))
            .run(List.of(words), to, to);
    said = out.toString(StandardCharsets.UTF_8);
    return code;
  }

  private int drill(Duration later, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "drill",
                "--plan",
                path("plan.yml"),
                "--history",
                path("ls"),
                "--scratch",
                path("thu-" + later.toHours()),
                "--restic",
                path("khong-co")));
    words.addAll(List.of(more));
    return run(later, words.toArray(String[]::new));
  }

  private int verify(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "minutes",
                "verify",
                path("ls/drill-minutes"),
                "--trust",
                path("tin-cay"),
                "--history",
                path("ls")));
    words.addAll(List.of(more));
    return run(Duration.ofHours(101), words.toArray(String[]::new));
  }

  private String text(int number) throws IOException {
    Path file = folder.resolve("ls/drill-minutes/bien-ban-00000" + number + ".pdf");
    try (PDDocument document = Loader.loadPDF(file.toFile())) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }
  }

  @Test
  void signsAndChainsThoseThatPassedAndThoseThatFailed() throws Exception {
    String[] key = {"--seal-key", path("ky.p12"), "--seal-password-file", path("ky.mk")};
    assertThat(drill(Duration.ofHours(1), key)).as(said).isZero();
    assertThat(said).contains("biên bản số 1: ").contains("Ký số PAdES; không cấu hình");
    assertThat(drill(Duration.ofHours(100), key)).as(said).isEqualTo(1);

    assertThat(text(1)).contains("Kết luận: ĐẠT").contains("đây là biên bản đầu tiên");
    assertThat(text(2)).contains("KHÔNG ĐẠT: RPO").contains("Ký số PAdES");
    assertThat(verify()).as(said).isZero();
    assertThat(said).contains("chuỗi 2 biên bản nguyên vẹn;");
    Files.delete(folder.resolve("ls/drill-minutes/bien-ban-000002.pdf"));
    Files.delete(folder.resolve("ls/drill-minutes/dau-chuoi.txt"));
    assertThat(verify()).isEqualTo(1);
    assertThat(said).contains("đợt diễn tập không có biên bản nào trong chuỗi (DT-");
  }

  @Test
  void chainsWithoutAKeyAndSaysSo() throws Exception {
    assertThat(drill(Duration.ofHours(1))).as(said).isZero();
    assertThat(said).contains("biên bản số 1: ").contains("KHÔNG ký số");
    assertThat(text(1)).contains("KHÔNG ký số vì chưa cấu hình khóa");

    assertThat(verify()).isEqualTo(1);
    assertThat(said).contains("biên bản không ký số");
    assertThat(verify("--accept-unsigned")).as(said).isZero();
    assertThat(said).contains("nguyên vẹn, 1 KHÔNG ký số");
  }

  @Test
  void drillsNothingWithAKeyThatCannotBeUsed() throws Exception {
    Files.writeString(folder.resolve("ky.mk"), "sai\n");

    assertThat(
            drill(
                Duration.ofHours(1),
                "--seal-key",
                path("ky.p12"),
                "--seal-password-file",
                path("ky.mk")))
        .isEqualTo(2);
    assertThat(said).contains("không mở được kho khóa");
    assertThat(folder.resolve("ls/drills.ndjson")).doesNotExist();
  }
}
