package vn.lachan.playbooks.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Public keys somebody trusts, from PEM files with a key or a certificate. Immutable. */
public final class TrustedKeys {
  /** No key at all. */
  public static final TrustedKeys NONE = new TrustedKeys(Map.of(), Map.of());

  private final Map<String, PublicKey> byFingerprint;
  private final Map<String, PublicKey> byThumbprint;

  private TrustedKeys(Map<String, PublicKey> byFingerprint, Map<String, PublicKey> byThumbprint) {
    this.byFingerprint = Map.copyOf(byFingerprint);
    this.byThumbprint = Map.copyOf(byThumbprint);
  }

  /**
   * Reads PEM files.
   *
   * @throws KeyFileException when one is not there or holds neither a public key nor a certificate
   */
  public static TrustedKeys load(List<Path> files) {
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    Map<String, PublicKey> thumbprints = new LinkedHashMap<>();
    for (Path file : files) {
      try {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        if (pem.contains("BEGIN CERTIFICATE")) {
          X509Certificate certificate = certificate(pem.getBytes(StandardCharsets.US_ASCII));
          PublicKey key = Keys.publicKey(certificate.getPublicKey().getEncoded());
          keys.put(Keys.fingerprint(key), key);
          thumbprints.put(thumbprint(certificate), key);
        } else {
          PublicKey key = Keys.publicKey(Keys.base64(pem.replaceAll("-----[^-]*-----", "")));
          keys.put(Keys.fingerprint(key), key);
        }
      } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
        throw new KeyFileException(file, "no public key or certificate in PEM", e);
      }
    }
    return new TrustedKeys(keys, thumbprints);
  }

  /** Exactly this key. */
  public static TrustedKeys of(PublicKey key) {
    return new TrustedKeys(Map.of(Keys.fingerprint(key), key), Map.of());
  }

  static X509Certificate certificate(byte[] encoded) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  private static String thumbprint(X509Certificate certificate) throws GeneralSecurityException {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Keys.digest("SHA-256", certificate.getEncoded()));
  }

  /** SHA-256 of the keys in hexadecimal. */
  public Set<String> fingerprints() {
    return byFingerprint.keySet();
  }

  public boolean contains(String fingerprint) {
    return byFingerprint.containsKey(fingerprint);
  }

  Optional<PublicKey> byThumbprint(String thumbprint) {
    return Optional.ofNullable(byThumbprint.get(thumbprint.replace("=", "")));
  }
}
