package vn.lachan.backup.signature;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.esf.RevocationValues;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignerDigestMismatchException;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.OperatorCreationException;

/** Looks into one CMS SignedData (RFC 5652) with its content at hand. */
final class CmsCheck {
  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  private final Timestamps timestamps;

  CmsCheck(Timestamps timestamps) {
    this.timestamps = timestamps;
  }

  /**
   * One finding a signer.
   *
   * @param evidence what the file has beside the CMS; each finding gets a copy
   */
  List<Finding> check(SignatureKind kind, CMSSignedData signed, EmbeddedEvidence evidence)
      throws CMSException, IOException {
    List<Finding> findings = new ArrayList<>();
    for (SignerInformation signer : signed.getSignerInfos()) {
      Finding finding = new Finding(kind, evidence.copy());
      gather(signed, finding.evidence);
      check(signer, finding);
      findings.add(finding);
    }
    return findings;
  }

  private static void gather(CMSSignedData signed, EmbeddedEvidence evidence) throws IOException {
    Collection<X509CertificateHolder> sent = signed.getCertificates().getMatches(null);
    for (X509CertificateHolder holder : sent) {
      evidence.addCertificate(holder.getEncoded());
    }
    Collection<X509CRLHolder> lists = signed.getCRLs().getMatches(null);
    lists.forEach(evidence::addList);
  }

  private void check(SignerInformation signer, Finding finding) throws CMSException, IOException {
    Optional<X509Certificate> certificate = certificate(signer, finding);
    if (certificate.isEmpty()) {
      finding.unproved(ReasonCode.NO_SIGNING_CERTIFICATE, "");
      return;
    }
    finding.signer = certificate.get();
    checkDigestName(signer, finding);
    signedAttributes(signer, finding);
    verify(signer, certificate.get(), finding);
    unsignedAttributes(signer, finding);
  }

  /** The certificate the signer names; of several the one whose digest is in the attributes. */
  private static Optional<X509Certificate> certificate(SignerInformation signer, Finding finding)
      throws IOException {
    X509Certificate first = null;
    for (X509Certificate candidate : finding.evidence.certificates()) {
      try {
        if (signer.getSID().match(new X509CertificateHolder(candidate.getEncoded()))) {
          if (isNamed(signer, candidate) == Named.YES) {
            return Optional.of(candidate);
          }
          first = first == null ? candidate : first;
        }
      } catch (CertificateException e) {
        throw new IOException("a certificate that was read cannot be written", e);
      }
    }
    return Optional.ofNullable(first);
  }

  private static void checkDigestName(SignerInformation signer, Finding finding) {
    String digest =
        new DefaultAlgorithmNameFinder()
            .getAlgorithmName(new ASN1ObjectIdentifier(signer.getDigestAlgOID()));
    if (WeakDigests.isWeak(digest)) {
      finding.unproved(ReasonCode.WEAK_DIGEST, digest);
    }
  }

  private static void verify(
      SignerInformation signer, X509Certificate certificate, Finding finding) {
    JcaSimpleSignerInfoVerifierBuilder builder = new JcaSimpleSignerInfoVerifierBuilder();
    if (signer.getEncryptionAlgOID().equals(PKCSObjectIdentifiers.id_RSASSA_PSS.getId())) {
      builder.setProvider(BOUNCY_CASTLE);
    }
    try {
      if (!signer.verify(builder.build(certificate.getPublicKey()))) {
        finding.broken(ReasonCode.SIGNATURE_WRONG, "");
      }
    } catch (CMSSignerDigestMismatchException e) {
      finding.broken(ReasonCode.CONTENT_CHANGED, "");
    } catch (CMSException | OperatorCreationException e) {
      finding.broken(ReasonCode.SIGNATURE_WRONG, String.valueOf(e.getMessage()));
    }
  }

  private enum Named {
    YES,
    NO,
    NOT_SAID
  }

  /** Whether the signing-certificate attribute (RFC 5035) names {@code certificate}. */
  private static Named isNamed(SignerInformation signer, X509Certificate certificate) {
    AttributeTable table = signer.getSignedAttributes();
    if (table == null) {
      return Named.NOT_SAID;
    }
    try {
      ASN1Encodable second = value(table, PKCSObjectIdentifiers.id_aa_signingCertificateV2);
      if (second != null) {
        ESSCertIDv2 id = SigningCertificateV2.getInstance(second).getCerts()[0];
        String name = new DefaultAlgorithmNameFinder().getAlgorithmName(id.getHashAlgorithm());
        return same(
            Certificates.digest(WeakDigests.jdkName(name), certificate.getEncoded()),
            id.getCertHash());
      }
      ASN1Encodable first = value(table, PKCSObjectIdentifiers.id_aa_signingCertificate);
      if (first != null) {
        ESSCertID id = SigningCertificate.getInstance(first).getCerts()[0];
        return same(Certificates.digest("SHA-1", certificate.getEncoded()), id.getCertHash());
      }
      return Named.NOT_SAID;
    } catch (NoSuchAlgorithmException | CertificateException e) {
      return Named.NO;
    }
  }

  private static Named same(byte[] a, byte[] b) {
    return MessageDigest.isEqual(a, b) ? Named.YES : Named.NO;
  }

  private static void signedAttributes(SignerInformation signer, Finding finding)
      throws IOException {
    X509Certificate certificate = finding.signer;
    AttributeTable table = signer.getSignedAttributes();
    if (table == null || certificate == null) {
      return;
    }
    if (isNamed(signer, certificate) == Named.NO) {
      finding.broken(ReasonCode.CERTIFICATE_MISMATCH, "");
    }
    ASN1Encodable time = value(table, CMSAttributes.signingTime);
    if (time != null) {
      finding.claimed = Time.getInstance(time).getDate().toInstant();
    }
    ASN1Encodable archived = value(table, new ASN1ObjectIdentifier("1.2.840.113583.1.1.8"));
    if (archived != null) {
      AdobeRevocationArchive.read(archived, finding.evidence);
    }
  }

  private void unsignedAttributes(SignerInformation signer, Finding finding) throws IOException {
    AttributeTable table = signer.getUnsignedAttributes();
    if (table == null) {
      return;
    }
    ASN1Encodable revocation = value(table, PKCSObjectIdentifiers.id_aa_ets_revocationValues);
    if (revocation != null) {
      RevocationValues values = RevocationValues.getInstance(revocation);
      for (CertificateList list : values.getCrlVals()) {
        finding.evidence.addList(list.getEncoded(ASN1Encoding.DER));
      }
      for (BasicOCSPResponse answer : values.getOcspVals()) {
        finding.evidence.addAnswer(answer.getEncoded(ASN1Encoding.DER));
      }
    }
    ASN1EncodableVector stamps = table.getAll(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
    for (int i = 0; i < stamps.size(); i++) {
      byte[] token =
          Attribute.getInstance(stamps.get(i))
              .getAttrValues()
              .getObjectAt(0)
              .toASN1Primitive()
              .getEncoded();
      finding.stamps.add(timestamps.check(token, signer.getSignature(), finding.evidence));
    }
  }

  private static @org.jspecify.annotations.Nullable ASN1Encodable value(
      AttributeTable table, ASN1ObjectIdentifier type) {
    Attribute attribute = table.get(type);
    return attribute == null || attribute.getAttrValues().size() == 0
        ? null
        : attribute.getAttrValues().getObjectAt(0);
  }

  /** The time a PDF or another wrapper claims, where the CMS does not. */
  static void claim(Finding finding, @org.jspecify.annotations.Nullable Instant at) {
    if (finding.claimed == null) {
      finding.claimed = at;
    }
  }
}
