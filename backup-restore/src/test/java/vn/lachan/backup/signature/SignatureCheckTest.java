package vn.lachan.backup.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePdf;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.sample.SampleRevocation;
import vn.lachan.backup.signature.sample.SampleTimestamps;
import vn.lachan.backup.signature.seal.CmsSigner;
import vn.lachan.backup.signature.seal.PdfSealer;
import vn.lachan.backup.signature.seal.SealingKey;

class SignatureCheckTest {
  private static final Instant NOW = SignedDossiers.NOW;
  private static final int BITS = Integer.getInteger("lachan.signature.bits", 300);
  private static final int STEP = Integer.getInteger("lachan.signature.step", 67);
  private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
  private static final SamplePki PKI = SignedDossiers.pki();

  @TempDir Path folder;
  private SignatureCheck check;

  @BeforeEach
  void trust() {
    check =
        new SignatureCheck(
            SignedDossiers.writeTrust(folder.resolve("trust")),
            SignatureSettings.DEFAULT,
            clock(NOW));
  }

  private static Clock clock(Instant at) {
    return Clock.fixed(at, ZoneOffset.UTC);
  }

  private static byte[] pdf() {
    return SamplePdf.scan("Giay khai sinh", 20_000, 1);
  }

  private static byte[] signed(SampleIdentity who, Instant at) {
    return new PdfSealer(PKI.key(who), null, clock(at)).seal(pdf(), "Ký", "Tuyên Quang");
  }

  private static byte[] stamped(SampleIdentity who, Instant at) {
    return new PdfSealer(PKI.key(who), new SampleTimestamps(PKI, clock(at)), clock(at))
        .seal(pdf(), "Ký", "Tuyên Quang");
  }

