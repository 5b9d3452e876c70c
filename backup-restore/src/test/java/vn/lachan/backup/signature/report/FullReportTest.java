package vn.lachan.backup.signature.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureScan;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.SignatureVerdict;
import vn.lachan.backup.signature.SignedDossiers;
import vn.lachan.backup.signature.SignedForm;
import vn.lachan.backup.signature.Trust;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePdf;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.sample.SampleRevocation;
import vn.lachan.backup.signature.sample.SampleTimestamps;
import vn.lachan.backup.signature.sample.SampleXml;
import vn.lachan.backup.signature.seal.CmsSigner;
import vn.lachan.backup.signature.seal.PdfSealer;

/** The bulk check against the library of the European Commission. */
class FullReportTest {
  private static final SamplePki PKI = SignedDossiers.pki();
  private static final Instant NOW = SignedDossiers.NOW;
  private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
  private static final Map<String, String> SAME =
      Map.of("valid", "TOTAL_PASSED", "invalid", "TOTAL_FAILED", "undecidable", "INDETERMINATE");

  /**
   * Where the two answer differently, ours first, and why.
   *
   * <ul>
   *   <li>{@code het-han-co-dau}: the certificate has expired since, a time-stamp proves that it
   *       had not when it signed, nothing about revocation is embedded. DSS cannot exclude a
   *       revocation; the bulk check notes it, and asks for it only where the settings do ({@code
   *       het-han-lt} has it, and there they agree).
   *   <li>{@code ngoai-han}, {@code sau-thu-hoi}: signed outside validity or after revocation. DSS
   *       misses a proof of when; the signer's own word or the time-stamp already speaks against
   *       it.
   * </ul>
   */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "het-han-co-dau.pdf", "[TOTAL_PASSED] [INDETERMINATE]",
          "ngoai-han.pdf", "[TOTAL_FAILED] [INDETERMINATE]",
          "sau-thu-hoi.pdf", "[TOTAL_FAILED] [INDETERMINATE]",
          "sau-thu-hoi-a.pdf", "[TOTAL_FAILED] [INDETERMINATE]",
          "sau-thu-hoi-a.json.p7s", "[TOTAL_FAILED] [INDETERMINATE]",
          "sau-thu-hoi-a.p7m", "[TOTAL_FAILED] [INDETERMINATE]",
          "sau-thu-hoi-a.xml", "[TOTAL_FAILED] [INDETERMINATE]");

  @TempDir Path folder;
  private Trust trust;
  private SignatureCheck bulk;
  private FullReport full;

  @BeforeEach
  void trust() {
    Clock clock = clock(NOW);
    trust = SignedDossiers.writeTrust(folder.resolve("trust"));
    bulk = new SignatureCheck(trust, SignatureSettings.DEFAULT, clock);
    full = new FullReport(trust, SignatureSettings.DEFAULT, clock);
  }

  private static Clock clock(Instant at) {
    return Clock.fixed(at, ZoneOffset.UTC);
  }

  private static byte[] signed(SampleIdentity who, Instant at, String digest, boolean stamped) {
    CmsSigner signer =
        new CmsSigner(PKI.key(who), digest, stamped ? new SampleTimestamps(PKI, clock(at)) : null);
    return new PdfSealer(signer, clock(at)).seal(SamplePdf.scan("A", 9000, 3), "Ký", "");
  }

  private static byte[] plain(SampleIdentity who) {
    return signed(who, YESTERDAY, "SHA-256", false);
  }

  private Map<String, byte[]> corpus() {
    byte[] leader = signed(SampleIdentity.LEADER, YESTERDAY, "SHA-256", true);
    SampleRevocation revocation = new SampleRevocation(PKI);
    List<byte[]> list = List.of(revocation.list(SampleIdentity.LEADER, NOW));
    byte[] changed = leader.clone();
    changed[4000] ^= 1;
    byte[] xml =
        SampleXml.signed(
            "<ToKhai><SoTien>100</SoTien></ToKhai>".getBytes(StandardCharsets.UTF_8),
            PKI.key(SampleIdentity.CITIZEN),
            YESTERDAY,
            new SampleTimestamps(PKI, clock(YESTERDAY)));
    byte[] cms =
        new CmsSigner(PKI.key(SampleIdentity.CLERK), "SHA-256", null)
            .sign(new ByteArrayInputStream(changed), YESTERDAY, true);
    Instant old = NOW.minus(Duration.ofDays(60));
    Map<String, byte[]> corpus = new LinkedHashMap<>();
    corpus.put("b-b.pdf", plain(SampleIdentity.LEADER));
    corpus.put("b-t.pdf", leader);
    corpus.put("b-lt.pdf", SamplePdf.withEvidence(leader, List.of(), list, List.of()));
    corpus.put("ec.pdf", plain(SampleIdentity.CLERK));
    corpus.put(
        "hai-chu-ky.pdf",
        new PdfSealer(PKI.key(SampleIdentity.ORGANIZATION), null, clock(YESTERDAY))
            .seal(leader, "Đóng dấu", ""));
    corpus.put("sua.pdf", changed);
    corpus.put("them-chu.pdf", SamplePdf.withTextAdded(leader, "9.000.000"));
    corpus.put("nguoi-la.pdf", plain(SampleIdentity.STRANGER));
    corpus.put("mao-danh.pdf", plain(SampleIdentity.IMPOSTOR));
    corpus.put("khoa-yeu.pdf", plain(SampleIdentity.WEAK));
    corpus.put("sha1.pdf", signed(SampleIdentity.LEADER, YESTERDAY, "SHA-1", false));
    corpus.put("het-han.pdf", signed(SampleIdentity.EXPIRED, old, "SHA-256", false));
    corpus.put("het-han-co-dau.pdf", signed(SampleIdentity.EXPIRED, old, "SHA-256", true));
    corpus.put(
        "het-han-lt.pdf",
        SamplePdf.withEvidence(
            signed(SampleIdentity.EXPIRED, old, "SHA-256", true),
            List.of(),
            List.of(revocation.list(SampleIdentity.EXPIRED, old.plus(Duration.ofHours(2)))),
            List.of()));
    corpus.put("ngoai-han.pdf", signed(SampleIdentity.EXPIRED, YESTERDAY, "SHA-256", false));
    corpus.put(
        "sau-thu-hoi.pdf",
        SamplePdf.withEvidence(
            signed(SampleIdentity.REVOKED, YESTERDAY, "SHA-256", true),
            List.of(),
            List.of(revocation.list(SampleIdentity.REVOKED, NOW)),
            List.of()));
    corpus.put("b-t.xml", xml);
    corpus.put(
        "sua.xml",
        new String(xml, StandardCharsets.UTF_8)
            .replace(">100<", ">900<")
            .getBytes(StandardCharsets.UTF_8));
    corpus.put("bao-goi.p7m", cms);
    return corpus;
  }

  /** Every form with evidence of its own kind: prefix of the file to the order. */
  private static Map<String, SignedForm.Order> orders() {
    SampleRevocation revocation = new SampleRevocation(PKI);
    Instant old = NOW.minus(Duration.ofDays(60));
    Map<String, SignedForm.Order> orders = new LinkedHashMap<>();
    orders.put("lt-", order(SampleIdentity.LEADER, YESTERDAY, NOW, false));
    orders.put("lt-ocsp-", order(SampleIdentity.LEADER, YESTERDAY, NOW, true));
    orders.put(
        "het-han-lt-", order(SampleIdentity.EXPIRED, old, old.plus(Duration.ofHours(2)), false));
    orders.put(
        "truoc-thu-hoi-",
        order(
            SampleIdentity.REVOKED,
            revocation.revokedSince().minus(Duration.ofDays(3)),
            NOW,
            false));
    orders.put("sau-thu-hoi-", order(SampleIdentity.REVOKED, YESTERDAY, NOW, true));
    orders.put("la-", order(SampleIdentity.STRANGER, YESTERDAY, NOW, false));
    return orders;
  }

  private static SignedForm.Order order(
      SampleIdentity who, Instant at, Instant evidence, boolean ocsp) {
    SampleRevocation revocation = new SampleRevocation(PKI);
    return SignedForm.Order.of(PKI.key(who), at)
        .stamped(new SampleTimestamps(PKI, clock(at)))
        .with(
            ocsp ? List.of() : List.of(revocation.list(who, evidence)),
            ocsp ? List.of(revocation.answer(who, evidence)) : List.of());
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : corpus().entrySet()) {
      files.add(Files.write(folder.resolve(entry.getKey()), entry.getValue()));
    }
    orders()
        .forEach((prefix, order) -> {
          for (SignedForm form : SignedForm.values()) {
            files.add(form.write(folder, prefix, order));
          }
        });
    return files;
  }

  @Test
  void agreesWithTheBulkCheckButForTheDifferencesListed() throws IOException {
    Map<String, String> disagreements = new LinkedHashMap<>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      List<String> ours = bulk.file(file).stream().map(v -> SAME.get(v.outcome().code())).toList();
      FullReport.Result result = full.write(file, folder.resolve("out"), name);
      assertThat(result).as(name).isInstanceOf(FullReport.Result.Written.class);
      List<FullReport.Conclusion> theirs = ((FullReport.Result.Written) result).conclusions();
      List<String> indications = theirs.stream().map(FullReport.Conclusion::indication).toList();
      if (!ours.equals(indications)) {
        disagreements.put(name, ours + " " + indications);
      }
    }
    assertThat(disagreements).containsExactlyInAnyOrderEntriesOf(DIFFERENT);
  }

  @Test
  void writesReportsForTheDoubtfulFilesOnly() throws IOException {
    SignedDossiers.write(folder.resolve("ho-so"), 2);
    Path broken = folder.resolve("ho-so/H60.0000002/ket-qua.pdf");
    byte[] bytes = Files.readAllBytes(broken);
    bytes[3000] ^= 1;
    Files.write(broken, bytes);
    SignatureScan scan = bulk.folder(folder.resolve("ho-so"));

    Map<String, FullReport.Result> results =
        full.writeDoubtful(scan, folder.resolve("ho-so"), folder.resolve("bao-cao"));

    assertThat(scan.verdicts().stream().filter(v -> !v.isValid()).map(SignatureVerdict::file))
        .containsOnly("H60.0000002/ket-qua.pdf");
    assertThat(results).containsOnlyKeys("H60.0000002/ket-qua.pdf");
    assertThat(folder.resolve("bao-cao/H60.0000002_ket-qua.pdf.etsi.xml"))
        .content()
        .contains("ValidationReport");
    assertThat(folder.resolve("bao-cao/H60.0000002_ket-qua.pdf.json"))
        .content()
        .contains("TOTAL_FAILED");
  }

  @Test
  void saysSoWhenAFileIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("x.pdf"), "không phải PDF");

    assertThat(full.write(file, folder.resolve("out"), "x"))
        .isInstanceOf(FullReport.Result.NotMade.class);
  }
}
