package vn.lachan.backup.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.lachan.backup.signature.SignedForm.Order;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.sample.SampleRevocation;
import vn.lachan.backup.signature.sample.SampleTimestamps;

/** Chain, validity, revocation and time-stamps: the same rules for every form of signature. */
class SignatureFormsTest {

  private static final Instant NOW = SignedDossiers.NOW;
  private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(60));
  private static final SamplePki PKI = SignedDossiers.pki();

  /** The same names, other keys. */
  private static final SamplePki FORGERS = new SamplePki(NOW);

  @TempDir Path folder;
  private Trust trust;
  private int files;

  @BeforeEach
  void trust() {
    trust = SignedDossiers.writeTrust(folder.resolve("trust"));
  }

  private static Order by(SampleIdentity who, Instant at) {
    return Order.of(PKI.key(who), at);
  }

  private static Order stamped(SampleIdentity who, Instant at) {
    return by(who, at).stamped(new SampleTimestamps(PKI, clock(at)));
  }

  private static Clock clock(Instant at) {
    return Clock.fixed(at, ZoneOffset.UTC);
  }

  private SignatureVerdict check(SignedForm form, Order order) {
    return check(form, order, trust, SignatureSettings.DEFAULT);
  }

  private SignatureVerdict check(
      SignedForm form, Order order, Trust believed, SignatureSettings settings) {
    Path file = form.write(folder, ++files + "-", order);
    List<SignatureVerdict> verdicts = new SignatureCheck(believed, settings, clock(NOW)).file(file);
    assertThat(verdicts).hasSize(1);
    return verdicts.getFirst();
  }

  private static List<ReasonCode> codes(SignatureVerdict verdict) {
    return verdict.outcome().why().stream().map(SignatureReason::code).toList();
  }

  @ParameterizedTest
  @EnumSource
  void leadsToARootWeTrustOrProvesNothing(SignedForm form) throws IOException {
    SignatureVerdict leader = check(form, by(SampleIdentity.LEADER, YESTERDAY));
    SignatureVerdict citizen = check(form, by(SampleIdentity.CITIZEN, YESTERDAY));

    assertThat(leader.outcome().why()).isEmpty();
    assertThat(leader.family()).isEqualTo(CertificateFamily.CIVIL_SERVICE);
    assertThat(leader.signingTime()).isEqualTo(new SigningTime.Claimed(YESTERDAY));
    assertThat(citizen.outcome().why()).isEmpty();
    assertThat(citizen.family()).isEqualTo(CertificateFamily.PUBLIC);
    for (SampleIdentity nobody : List.of(SampleIdentity.STRANGER, SampleIdentity.IMPOSTOR)) {
      SignatureVerdict verdict = check(form, by(nobody, YESTERDAY));
      assertThat(codes(verdict)).as(nobody.name()).containsExactly(ReasonCode.NO_TRUSTED_CHAIN);
      assertThat(verdict.family()).isEqualTo(CertificateFamily.OTHER);
    }
    Path rootsOnly = folder.resolve("trust/trust.yml");
    Files.writeString(
        rootsOnly, Files.readString(rootsOnly).replaceAll("(?s)intermediates:.*", ""));
    SignatureVerdict travelled =
        check(
            form,
            by(SampleIdentity.CLERK, YESTERDAY),
            Trust.load(folder.resolve("trust")),
            SignatureSettings.DEFAULT);
    assertThat(travelled.outcome().why()).as("the authority travels along").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void comparesTheValidityOfACertificateWithTheTimeOfSigning(SignedForm form) {
    SampleIdentity expired = SampleIdentity.EXPIRED;

    assertThat(codes(check(form, by(expired, LONG_AGO))))
        .containsExactly(ReasonCode.EXPIRED_WITHOUT_PROOF);
    SignatureVerdict proved = check(form, stamped(expired, LONG_AGO));
    assertThat(proved.outcome().why()).isEmpty();
    assertThat(proved.signingTime()).isEqualTo(new SigningTime.Stamped(LONG_AGO));
    assertThat(codes(check(form, by(expired, YESTERDAY))))
        .containsExactly(ReasonCode.OUTSIDE_VALIDITY);
    assertThat(codes(check(form, stamped(expired, YESTERDAY))))
        .containsExactly(ReasonCode.OUTSIDE_VALIDITY);
    assertThat(codes(check(form, by(SampleIdentity.LEADER, NOW.plus(Duration.ofDays(3))))))
        .containsExactly(ReasonCode.SIGNED_IN_FUTURE);
  }

  @ParameterizedTest
  @EnumSource
  void comparesRevocationAsEmbeddedWithTheTimeOfSigning(SignedForm form) {
    SampleIdentity who = SampleIdentity.REVOKED;
    SampleRevocation revocation = new SampleRevocation(PKI);
    Instant before = revocation.revokedSince().minus(Duration.ofDays(3));
    for (boolean ocsp : List.of(false, true)) {
      List<byte[]> lists = ocsp ? List.of() : List.of(revocation.list(who, NOW));
      List<byte[]> answers = ocsp ? List.of(revocation.answer(who, NOW)) : List.of();

      assertThat(codes(check(form, stamped(who, YESTERDAY).with(lists, answers))))
          .containsExactly(ReasonCode.REVOKED);
      assertThat(codes(check(form, by(who, YESTERDAY).with(lists, answers))))
          .containsExactly(ReasonCode.REVOKED);
      assertThat(codes(check(form, by(who, before).with(lists, answers))))
          .containsExactly(ReasonCode.REVOKED_WITHOUT_PROOF);
      SignatureVerdict proved = check(form, stamped(who, before).with(lists, answers));
      assertThat(proved.outcome().why()).isEmpty();
      assertThat(proved.revocation())
          .isEqualTo(
              new RevocationStatus.Revoked(ocsp ? "OCSP" : "CRL", revocation.revokedSince()));
      SignatureVerdict good = check(form, good(ocsp));
      assertThat(good.outcome().why()).isEmpty();
      assertThat(good.notes()).isEmpty();
      assertThat(good.revocation())
          .isEqualTo(new RevocationStatus.Good(ocsp ? "OCSP" : "CRL", NOW));
    }
  }

  private static Order good(boolean ocsp) {
    SampleRevocation revocation = new SampleRevocation(PKI);
    SampleIdentity who = SampleIdentity.LEADER;
    return stamped(who, YESTERDAY)
        .with(
            ocsp ? List.of() : List.of(revocation.list(who, NOW)),
            ocsp ? List.of(revocation.answer(who, NOW)) : List.of());
  }

  /** otherRevInfo of ISO 32000-2, 12.8.3.3.2. */
  @Test
  void evidenceOfAnUnknownKindSpoilsNothing() {
    SignatureVerdict verdict = check(SignedForm.PADES, good(false).withOddEvidence());

    assertThat(verdict.outcome().why()).isEmpty();
    assertThat(verdict.revocation()).isEqualTo(new RevocationStatus.Good("CRL", NOW));
  }

  /** Whoever revokes an authority says nothing good of those it has vouched for since. */
  @ParameterizedTest
  @EnumSource
  void aRevokedAuthorityTakesItsSignersAlong(SignedForm form) {
    byte[] list = new SampleRevocation(PKI).listOfAuthorities(SampleIdentity.LEADER, NOW);

    SignatureVerdict after =
        check(form, stamped(SampleIdentity.LEADER, YESTERDAY).with(List.of(list), List.of()));
    SignatureVerdict before =
        check(form, stamped(SampleIdentity.LEADER, LONG_AGO).with(List.of(list), List.of()));

    assertThat(codes(after)).containsExactly(ReasonCode.REVOKED);
    assertThat(after.outcome().why().getFirst().detail()).contains("CA chuyên dùng công vụ mẫu");
    assertThat(before.outcome().why()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void believesNoEvidenceThatIsForgedOrHadRunOut(SignedForm form) throws Exception {
    SampleIdentity who = SampleIdentity.REVOKED;
    SampleRevocation ours = new SampleRevocation(PKI);
    SampleRevocation forgers = new SampleRevocation(FORGERS);
    Instant earlier = ours.revokedSince().minus(Duration.ofDays(30));
    byte[] list = ours.list(who, earlier.plus(Duration.ofDays(29)));
    byte[] broken = list.clone();
    broken[broken.length - 1] ^= 1;
    byte[] answer = ours.answer(who, earlier.plus(Duration.ofDays(29)));

    for (byte[] bad : List.of(broken, forgers.list(who, NOW), ours.list(who, earlier))) {
      notBelieved(check(form, stamped(who, YESTERDAY).with(List.of(bad), List.of())));
    }
    for (byte[] bad :
        List.of(signedOtherwise(answer), forgers.answer(who, NOW), ours.answer(who, earlier))) {
      notBelieved(check(form, stamped(who, YESTERDAY).with(List.of(), List.of(bad))));
    }
  }

  private static void notBelieved(SignatureVerdict verdict) {
    assertThat(verdict.revocation()).isEqualTo(new RevocationStatus.NotEmbedded());
    assertThat(verdict.notes())
        .extracting(SignatureReason::code)
        .containsExactly(ReasonCode.REVOCATION_MISSING);
  }

  /** With one bit of the signature flipped, wherever that lies in the answer. */
  private static byte[] signedOtherwise(byte[] answer) throws Exception {
    byte[] signature = ((BasicOCSPResp) new OCSPResp(answer).getResponseObject()).getSignature();
    byte[] copy = answer.clone();
    for (int at = 0; at + signature.length <= copy.length; at++) {
      if (java.util.Arrays.equals(
          copy, at, at + signature.length, signature, 0, signature.length)) {
        copy[at + signature.length - 1] ^= 1;
        return copy;
      }
    }
    throw new AssertionError("an answer has a signature");
  }

  @ParameterizedTest
  @EnumSource
  void asksForRevocationOnlyWhereTheSettingsDo(SignedForm form) {
    SignatureSettings d = SignatureSettings.DEFAULT;
    SignatureSettings strict =
        new SignatureSettings(
            d.maxFileBytes(),
            d.maxStructureBytes(),
            d.maxXmlBytes(),
            d.maxSignatures(),
            d.maxFiles(),
            d.minRsaBits(),
            d.minEcBits(),
            true,
            1);

    SignatureVerdict without =
        check(form, stamped(SampleIdentity.LEADER, YESTERDAY), trust, strict);
    assertThat(codes(without)).containsExactly(ReasonCode.REVOCATION_MISSING);
    assertThat(without.outcome()).isInstanceOf(SignatureOutcome.Undecidable.class);
    assertThat(check(form, good(true), trust, strict).isValid()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void believesNoTimestampOfAnotherSignatureOrOfAStranger(SignedForm form) {
    SampleTimestamps ours = new SampleTimestamps(PKI, clock(LONG_AGO));
    Order expired = by(SampleIdentity.EXPIRED, LONG_AGO);

    SignatureVerdict moved = check(form, expired.stamped(sha256 -> ours.stamp(new byte[32])));
    SignatureVerdict strange =
        check(form, expired.stamped(new SampleTimestamps(FORGERS, clock(LONG_AGO))));

    for (SignatureVerdict verdict : List.of(moved, strange)) {
      assertThat(codes(verdict))
          .containsExactlyInAnyOrder(ReasonCode.EXPIRED_WITHOUT_PROOF, ReasonCode.TIMESTAMP_WRONG);
      assertThat(verdict.timestamp()).isInstanceOf(TimestampStatus.Invalid.class);
      assertThat(verdict.signingTime()).isEqualTo(new SigningTime.Claimed(LONG_AGO));
    }
  }

  /** Three people sign one log side by side; what one of them did is held against nobody else. */
  @ParameterizedTest
  @EnumSource(names = {"CADES_DETACHED", "CADES_ENVELOPING"})
  void givesEachOfSeveralSignersAVerdictOfItsOwn(SignedForm form) {
    List<byte[]> lists = List.of(new SampleRevocation(PKI).list(SampleIdentity.REVOKED, NOW));
    Order order =
        new Order(
            List.of(
                PKI.key(SampleIdentity.LEADER),
                PKI.key(SampleIdentity.CITIZEN),
                PKI.key(SampleIdentity.REVOKED)),
            YESTERDAY,
            new SampleTimestamps(PKI, clock(YESTERDAY)),
            lists,
            List.of(),
            false);
    Path file = form.write(folder, "ba-nguoi-", order);

    List<SignatureVerdict> verdicts =
        new SignatureCheck(trust, SignatureSettings.DEFAULT, clock(NOW)).file(file);

    assertThat(verdicts)
        .extracting(v -> v.signer().commonName(), v -> v.outcome().code(), SignatureVerdict::family)
        .containsExactlyInAnyOrder(
            tuple(SampleIdentity.LEADER, "valid", CertificateFamily.CIVIL_SERVICE),
            tuple(SampleIdentity.CITIZEN, "valid", CertificateFamily.PUBLIC),
            tuple(SampleIdentity.REVOKED, "invalid", CertificateFamily.CIVIL_SERVICE));
  }

  private static org.assertj.core.groups.Tuple tuple(
      SampleIdentity who, String code, CertificateFamily family) {
    return org.assertj.core.groups.Tuple.tuple(who.commonName(), code, family);
  }

  @Test
  void countsBySignerAndByFamily() throws IOException {
    Path dossiers = Files.createDirectory(folder.resolve("ho-so"));
    for (SignedForm form : SignedForm.values()) {
      form.write(dossiers, "lanh-dao-", by(SampleIdentity.LEADER, YESTERDAY));
      form.write(dossiers, "cong-dan-", by(SampleIdentity.CITIZEN, YESTERDAY));
      form.write(dossiers, "het-han-", by(SampleIdentity.EXPIRED, LONG_AGO));
      form.write(dossiers, "ngoai-han-", by(SampleIdentity.EXPIRED, YESTERDAY));
      form.write(dossiers, "la-", by(SampleIdentity.STRANGER, YESTERDAY));
    }

    SignatureScan scan =
        new SignatureCheck(trust, SignatureSettings.DEFAULT, clock(NOW)).folder(dossiers);

    assertThat(scan.tally()).isEqualTo(new SignatureScan.Tally(8, 4, 8));
    assertThat(scan.bySigner())
        .isEqualTo(
            Map.of(
                SampleIdentity.LEADER.commonName(), new SignatureScan.Tally(4, 0, 0),
                SampleIdentity.CITIZEN.commonName(), new SignatureScan.Tally(4, 0, 0),
                SampleIdentity.EXPIRED.commonName(), new SignatureScan.Tally(0, 4, 4),
                SampleIdentity.STRANGER.commonName(), new SignatureScan.Tally(0, 0, 4)));
    assertThat(scan.byFamily())
        .isEqualTo(
            Map.of(
                CertificateFamily.CIVIL_SERVICE, new SignatureScan.Tally(4, 4, 4),
                CertificateFamily.PUBLIC, new SignatureScan.Tally(4, 0, 0),
                CertificateFamily.OTHER, new SignatureScan.Tally(0, 0, 4)));
  }
}
