package vn.lachan.backup.signature.seal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.signature.SignatureException;

/**
 * Makes CMS signatures as ETSI EN 319 122-1 wants them at level B-B (signing-certificate-v2), or
 * B-T with a time-stamp.
 *
 * @param digest hash function, {@code SHA-256}
 * @param timestamps null for no time-stamp
 */
public record CmsSigner(SealingKey key, String digest, @Nullable TimestampAuthority timestamps) {

  private static final int SLICE = 8192;

  /**
   * Signs what {@code content} gives.
   *
   * @param claimed put into the signing-time attribute; null leaves it out, as PAdES wants
   * @param enveloping whether the content is put into the result
   * @throws TimestampException when only the time-stamp could not be had
   */
  public byte[] sign(InputStream content, @Nullable Instant claimed, boolean enveloping) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .setSignedAttributeGenerator(attributes(claimed))
              .build(contentSigner(), key.certificate()));
      generator.addCertificates(new JcaCertStore(withoutRoot()));
      CMSTypedData data =
          enveloping ? new CMSProcessableByteArray(content.readAllBytes()) : new Streamed(content);
      CMSSignedData signed = generator.generate(data, enveloping);
      return (timestamps == null ? signed : stamped(signed, timestamps)).getEncoded("DER");
    } catch (IOException | CMSException | OperatorCreationException | GeneralSecurityException e) {
      throw new SignatureException("không ký được bằng " + key, e);
    }
  }

  private List<X509Certificate> withoutRoot() {
    List<X509Certificate> sent = new ArrayList<>(key.chain());
    if (sent.size() > 1
        && sent.getLast()
            .getSubjectX500Principal()
            .equals(sent.getLast().getIssuerX500Principal())) {
      sent.removeLast();
    }
    return sent;
  }

  private ContentSigner contentSigner() throws OperatorCreationException {
    String name = digest.replace("-", "") + "with" + (isElliptic() ? "ECDSA" : "RSA");
    return new JcaContentSignerBuilder(name).build(key.privateKey());
  }

  private boolean isElliptic() {
    return key.certificate().getPublicKey().getAlgorithm().equals("EC");
  }

  private CMSAttributeTableGenerator attributes(@Nullable Instant claimed)
      throws GeneralSecurityException {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.certificate().getEncoded());
    ASN1EncodableVector vector = new ASN1EncodableVector();
    vector.add(
        new Attribute(
            PKCSObjectIdentifiers.id_aa_signingCertificateV2,
            new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
    if (claimed != null) {
      vector.add(
          new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(claimed)))));
    }
    CMSAttributeTableGenerator standard =
        new DefaultSignedAttributeTableGenerator(new AttributeTable(vector));
    return parameters -> {
      AttributeTable table = standard.getAttributes(parameters);
      AttributeTable plain = table.remove(CMSAttributes.cmsAlgorithmProtect);
      return claimed == null ? plain.remove(CMSAttributes.signingTime) : plain;
    };
  }

  private static CMSSignedData stamped(CMSSignedData signed, TimestampAuthority timestamps)
      throws IOException, GeneralSecurityException {
    SignerInformation signer = signed.getSignerInfos().iterator().next();
    byte[] token =
        token(timestamps, MessageDigest.getInstance("SHA-256").digest(signer.getSignature()));
    Attribute attribute =
        new Attribute(
            PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
            new DERSet(ASN1Primitive.fromByteArray(token)));
    AttributeTable table = new AttributeTable(new DERSet(attribute));
    return CMSSignedData.replaceSigners(
        signed,
        new SignerInformationStore(SignerInformation.replaceUnsignedAttributes(signer, table)));
  }

  private static byte[] token(TimestampAuthority timestamps, byte[] digest) {
    try {
      return timestamps.stamp(digest);
    } catch (SignatureException e) {
      throw new TimestampException(e);
    }
  }

  /** The same without time-stamps. */
  CmsSigner withoutTimestamps() {
    return new CmsSigner(key, digest, null);
  }

  /** Content that is read once, in slices that suit the JDK's SHA-256. */
  private record Streamed(InputStream content) implements CMSTypedData {
    @Override
    public ASN1ObjectIdentifier getContentType() {
      return CMSObjectIdentifiers.data;
    }

    @Override
    public void write(OutputStream out) throws IOException {
      byte[] slice = new byte[SLICE];
      for (int n = content.read(slice); n >= 0; n = content.read(slice)) {
        out.write(slice, 0, n);
      }
    }

    @Override
    public Object getContent() {
      return content;
    }
  }
}
