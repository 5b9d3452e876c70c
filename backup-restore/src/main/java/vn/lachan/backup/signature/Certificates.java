package vn.lachan.backup.signature;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Reads X.509 certificates and what is in them. */
final class Certificates {
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  private Certificates() {}

  /** The certificate, unless the bytes are none. */
  static Optional<X509Certificate> parse(byte[] der) {
    try {
      return CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der))
              instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  static SignatureVerdict.Signer describe(X509Certificate certificate) {
    return new SignatureVerdict.Signer(
        certificate.getSubjectX500Principal().getName(),
        commonName(certificate.getSubjectX500Principal()),
        certificate.getIssuerX500Principal().getName(),
        HexFormat.of().formatHex(certificate.getSerialNumber().toByteArray()));
  }

  static String commonName(X500Principal principal) {
    RDN[] found = X500Name.getInstance(principal.getEncoded()).getRDNs(BCStyle.CN);
    return found.length == 0 ? "" : IETFUtils.valueToString(found[0].getFirst().getValue());
  }

  static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether it may sign documents: RFC 5280 4.2.1.3; without the extension it may. */
  static boolean maySign(X509Certificate certificate) {
    boolean[] usage = certificate.getKeyUsage();
    return usage == null || usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION];
  }

  /** What is weak about a key; empty when nothing is. */
  static Optional<String> weakness(PublicKey key, SignatureSettings settings) {
    int bits =
        switch (key) {
          case RSAPublicKey rsa -> rsa.getModulus().bitLength();
          case ECPublicKey ec -> ec.getParams().getOrder().bitLength();
          default -> Integer.MAX_VALUE;
        };
    int least = key instanceof RSAPublicKey ? settings.minRsaBits() : settings.minEcBits();
    return bits < least ? Optional.of(key.getAlgorithm() + "-" + bits) : Optional.empty();
  }

  static byte[] digest(String algorithm, byte[] content) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance(algorithm).digest(content);
  }
}