  private List<SignatureVerdict> check(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content);
    return check.file(file);
  }

  private SignatureVerdict only(byte[] pdf) throws IOException {
    List<SignatureVerdict> verdicts = check("a.pdf", pdf);
    assertThat(verdicts).hasSize(1);
    return verdicts.getFirst();
  }

  private static List<ReasonCode> codes(SignatureVerdict verdict) {
    return verdict.outcome().why().stream().map(SignatureReason::code).toList();
  }

  private static byte[] flipped(byte[] content, int at) {
    byte[] copy = content.clone();
    copy[at] ^= 1;
    return copy;
  }

  private static int find(byte[] content, String text) {
    String all = new String(content, java.nio.charset.StandardCharsets.ISO_8859_1);
    return all.indexOf(text);
  }

  @Test
  void findsEverySignatureOfADossierValid() {
    SignedDossiers.write(folder.resolve("ho-so"), 3);

    SignatureScan scan = check.folder(folder.resolve("ho-so"));

    assertThat(scan.verdicts()).allSatisfy(v -> assertThat(v.outcome().why()).isEmpty());
    assertThat(scan.tally()).isEqualTo(new SignatureScan.Tally(12, 0, 0));
    assertThat(scan.byFamily())
        .containsEntry(CertificateFamily.CIVIL_SERVICE, new SignatureScan.Tally(9, 0, 0))
        .containsEntry(CertificateFamily.PUBLIC, new SignatureScan.Tally(3, 0, 0));
    assertThat(scan.bySigner()).containsKey(SampleIdentity.LEADER.commonName());
    assertThat(scan.signaturesPerFile())
        .containsEntry("H60.0000001/ket-qua.pdf", 2)
        .containsEntry("H60.0000001/giay-to-1.pdf", 0)
        .containsEntry("H60.0000001/to-khai.xml", 1)
        .containsEntry("H60.0000001/nhat-ky.json.p7s", 1);
    assertThat(scan.verdicts().getFirst().kind()).isEqualTo(SignatureKind.PADES);
  }

  @Test
  void knowsTheEvidenceOfALongTermSignature() {
    SignedDossiers.write(folder.resolve("ho-so"), 1);

    List<SignatureVerdict> verdicts = check.file(folder.resolve("ho-so/H60.0000001/ket-qua.pdf"));

    assertThat(verdicts)
        .extracting(SignatureVerdict::coverage)
        .containsOnly(Coverage.ALLOWED_INCREMENT);
    assertThat(verdicts)
        .extracting(SignatureVerdict::revocation)
        .allSatisfy(r -> assertThat(r).isInstanceOf(RevocationStatus.Good.class));
    assertThat(verdicts.get(0).revocation()).extracting("source").isEqualTo("CRL");
    assertThat(verdicts.get(1).revocation()).extracting("source").isEqualTo("OCSP");
    assertThat(verdicts)
        .extracting(SignatureVerdict::signingTime)
        .allSatisfy(t -> assertThat(t).isInstanceOf(SigningTime.Stamped.class));
  }

  @Test
  void takesTheSignersWordForTheTimeWithoutATimestamp() throws IOException {
    SignatureVerdict verdict = only(signed(SampleIdentity.LEADER, YESTERDAY));

    assertThat(verdict.outcome()).isEqualTo(new SignatureOutcome.Valid());
    assertThat(verdict.signingTime()).isEqualTo(new SigningTime.Claimed(YESTERDAY));
    assertThat(verdict.timestamp()).isEqualTo(new TimestampStatus.None());
    assertThat(verdict.coverage()).isEqualTo(Coverage.WHOLE_FILE);
    assertThat(verdict.notes())
        .extracting(SignatureReason::code)
        .containsExactly(ReasonCode.REVOCATION_MISSING);
  }

  @Test
  void seesAFlippedByteOfTheContent() throws IOException {
    byte[] pdf = signed(SampleIdentity.CLERK, YESTERDAY);

    SignatureVerdict verdict = only(flipped(pdf, 5000));

    assertThat(verdict.outcome()).isInstanceOf(SignatureOutcome.Invalid.class);
    assertThat(codes(verdict)).contains(ReasonCode.CONTENT_CHANGED);
  }

  @Test
  void givesOneVerdictWhereverABitOfTheCmsIsFlipped() throws IOException {
    byte[] pdf = signed(SampleIdentity.CLERK, YESTERDAY);
    int from = find(pdf, "/Contents <") + 11;
    int end = from;
    while (pdf[end] != '>') {
      end++;
    }
    while (pdf[end - 1] == '0') {
      end--;
    }
    int valid = 0;
    for (int at = from; at < end; at += STEP) {
      byte[] copy = pdf.clone();
      copy[at] = (byte) (copy[at] == '5' ? 'a' : '5');
      List<SignatureVerdict> verdicts = check("b.pdf", copy);
      assertThat(verdicts).hasSize(1);
      valid += verdicts.getFirst().isValid() ? 1 : 0;
    }
    // The intermediate certificate travels along but the trust folder has it as well.
    assertThat(valid).isLessThan((end - from) / STEP / 2);
  }

  @Test
  void seesTextAddedAfterTheLastSignature() throws IOException {
    byte[] pdf =
        SamplePdf.withTextAdded(signed(SampleIdentity.LEADER, YESTERDAY), "SO TIEN 9.000.000");

    SignatureVerdict verdict = only(pdf);

    assertThat(verdict.coverage()).isEqualTo(Coverage.CHANGED_AFTERWARDS);
    assertThat(codes(verdict)).containsExactly(ReasonCode.CHANGED_AFTER_SIGNING);
  }

  @Test
  void seesBytesAppendedWithoutAnyStructure() throws IOException {
    byte[] pdf = signed(SampleIdentity.LEADER, YESTERDAY);
    byte[] longer = Arrays.copyOf(pdf, pdf.length + 500);
    Arrays.fill(longer, pdf.length, longer.length, (byte) 'x');

    assertThat(only(longer).coverage()).isNotEqualTo(Coverage.WHOLE_FILE);
  }

  @Test
  void seesASignatureThatWasTakenOutOfTheForm() throws IOException {
    byte[] pdf = signed(SampleIdentity.LEADER, YESTERDAY);
    byte[] removed = TestPdfs.withoutForm(pdf);

    SignatureVerdict verdict = only(removed);

    assertThat(codes(verdict)).contains(ReasonCode.REMOVED_FROM_FORM);
  }

  @Test
  void countsNoSignatureWhereNoneIs() throws IOException {
    Files.createDirectories(folder.resolve("x"));
    check("x/a.pdf", pdf());

    SignatureScan scan = check.folder(folder.resolve("x"));

    assertThat(scan.signaturesPerFile()).containsExactly(java.util.Map.entry("a.pdf", 0));
    assertThat(scan.verdicts()).isEmpty();
  }

  @Test
  void believesNoStrangerAndNoImpostor() throws IOException {
    SignatureVerdict stranger = only(signed(SampleIdentity.STRANGER, YESTERDAY));
    SignatureVerdict impostor = only(signed(SampleIdentity.IMPOSTOR, YESTERDAY));

    assertThat(stranger.family()).isEqualTo(CertificateFamily.OTHER);
    assertThat(stranger.outcome()).isInstanceOf(SignatureOutcome.Undecidable.class);
    assertThat(codes(stranger)).containsExactly(ReasonCode.NO_TRUSTED_CHAIN);
    assertThat(codes(impostor)).containsExactly(ReasonCode.NO_TRUSTED_CHAIN);
  }

  @Test
  void asksForProofWhenTheCertificateHasExpired() throws IOException {
    Instant then = NOW.minus(Duration.ofDays(60));

    assertThat(codes(only(signed(SampleIdentity.EXPIRED, then))))
        .containsExactly(ReasonCode.EXPIRED_WITHOUT_PROOF);
    assertThat(only(stamped(SampleIdentity.EXPIRED, then)).isValid()).isTrue();
    assertThat(codes(only(signed(SampleIdentity.EXPIRED, YESTERDAY))))
        .containsExactly(ReasonCode.OUTSIDE_VALIDITY);
    assertThat(codes(only(stamped(SampleIdentity.EXPIRED, YESTERDAY))))
        .containsExactly(ReasonCode.OUTSIDE_VALIDITY);
    assertThat(codes(only(signed(SampleIdentity.LEADER, NOW.plus(Duration.ofDays(3))))))
        .containsExactly(ReasonCode.SIGNED_IN_FUTURE);
  }

  @Test
  void comparesRevocationWithTheTimeOfSigning() throws IOException {
    SampleRevocation revocation = new SampleRevocation(PKI);
    Instant before = revocation.revokedSince().minus(Duration.ofDays(3));
    byte[] list = revocation.list(SampleIdentity.REVOKED, NOW);
    byte[] answer = revocation.answer(SampleIdentity.REVOKED, NOW);

    for (boolean ocsp : List.of(false, true)) {
      List<byte[]> lists = ocsp ? List.of() : List.of(list);
      List<byte[]> answers = ocsp ? List.of(answer) : List.of();
      SignatureVerdict after =
          only(
              SamplePdf.withEvidence(
                  stamped(SampleIdentity.REVOKED, YESTERDAY), List.of(), lists, answers));
      SignatureVerdict provedBefore =
          only(
              SamplePdf.withEvidence(
                  stamped(SampleIdentity.REVOKED, before), List.of(), lists, answers));
      SignatureVerdict saidBefore =
          only(
              SamplePdf.withEvidence(
                  signed(SampleIdentity.REVOKED, before), List.of(), lists, answers));

      assertThat(codes(after)).containsExactly(ReasonCode.REVOKED);
      assertThat(provedBefore.isValid()).isTrue();
      assertThat(provedBefore.revocation())
          .isEqualTo(
              new RevocationStatus.Revoked(ocsp ? "OCSP" : "CRL", revocation.revokedSince()));
      assertThat(codes(saidBefore)).containsExactly(ReasonCode.REVOKED_WITHOUT_PROOF);
    }
  }

  @Test
  void namesWeakKeysAndHashes() throws IOException {
    assertThat(codes(only(signed(SampleIdentity.WEAK, YESTERDAY))))
        .containsExactly(ReasonCode.WEAK_KEY);
    for (String digest : List.of("SHA-1", "MD5")) {
      byte[] pdf =
          new PdfSealer(
                  new CmsSigner(PKI.key(SampleIdentity.LEADER), digest, null), clock(YESTERDAY))
              .seal(pdf(), "Ký", "");
      assertThat(codes(only(pdf))).containsExactly(ReasonCode.WEAK_DIGEST);
    }
  }

  @Test
  void findsADetachedSignatureOfAnotherFileWrong() throws IOException {
    SealingKey key = PKI.key(SampleIdentity.CLERK);
    byte[] content = pdf();
    byte[] cms =
        new CmsSigner(key, "SHA-256", null)
            .sign(new ByteArrayInputStream(content), YESTERDAY, false);
    Files.write(folder.resolve("c.pdf"), content);

    assertThat(check("c.pdf.p7s", cms).getFirst().isValid()).isTrue();
    Files.write(folder.resolve("c.pdf"), SamplePdf.scan("Khac", 20_000, 2));
    assertThat(codes(check("c.pdf.p7s", cms).getFirst()))
        .containsExactly(ReasonCode.CONTENT_CHANGED);
    Files.delete(folder.resolve("c.pdf"));
    assertThat(codes(check("c.pdf.p7s", cms).getFirst())).contains(ReasonCode.CONTENT_MISSING);
  }

  @Test
  void readsAnEnvelopingSignature() throws IOException {
    byte[] cms =
        new CmsSigner(
                PKI.key(SampleIdentity.CITIZEN),
                "SHA-256",
                new SampleTimestamps(PKI, clock(YESTERDAY)))
            .sign(new ByteArrayInputStream(pdf()), YESTERDAY, true);

    SignatureVerdict verdict = check("d.p7m", cms).getFirst();

    assertThat(verdict.isValid()).isTrue();
    assertThat(verdict.kind()).isEqualTo(SignatureKind.CADES_ENVELOPING);
    assertThat(verdict.family()).isEqualTo(CertificateFamily.PUBLIC);
  }

  @Test
  void neverThrowsForBytesThatAreNoCms() throws IOException {
    byte[] cms =
        new CmsSigner(PKI.key(SampleIdentity.CLERK), "SHA-256", null)
            .sign(new ByteArrayInputStream(pdf()), YESTERDAY, true);
    for (int length = 0; length < cms.length; length += 97) {
      assertThat(check("e.p7m", Arrays.copyOf(cms, length))).hasSize(1);
    }
    for (int at = 0; at < BITS; at++) {
      assertThat(check("e.p7m", flipped(cms, at * (cms.length / BITS)))).isNotEmpty();
    }
  }

  @Test
  void refusesWhatIsLargerThanTheSettingsAllow() throws IOException {
    SignatureSettings small = new SignatureSettings(1000, 1000, 1000, 1, 1, 2048, 224, false, 1);
    Files.write(folder.resolve("f.pdf"), signed(SampleIdentity.LEADER, YESTERDAY));

    List<SignatureVerdict> verdicts =
        new SignatureCheck(Trust.load(folder.resolve("trust")), small, clock(NOW))
            .file(folder.resolve("f.pdf"));

    assertThat(codes(verdicts.getFirst())).contains(ReasonCode.LIMIT_EXCEEDED);
  }

  @Test
  void refusesABombInTheStructure() throws IOException {
    byte[] bomb = TestPdfs.bomb(signed(SampleIdentity.LEADER, YESTERDAY), 100 << 20);

    assertThat(codes(only(bomb))).contains(ReasonCode.LIMIT_EXCEEDED);
  }

  @Test
  void readsSignaturesBehindCrossReferenceStreams() throws IOException {
    byte[] compressed = TestPdfs.compressed(pdf());
    assertThat(find(compressed, "/XRef")).isPositive();
    byte[] signed =
        new PdfSealer(PKI.key(SampleIdentity.LEADER), null, clock(YESTERDAY))
            .seal(compressed, "Ký", "");
    byte[] twice =
        new PdfSealer(PKI.key(SampleIdentity.CLERK), null, clock(YESTERDAY)).seal(signed, "Ký", "");

    List<SignatureVerdict> verdicts = check("g.pdf", twice);

    assertThat(verdicts).hasSize(2).allSatisfy(v -> assertThat(v.outcome().why()).isEmpty());
    assertThat(verdicts)
        .extracting(SignatureVerdict::coverage)
        .containsExactly(Coverage.ALLOWED_INCREMENT, Coverage.WHOLE_FILE);
  }
}
