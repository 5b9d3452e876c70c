package vn.lachan.backup.signature;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;

/**
 * Adobe's signed attribute with revocation evidence: {@code RevocationInfoArchival ::= SEQUENCE {
 * crl [0] EXPLICIT SEQUENCE OF CRL OPTIONAL, ocsp [1] EXPLICIT SEQUENCE OF OCSPResponse OPTIONAL,
 * otherRevInfo [2] EXPLICIT SEQUENCE OF OtherRevInfo OPTIONAL }} (ISO 32000-2, 12.8.3.3.2).
 */
final class AdobeRevocationArchive {

  private static final int LISTS = 0;
  private static final int ANSWERS = 1;

  private AdobeRevocationArchive() {}

  /** Adds its lists and answers; what is of another kind, or broken, counts as unreadable. */
  static void read(ASN1Encodable value, EmbeddedEvidence evidence) throws IOException {
    try {
      for (ASN1Encodable item : ASN1Sequence.getInstance(value.toASN1Primitive())) {
        ASN1TaggedObject tagged = ASN1TaggedObject.getInstance(item);
        for (ASN1Encodable piece : ASN1Sequence.getInstance(tagged, true)) {
          byte[] der = piece.toASN1Primitive().getEncoded(ASN1Encoding.DER);
          switch (tagged.getTagNo()) {
            case LISTS -> evidence.addList(der);
            case ANSWERS -> evidence.addAnswer(der);
            default -> evidence.addUnreadable();
          }
        }
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      evidence.addUnreadable();
    }
  }
}
