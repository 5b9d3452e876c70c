package vn.lachan.backup.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;

/** Finds and looks into the signatures of a PDF (ISO 32000-2, 12.8; ETSI EN 319 142-1). */
final class PdfSignatures {
  private static final String TIMESTAMP = "ETSI.RFC3161";
  private static final int TRAILING_SPACE = 16;

  private final CmsCheck cms;
  private final Timestamps timestamps;
  private final SignatureSettings settings;

  PdfSignatures(CmsCheck cms, Timestamps timestamps, SignatureSettings settings) {
    this.cms = cms;
    this.timestamps = timestamps;
    this.settings = settings;
  }

  /** One finding a signature; none when the file has no signature. */
  List<Finding> check(byte[] bytes) {
    if (PdfFile.byteRanges(bytes, 1).isEmpty()) {
      return List.of();
    }
    if (!PdfStructureBounds.fits(bytes, settings.maxStructureBytes())) {
      return List.of(
          single(
              ReasonCode.LIMIT_EXCEEDED, "cấu trúc bung ra quá " + settings.maxStructureBytes()));
    }
    try (PdfFile file = new PdfFile(bytes)) {
      return check(bytes, file);
    } catch (InvalidPasswordException e) {
      return List.of(single(ReasonCode.UNSUPPORTED, "tài liệu đặt mật khẩu"));
    } catch (IOException e) {
      Finding finding = new Finding(SignatureKind.PADES, new EmbeddedEvidence());
      finding.broken(ReasonCode.MALFORMED, String.valueOf(e.getMessage()));
      return List.of(finding);
    }
  }

  private static Finding single(ReasonCode code, String detail) {
    Finding finding = new Finding(SignatureKind.PADES, new EmbeddedEvidence());
    finding.unproved(code, detail);
    return finding;
  }

  private List<Finding> check(byte[] bytes, PdfFile file) {
    List<PdfSignature> signatures = file.signatures(settings.maxSignatures());
    EmbeddedEvidence evidence = file.evidence(settings.maxStructureBytes());
    List<Finding> findings = new ArrayList<>();
    for (PdfSignature signature : signatures) {
      Finding finding = check(signature, evidence);
      cover(bytes, signature, file, finding);
      if (!signature.isInForm()) {
        finding.broken(ReasonCode.REMOVED_FROM_FORM, "");
      }
      for (Finding earlier : findings) {
        prove(earlier, finding);
      }
      findings.add(finding);
    }
    for (SignatureReason reason : file.broken()) {
      Finding finding = new Finding(SignatureKind.PADES, evidence.copy());
      finding.broken.add(reason);
      findings.add(finding);
    }
    return findings;
  }

  /** A time-stamp over the document proves every signature before it. */
  private static void prove(Finding earlier, Finding later) {
    if (later.kind == SignatureKind.PDF_TIMESTAMP && later.broken.isEmpty()) {
      later.stamps.stream()
          .filter(TimestampStatus.Valid.class::isInstance)
          .forEach(earlier.stamps::add);
    }
  }

  private Finding check(PdfSignature signature, EmbeddedEvidence evidence) {
    if (signature.subFilter().equals(TIMESTAMP)) {
      return stamp(signature, evidence.copy());
    }
    if (signature.subFilter().startsWith("adbe.x509")) {
      return single(ReasonCode.UNSUPPORTED, signature.subFilter());
    }
    Finding broken = new Finding(SignatureKind.PADES, evidence.copy());
    try {
      CMSSignedData signed = new CMSSignedData(signature.content(), contentInfo(signature.cms()));
      List<Finding> findings = cms.check(SignatureKind.PADES, signed, evidence);
      if (findings.size() == 1) {
        Finding only = findings.getFirst();
        CmsCheck.claim(only, signature.claimed());
        return only;
      }
      broken.broken(ReasonCode.MALFORMED, "có " + findings.size() + " người ký trong một chữ ký");
    } catch (CMSException | IOException | IllegalArgumentException | IllegalStateException e) {
      broken.broken(ReasonCode.MALFORMED, String.valueOf(e.getMessage()));
    }
    return broken;
  }

  private Finding stamp(PdfSignature signature, EmbeddedEvidence evidence) {
    Finding finding = new Finding(SignatureKind.PDF_TIMESTAMP, evidence);
    try {
      Timestamps.Check check =
          timestamps.check(
              contentInfo(signature.cms()).getEncoded(), signature.content()::digest, evidence);
      finding.stamps.add(check.status());
      check.authority().ifPresent(authority -> finding.signer = authority);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      finding.broken(ReasonCode.MALFORMED, String.valueOf(e.getMessage()));
    }
    return finding;
  }

  /** The first object of what may be padded with zeros. */
  private static ContentInfo contentInfo(byte[] padded) throws IOException {
    try (ASN1InputStream in =
        new ASN1InputStream(new ByteArrayInputStream(padded), padded.length)) {
      return ContentInfo.getInstance(in.readObject());
    }
  }

  private static void cover(byte[] bytes, PdfSignature signature, PdfFile file, Finding finding) {
    if (isSpace(bytes, signature.end())) {
      finding.coverage = Coverage.WHOLE_FILE;
      return;
    }
    String change = PdfRevisions.change(bytes, signature.end(), file);
    if (change == null) {
      finding.coverage = Coverage.ALLOWED_INCREMENT;
    } else {
      finding.coverage = Coverage.CHANGED_AFTERWARDS;
      finding.broken(ReasonCode.CHANGED_AFTER_SIGNING, change);
    }
  }

  private static boolean isSpace(byte[] bytes, int from) {
    if (bytes.length - from > TRAILING_SPACE) {
      return false;
    }
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] > ' ' || bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
