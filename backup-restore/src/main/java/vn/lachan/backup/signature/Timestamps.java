package vn.lachan.backup.signature;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/** Checks RFC 3161 time-stamps. Safe for use by several threads. */
final class Timestamps {
  private final CertificateChains chains;
  private final SignatureSettings settings;

  Timestamps(CertificateChains chains, SignatureSettings settings) {
    this.chains = chains;
    this.settings = settings;
  }

  /** Gives what a token must have stamped, once its hash function is known. */
  interface Stamped {
    byte[] digest(MessageDigest function);
  }

  /** What a token is worth, and who made it. */
  record Check(TimestampStatus status, Optional<X509Certificate> authority) {}

  /** Checks a token over {@code content}. */
  TimestampStatus check(byte[] token, byte[] content, EmbeddedEvidence evidence) {
    return check(token, function -> function.digest(content), evidence).status();
  }

  Check check(byte[] token, Stamped stamped, EmbeddedEvidence evidence) {
    try {
      return check(new TimeStampToken(new CMSSignedData(token)), stamped, evidence);
    } catch (CMSException | TSPException | IOException e) {
      return wrong("", "cấu trúc hỏng");
    }
  }

  private Check check(TimeStampToken token, Stamped stamped, EmbeddedEvidence evidence)
      throws IOException {
    Instant at = token.getTimeStampInfo().getGenTime().toInstant();
    Optional<X509Certificate> authority = authority(token, evidence);
    if (authority.isEmpty()) {
      return wrong("", "không có chứng thư của bên cấp dấu thời gian");
    }
    X509Certificate signer = authority.get();
    String name = Certificates.commonName(signer.getSubjectX500Principal());
    AlgorithmIdentifier hash = token.getTimeStampInfo().getHashAlgorithm();
    String function = new DefaultAlgorithmNameFinder().getAlgorithmName(hash);
    if (WeakDigests.isWeak(function)) {
      return new Check(
          new TimestampStatus.Invalid(name, "thuật toán băm yếu: " + function), authority);
    }
    try {
      byte[] digest = stamped.digest(MessageDigest.getInstance(WeakDigests.jdkName(function)));
      if (!MessageDigest.isEqual(digest, token.getTimeStampInfo().getMessageImprintDigest())) {
        return new Check(new TimestampStatus.Invalid(name, "không khớp chữ ký"), authority);
      }
      token.validate(
          new JcaSimpleSignerInfoVerifierBuilder()
              .build(new X509CertificateHolder(signer.getEncoded())));
    } catch (NoSuchAlgorithmException e) {
      return wrong(name, "thuật toán băm lạ: " + function);
    } catch (TSPException | OperatorCreationException | java.security.cert.CertificateException e) {
      return new Check(
          new TimestampStatus.Invalid(name, "không kiểm được: " + e.getMessage()), authority);
    }
    return new Check(trusted(signer, name, at, evidence), authority);
  }

  private TimestampStatus trusted(
      X509Certificate signer, String name, Instant at, EmbeddedEvidence evidence) {
    Optional<CertificateChains.Chain> chain = chains.find(signer, evidence.certificates());
    if (chain.isEmpty()) {
      return new TimestampStatus.Invalid(name, "bên cấp không có chuỗi tới gốc tin cậy");
    }
    if (chain.get().outsideValidity(at).isPresent()) {
      return new TimestampStatus.Invalid(name, "cấp ngoài thời hạn chứng thư");
    }
    Optional<String> weak = Certificates.weakness(signer.getPublicKey(), settings);
    if (weak.isPresent()) {
      return new TimestampStatus.Invalid(name, "khóa yếu: " + weak.get());
    }
    return new TimestampStatus.Valid(at, name);
  }

  private static Optional<X509Certificate> authority(
      TimeStampToken token, EmbeddedEvidence evidence) throws IOException {
    Collection<X509CertificateHolder> sent = token.getCertificates().getMatches(null);
    for (X509CertificateHolder holder : sent) {
      evidence.addCertificate(holder.getEncoded());
    }
    for (X509Certificate certificate : evidence.certificates()) {
      X509CertificateHolder holder;
      try {
        holder = new X509CertificateHolder(certificate.getEncoded());
      } catch (java.security.cert.CertificateException e) {
        continue;
      }
      if (token.getSID().match(holder)) {
        return Optional.of(certificate);
      }
    }
    return Optional.empty();
  }

  private static Check wrong(String name, String reason) {
    return new Check(new TimestampStatus.Invalid(name, reason), Optional.empty());
  }
}
