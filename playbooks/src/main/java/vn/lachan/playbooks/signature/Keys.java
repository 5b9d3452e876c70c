package vn.lachan.playbooks.signature;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Keys and digests as Bouncy Castle has them; its provider is not registered for the process. */
final class Keys {
  static final Provider PROVIDER = new BouncyCastleProvider();
  private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

  /** A key from its SubjectPublicKeyInfo. */
  static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind, PROVIDER)
            .generatePublic(new X509EncodedKeySpec(encoded));
      } catch (GeneralSecurityException _) {
        // Of another kind; the last one says what is wrong.
      }
    }
    throw new GeneralSecurityException("no RSA, elliptic curve or Ed25519 public key");
  }

  /** The same private key for Bouncy Castle. */
  static PrivateKey privateKey(PrivateKey key) throws GeneralSecurityException {
    String kind = key.getAlgorithm().equals("EdDSA") ? "Ed25519" : key.getAlgorithm();
    return KeyFactory.getInstance(kind, PROVIDER)
        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  static String fingerprint(PublicKey key) {
    return HexFormat.of().formatHex(digest("SHA-256", key.getEncoded()));
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /** Base64 with line breaks, as in PEM. */
  static byte[] base64(String text) {
    return Base64.getMimeDecoder().decode(text.strip());
  }

  private Keys() {}
}
