package vn.lachan.backup.signature;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Certificates and revocation evidence found in a file. Evidence is believed only when its
 * signature leads to the issuer of the certificate asked about. Used by one thread.
 */
final class EmbeddedEvidence {
  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  private final List<X509Certificate> certificates = new ArrayList<>();
  private final List<X509CRLHolder> lists = new ArrayList<>();
  private final List<BasicOCSPResp> answers = new ArrayList<>();
  private int unreadable;

  /** A copy that can be added to without changing this. */
  EmbeddedEvidence copy() {
    EmbeddedEvidence copy = new EmbeddedEvidence();
    copy.certificates.addAll(certificates);
    copy.lists.addAll(lists);
    copy.answers.addAll(answers);
    copy.unreadable = unreadable;
    return copy;
  }

  void addCertificate(byte[] der) {
    Certificates.parse(der).ifPresentOrElse(certificates::add, () -> unreadable++);
  }

  void addAll(Collection<X509Certificate> more) {
    certificates.addAll(more);
  }

  void addList(byte[] der) {
    try {
      lists.add(new X509CRLHolder(der));
    } catch (IOException e) {
      unreadable++;
    }
  }

  void addList(X509CRLHolder list) {
    lists.add(list);
  }

  /** An OCSPResponse or a BasicOCSPResponse (RFC 6960). */
  void addAnswer(byte[] der) {
    try {
      if (new OCSPResp(der).getResponseObject() instanceof BasicOCSPResp basic) {
        answers.add(basic);
      }
    } catch (IOException | OCSPException | IllegalArgumentException e) {
      addBasicAnswer(der);
    }
  }

  private void addBasicAnswer(byte[] der) {
    try {
      answers.add(new BasicOCSPResp(BasicOCSPResponse.getInstance(der)));
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      unreadable++;
    }
  }

  void addUnreadable() {
    unreadable++;
  }

  List<X509Certificate> certificates() {
    return certificates;
  }

  /** How many pieces could not be read. */
  int unreadable() {
    return unreadable;
  }

  /**
   * What the evidence says about {@code certificate}.
   *
   * @param at evidence that had run out before then says nothing good
   */
  RevocationStatus status(X509Certificate certificate, X509Certificate issuer, Instant at) {
    List<RevocationStatus> found = new ArrayList<>();
    for (BasicOCSPResp answer : answers) {
      answer(answer, certificate, issuer, at).ifPresent(found::add);
    }
    for (X509CRLHolder list : lists) {
      list(list, certificate, issuer, at).ifPresent(found::add);
    }
    RevocationStatus best = new RevocationStatus.NotEmbedded();
    for (RevocationStatus status : found) {
      if (status instanceof RevocationStatus.Revoked) {
        return status;
      }
      best = best instanceof RevocationStatus.Good ? best : status;
    }
    return best;
  }

  private static Optional<RevocationStatus> list(
      X509CRLHolder list, X509Certificate certificate, X509Certificate issuer, Instant at) {
    try {
      if (!list.getIssuer().equals(new JcaX509CertificateHolder(issuer).getSubject())
          || !list.isSignatureValid(verifier(issuer))) {
        return Optional.empty();
      }
    } catch (CertException | CertificateException | OperatorCreationException e) {
      return Optional.empty();
    }
    X509CRLEntryHolder entry = list.getRevokedCertificate(certificate.getSerialNumber());
    if (entry != null) {
      return Optional.of(
          new RevocationStatus.Revoked("CRL", entry.getRevocationDate().toInstant()));
    }
    return good("CRL", list.getThisUpdate(), list.getNextUpdate(), at);
  }

  private Optional<RevocationStatus> answer(
      BasicOCSPResp answer, X509Certificate certificate, X509Certificate issuer, Instant at) {
    try {
      X509CertificateHolder holder = new JcaX509CertificateHolder(issuer);
      for (SingleResp one : answer.getResponses()) {
        if (!one.getCertID().getSerialNumber().equals(certificate.getSerialNumber())
            || !one.getCertID()
                .matchesIssuer(holder, new JcaDigestCalculatorProviderBuilder().build())) {
          continue;
        }
        if (!isBelieved(answer, issuer)) {
          return Optional.empty();
        }
        CertificateStatus status = one.getCertStatus();
        if (status instanceof RevokedStatus revoked) {
          return Optional.of(
              new RevocationStatus.Revoked("OCSP", revoked.getRevocationTime().toInstant()));
        }
        return status == null
            ? good("OCSP", one.getThisUpdate(), one.getNextUpdate(), at)
            : Optional.empty();
      }
    } catch (OCSPException | CertificateException | OperatorCreationException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** Signed by the issuer itself or by a responder the issuer named (RFC 6960, 4.2.2.2). */
  private boolean isBelieved(BasicOCSPResp answer, X509Certificate issuer)
      throws OperatorCreationException, CertificateException {
    if (isSignedBy(answer, issuer)) {
      return true;
    }
    List<X509Certificate> responders = new ArrayList<>(certificates);
    for (X509CertificateHolder holder : answer.getCerts()) {
      try {
        Certificates.parse(holder.getEncoded()).ifPresent(responders::add);
      } catch (IOException e) {
        return false;
      }
    }
    for (X509Certificate responder : responders) {
      List<String> usage = responder.getExtendedKeyUsage();
      if (usage != null
          && usage.contains(OCSP_SIGNING)
          && isSignedBy(answer, responder)
          && Certificates.isIssuedBy(responder, issuer)) {
        return true;
      }
    }
    return false;
  }

  /** False also when the key is of another kind than the signature. */
  private static boolean isSignedBy(BasicOCSPResp answer, X509Certificate certificate)
      throws OperatorCreationException {
    try {
      return answer.isSignatureValid(verifier(certificate));
    } catch (OCSPException e) {
      return false;
    }
  }

  private static Optional<RevocationStatus> good(
      String source, Date from, @org.jspecify.annotations.Nullable Date until, Instant at) {
    return until != null && until.toInstant().isBefore(at)
        ? Optional.empty()
        : Optional.of(new RevocationStatus.Good(source, from.toInstant()));
  }

  private static ContentVerifierProvider verifier(X509Certificate certificate)
      throws OperatorCreationException {
    return new JcaContentVerifierProviderBuilder().build(certificate.getPublicKey());
  }
}
