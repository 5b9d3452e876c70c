package vn.lachan.backup.signature.sample;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import vn.lachan.backup.signature.seal.SealingKey;

/** Revocation evidence of the sample authorities. {@link SampleIdentity#REVOKED} is revoked. */
public final class SampleRevocation {
  private static final Duration SINCE = Duration.ofDays(2);
  private static final Duration LIFE = Duration.ofDays(7);

  private final SamplePki pki;

  public SampleRevocation(SamplePki pki) {
    this.pki = pki;
  }

  /** When {@link SampleIdentity#REVOKED} was revoked. */
  public Instant revokedSince() {
    return pki.now().minus(SINCE);
  }

  /** The revocation list (DER) of the issuer of {@code identity} as of {@code at}. */
  public byte[] list(SampleIdentity identity, Instant at) {
    return list(pki.issuer(identity), pki.key(SampleIdentity.REVOKED), at);
  }

  /**
   * The list (DER) of the root above {@code identity}, on which the issuer of {@code identity}
   * itself is revoked since {@link #revokedSince()}.
   */
  public byte[] listOfAuthorities(SampleIdentity identity, Instant at) {
    return list(pki.root(identity), pki.issuer(identity), at);
  }

  private byte[] list(SealingKey issuer, SealingKey revoked, Instant at) {
    try {
      X509v2CRLBuilder builder = new X509v2CRLBuilder(subject(issuer), Date.from(at));
      builder.setNextUpdate(Date.from(at.plus(LIFE)));
      if (!at.isBefore(revokedSince())) {
        builder.addCRLEntry(
            revoked.certificate().getSerialNumber(),
            Date.from(revokedSince()),
            CRLReason.keyCompromise);
      }
      return builder
          .build(new JcaContentSignerBuilder(algorithm(issuer)).build(issuer.privateKey()))
          .getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make a revocation list", e);
    }
  }

  /** What the responder says about {@code identity} at {@code at} (OCSP response, DER). */
  public byte[] answer(SampleIdentity identity, Instant at) {
    SealingKey responder = pki.key(SampleIdentity.RESPONDER);
    try {
      DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
      X509CertificateHolder own = new JcaX509CertificateHolder(responder.certificate());
      BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(own.getSubject()));
      boolean revoked = identity == SampleIdentity.REVOKED && !at.isBefore(revokedSince());
      builder.addResponse(
          id(identity, digests),
          revoked
              ? new RevokedStatus(Date.from(revokedSince()), CRLReason.keyCompromise)
              : CertificateStatus.GOOD,
          Date.from(at),
          Date.from(at.plus(LIFE)));
      OCSPResp answer =
          new OCSPRespBuilder()
              .build(
                  OCSPRespBuilder.SUCCESSFUL,
                  builder.build(
                      new JcaContentSignerBuilder(algorithm(responder))
                          .build(responder.privateKey()),
                      new X509CertificateHolder[] {own},
                      Date.from(at)));
      return answer.getEncoded();
    } catch (IOException | OCSPException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make an OCSP answer", e);
    }
  }

  private CertificateID id(SampleIdentity identity, DigestCalculatorProvider digests)
      throws GeneralSecurityException, OperatorCreationException, OCSPException {
    X509Certificate issuer = pki.issuer(identity).certificate();
    return new CertificateID(
        digests.get(CertificateID.HASH_SHA1),
        new JcaX509CertificateHolder(issuer),
        pki.key(identity).certificate().getSerialNumber());
  }

  private static String algorithm(SealingKey key) {
    return key.privateKey().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
  }

  private static X500Name subject(SealingKey key) {
    return X500Name.getInstance(key.certificate().getSubjectX500Principal().getEncoded());
  }
}
