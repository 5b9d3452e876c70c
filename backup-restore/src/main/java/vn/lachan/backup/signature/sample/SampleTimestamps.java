package vn.lachan.backup.signature.sample;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.seal.SealingKey;
import vn.lachan.backup.signature.seal.TimestampAuthority;

/** A time-stamp authority in this process. Safe for use by several threads. */
public final class SampleTimestamps implements TimestampAuthority {
  private static final ASN1ObjectIdentifier POLICY =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");

  private final SealingKey key;
  private final Clock clock;
  private final AtomicLong serial = new AtomicLong(1);

  /**
   * @param clock the time it says
   */
  public SampleTimestamps(SamplePki pki, Clock clock) {
    this.key = pki.key(SampleIdentity.TIMESTAMPS);
    this.clock = clock;
  }

  @Override
  public byte[] stamp(byte[] sha256) {
    try {
      TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
      requests.setCertReq(true);
      TimeStampRequest request = requests.generate(TSPAlgorithms.SHA256, sha256);
      return tokens()
          .generate(request, BigInteger.valueOf(serial.getAndIncrement()), now())
          .getEncoded();
    } catch (TSPException | IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new SignatureException("the sample authority cannot stamp", e);
    }
  }

  /** The answer (RFC 3161 TimeStampResp, DER) to a request as it comes over HTTP. */
  public byte[] answer(byte[] request) {
    try {
      return new TimeStampResponseGenerator(tokens(), TSPAlgorithms.ALLOWED)
          .generate(
              new TimeStampRequest(request), BigInteger.valueOf(serial.getAndIncrement()), now())
          .getEncoded();
    } catch (TSPException | IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new SignatureException("the sample authority cannot answer", e);
    }
  }

  private Date now() {
    return Date.from(clock.instant());
  }

  private TimeStampTokenGenerator tokens()
      throws OperatorCreationException, TSPException, GeneralSecurityException {
    DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
    TimeStampTokenGenerator tokens =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .build("SHA256withRSA", key.privateKey(), key.certificate()),
            digests.get(
                new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                    org.bouncycastle.asn1.nist.NISTObjectIdentifiers.id_sha256)),
            POLICY);
    tokens.addCertificates(new JcaCertStore(key.chain().subList(0, key.chain().size() - 1)));
    return tokens;
  }
}
