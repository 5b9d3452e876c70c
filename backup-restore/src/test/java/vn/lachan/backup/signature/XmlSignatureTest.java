package vn.lachan.backup.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.sample.SampleTimestamps;
import vn.lachan.backup.signature.sample.SampleXml;

class XmlSignatureTest {
  private static final SamplePki PKI = SignedDossiers.pki();
  private static final Instant YESTERDAY = SignedDossiers.NOW.minus(Duration.ofDays(1));
  private static final String FORM =
      "<?xml version=\"1.0\"?>\n<ToKhai ma=\"H60.1\"><SoTien>100</SoTien></ToKhai>";

  @TempDir Path folder;
  private SignatureCheck check;

  @BeforeEach
  void trust() {
    check =
        new SignatureCheck(
            SignedDossiers.writeTrust(folder.resolve("trust")),
            SignatureSettings.DEFAULT,
            Clock.fixed(SignedDossiers.NOW, ZoneOffset.UTC));
  }

  private static String signed(boolean stamped) {
    SampleTimestamps timestamps =
        stamped ? new SampleTimestamps(PKI, Clock.fixed(YESTERDAY, ZoneOffset.UTC)) : null;
    return new String(
        SampleXml.signed(
            FORM.getBytes(StandardCharsets.UTF_8),
            PKI.key(SampleIdentity.CITIZEN),
            YESTERDAY,
            timestamps),
        StandardCharsets.UTF_8);
  }

  private SignatureVerdict only(String xml) throws IOException {
    Path file = Files.writeString(folder.resolve("a.xml"), xml);
    List<SignatureVerdict> verdicts = check.file(file);
    assertThat(verdicts).hasSize(1);
    return verdicts.getFirst();
  }

  private static List<ReasonCode> codes(SignatureVerdict verdict) {
    return verdict.outcome().why().stream().map(SignatureReason::code).toList();
  }

  @Test
  void believesAnEnvelopedSignature() throws IOException {
    SignatureVerdict verdict = only(signed(false));

    assertThat(verdict.outcome().why()).isEmpty();
    assertThat(verdict.kind()).isEqualTo(SignatureKind.XADES);
    assertThat(verdict.family()).isEqualTo(CertificateFamily.PUBLIC);
    assertThat(verdict.coverage()).isEqualTo(Coverage.WHOLE_FILE);
    assertThat(verdict.signingTime()).isEqualTo(new SigningTime.Claimed(YESTERDAY));
  }

  @Test
  void believesATimestamp() throws IOException {
    SignatureVerdict verdict = only(signed(true));

    assertThat(verdict.outcome().why()).isEmpty();
    assertThat(verdict.timestamp())
        .isEqualTo(new TimestampStatus.Valid(YESTERDAY, SampleIdentity.TIMESTAMPS.commonName()));
  }

  @Test
  void seesAChangedValue() throws IOException {
    assertThat(codes(only(signed(true).replace(">100<", ">900<"))))
        .containsExactly(ReasonCode.CONTENT_CHANGED);
    assertThat(codes(only(signed(true).replace("SigningTime>2026", "SigningTime>2025"))))
        .contains(ReasonCode.CONTENT_CHANGED);
  }

  @Test
  void seesAChangedSignatureValue() throws IOException {
    String xml = signed(true);
    int at = xml.indexOf("ky-gia-tri\">") + 20;
    char other = xml.charAt(at) == 'A' ? 'B' : 'A';

    SignatureVerdict verdict = only(xml.substring(0, at) + other + xml.substring(at + 1));

    assertThat(codes(verdict)).contains(ReasonCode.SIGNATURE_WRONG, ReasonCode.TIMESTAMP_WRONG);
  }

  @Test
  void seesAWrappedDocument() throws IOException {
    String xml = signed(false);
    int from = xml.indexOf("<ToKhai");
    String wrapped =
        "<ToKhai ma=\"H60.1\"><SoTien>900</SoTien>" + xml.substring(from) + "</ToKhai>";

    assertThat(only(wrapped).outcome()).isInstanceOf(SignatureOutcome.Invalid.class);
  }

  @Test
  void seesASignatureThatCoversOnlyAPart() throws IOException {
    String xml = signed(false).replace("URI=\"\"", "URI=\"#ky-thuoc-tinh\"");

    assertThat(codes(only(xml))).contains(ReasonCode.ROOT_NOT_COVERED);
  }

  @Test
  void refusesIdentifiersThatAreThereTwice() throws IOException {
    String xml = signed(false).replace("<SoTien>", "<SoTien Id=\"ky-thuoc-tinh\">");

    assertThat(codes(only(xml))).contains(ReasonCode.DUPLICATE_ID);
  }

  @Test
  void followsNothingOutsideTheDocument() throws IOException {
    Path secret = Files.writeString(folder.resolve("bi-mat.txt"), "bí mật");
    String entity =
        signed(false)
            .replaceFirst(
                "\\?>", "?><!DOCTYPE ToKhai [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>")
            .replace(">100<", ">&x;<");
    String address = signed(false).replace("URI=\"\"", "URI=\"" + secret.toUri() + "\"");
    String style =
        signed(false)
            .replace(
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                "http://www.w3.org/TR/1999/REC-xslt-19991116");

    assertThat(codes(only(entity))).containsExactly(ReasonCode.DOCTYPE_NOT_ALLOWED);
    assertThat(codes(only(address))).containsExactly(ReasonCode.EXTERNAL_REFERENCE);
    assertThat(codes(only(style)))
        .containsAnyOf(ReasonCode.TRANSFORM_NOT_ALLOWED, ReasonCode.MALFORMED);
  }

  @Test
  void namesWeakHashes() throws IOException {
    String xml =
        signed(false)
            .replace(
                "http://www.w3.org/2001/04/xmlenc#sha256",
                "http://www.w3.org/2000/09/xmldsig#sha1");

    assertThat(codes(only(xml))).contains(ReasonCode.WEAK_DIGEST);
  }

  @Test
  void givesOneVerdictForBrokenXml() throws IOException {
    String xml = signed(true);
    for (int length = xml.indexOf("xmldsig#") + 8; length < xml.length(); length += 331) {
      assertThat(only(xml.substring(0, length)).isValid()).isFalse();
    }
  }

  @Test
  void countsNoSignatureInPlainXml() throws IOException {
    assertThat(check.file(Files.writeString(folder.resolve("b.xml"), FORM))).isEmpty();
  }
}
