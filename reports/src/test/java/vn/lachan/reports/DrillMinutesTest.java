package vn.lachan.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditTrail;
import vn.lachan.backup.drill.DrillPlan;
import vn.lachan.backup.drill.DrillProof;
import vn.lachan.backup.drill.DrillReport;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.RecoveryMeasures;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.seal.MinutesChain;
import vn.lachan.backup.signature.seal.MinutesVerifier;
import vn.lachan.backup.signature.seal.PdfSealer;

/** Minutes of drills say everything the drill proved, are signed, and follow one another. */
class DrillMinutesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir Path folder;

  private static DrillResult drill() {
    DrillProof.Target target =
        new DrillProof.Target(
            1,
            "s3:https://kho-2.local/mot-cua",
            "ab".repeat(32),
            120,
            9_000,
            0,
            0,
            0,
            new RecoveryMeasures(
                Duration.ofMillis(1200),
                Duration.ofSeconds(61),
                Duration.ofSeconds(64),
                Duration.ofMinutes(27),
                1),
            List.of(),
            new DrillProof.Restic(
                DrillProof.Verdict.PASSED, 120, Duration.ofSeconds(71), "restic 0.14.0", ""));
    DrillProof proof =
        new DrillProof(
            7,
            "d".repeat(64),
            NOW,
            "00ff00ff",
            "e".repeat(64),
            false,
            40,
            4000,
            List.of(new DrillPlan.Stratum("Minh Xuân · hồ sơ có PDF · 1–10 MB", 60, 3)),
            List.of(target),
            List.of(
                new DrillProof.Control(
                    "swap",
                    "PDF của hai hồ sơ bị đổi chỗ",
                    DrillProof.Caught.CAUGHT,
                    "/a.pdf",
                    "mã băm khác bản kê")),
            new DrillProof.Signatures(
                true,
                "",
                159,
                0,
                1,
                160,
                Map.of("chuyên dùng công vụ", new DrillProof.Tally(120, 0, 0)),
                Map.of("Trần Thị Bình", new DrillProof.Tally(40, 0, 1)),
                List.of(),
                ""),
            List.of(
                new DrillProof.Database(
                    "/csdl/mot-cua.pgdump",
                    14,
                    88_120,
                    List.of(),
                    new DrillProof.Register(
                        4_012L, 4_012L, 4_007L, "", List.of("ít hơn lúc sao lưu")))),
            new DrillProof.RecoveryPoint(NOW.minusSeconds(3600), "trường t của nhat-ky.json", true),
            1,
            "incident:SC-2026-0042",
            "van.hanh",
            List.of("*.pdf"));
    return new DrillResult.Passed(
        new DrillReport(
            "DT-20261122-020000-mot-cua",
            "mot-cua",
            "Hồ sơ một cửa",
            "ab".repeat(32),
            NOW,
            120,
            9_000,
            List.of(),
            List.of(),
            List.of(),
            Duration.ofHours(1),
            Duration.ofMinutes(27),
            new RecoveryObjective(Duration.ofHours(24), Duration.ofHours(4)),
            "/a.pdf",
            true,
            12,
            "/tmp/thu",
            proof));
  }

  @Test
  void saysWhatTheDrillProvedAndIsSignedIntoAChain() throws Exception {
    SamplePki pki = new SamplePki(NOW);
    Path chain = folder.resolve("chuoi");
    AuditTrail trail = AuditTrail.inMemory(CLOCK);
    Reports reports =
        new Reports(
            ReportForms.builtIn(),
            new PdfReportWriter(),
            FolderReportArchive.open(folder.resolve("reports")),
            trail,
            CLOCK,
            Optional.of(
                new MinutesChain(
                    chain, new PdfSealer(pki.key(SampleIdentity.ORGANIZATION), null, CLOCK))));
    ReportForm form = reports.forms().find("dien-tap-bien-ban").orElseThrow();
    ReportContent content = DrillContent.of(form, drill(), "Một cửa", "Công an tỉnh", Map.of());
    Actor actor = new Actor("van.hanh", "H60", List.of("VAN_HANH"));

    for (int i = 1; i <= 2; i++) {
      reports.issue(actor, form, "drill:DT-" + i, "H60", i + "/BB-DT", content);
    }

    assertThat(text(chain.resolve("bien-ban-000002.pdf")))
        .contains("Sự cố SC-2026-0042")
        .contains("CHỈ *.pdf")
        .contains("40 trong 4.000")
        .contains("00ff00ff")
        .contains("159 hợp lệ, 0 không hợp lệ, 1 không xác định")
        .contains("120 tệp cùng mã băm")
        .contains("Trần Thị Bình")
        .contains("Phát hiện được")
        .contains("88.120")
        .contains("4.012 / 4.012 / 4.007")
        .contains("ít hơn lúc sao lưu")
        .contains("1 lần; thời gian nghỉ không tính vào RTO")
        .contains("1,2 giây");
    SignatureCheck check =
        new SignatureCheck(
            pki.writeTrust(folder.resolve("tin-cay")), SignatureSettings.DEFAULT, CLOCK);
    assertThat(new MinutesVerifier(check).verify(chain, 2))
        .isInstanceOfSatisfying(
            MinutesVerifier.Verdict.Intact.class,
            intact -> assertThat(intact.minutes()).isEqualTo(2));
    Files.delete(chain.resolve("bien-ban-000001.pdf"));
    assertThat(new MinutesVerifier(check).verify(chain, 2))
        .isInstanceOf(MinutesVerifier.Verdict.Broken.class);
  }

  private static String text(Path file) throws Exception {
    try (PDDocument document = Loader.loadPDF(file.toFile())) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }
  }
}
