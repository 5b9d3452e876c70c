package vn.lachan.backup.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.jspecify.annotations.Nullable;

/** Looks into CMS files: detached ({@code x.pdf.p7s} beside {@code x.pdf}) or enveloping. */
final class CmsSignatures {
  private final CmsCheck cms;

  CmsSignatures(CmsCheck cms) {
    this.cms = cms;
  }

  /**
   * One finding a signer; one with a reason when the file is no CMS.
   *
   * @param content what a detached signature speaks for; null when it is not there
   */
  List<Finding> check(byte[] bytes, byte @Nullable [] content) {
    Finding broken = new Finding(SignatureKind.CADES_DETACHED, new EmbeddedEvidence());
    try {
      ContentInfo info = contentInfo(bytes);
      CMSSignedData signed = new CMSSignedData(info);
      if (!signed.isDetachedSignature()) {
        return covered(
            cms.check(SignatureKind.CADES_ENVELOPING, signed, new EmbeddedEvidence()), broken);
      }
      if (content != null) {
        CMSSignedData whole = new CMSSignedData(SlicedContent.whole(content), info);
        return covered(
            cms.check(SignatureKind.CADES_DETACHED, whole, new EmbeddedEvidence()), broken);
      }
      broken.unproved(ReasonCode.CONTENT_MISSING, "");
    } catch (CMSException | IOException | IllegalArgumentException | IllegalStateException e) {
      broken.broken(ReasonCode.MALFORMED, String.valueOf(e.getMessage()));
    }
    return List.of(broken);
  }

  private static List<Finding> covered(List<Finding> findings, Finding broken) {
    if (findings.isEmpty()) {
      broken.broken(ReasonCode.MALFORMED, "không có người ký nào");
      return List.of(broken);
    }
    findings.forEach(finding -> finding.coverage = Coverage.WHOLE_FILE);
    return findings;
  }

  private static ContentInfo contentInfo(byte[] bytes) throws IOException {
    byte[] der = bytes;
    if (bytes.length > 0 && bytes[0] == '-') {
      String text = new String(bytes, StandardCharsets.US_ASCII);
      der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z0-9 ]+-----", ""));
    }
    try (ASN1InputStream in = new ASN1InputStream(new ByteArrayInputStream(der), der.length)) {
      return ContentInfo.getInstance(in.readObject());
    }
  }
}
