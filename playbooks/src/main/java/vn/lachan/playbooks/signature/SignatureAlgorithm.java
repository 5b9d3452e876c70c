package vn.lachan.playbooks.signature;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;
import java.util.Optional;

/** Algorithms a playbook may be signed with (RFC 7518, RFC 8037); symmetric ones are left out. */
public enum SignatureAlgorithm {
  RS256("SHA256withRSA", "SHA256withRSA"),
  RS384("SHA384withRSA", "SHA384withRSA"),
  RS512("SHA512withRSA", "SHA512withRSA"),
  PS256("SHA256withRSAandMGF1", "RSASSA-PSS"),
  PS384("SHA384withRSAandMGF1", "RSASSA-PSS"),
  PS512("SHA512withRSAandMGF1", "RSASSA-PSS"),
  ES256("SHA256withPLAIN-ECDSA", "SHA256withECDSAinP1363Format"),
  ES384("SHA384withPLAIN-ECDSA", "SHA384withECDSAinP1363Format"),
  ES512("SHA512withPLAIN-ECDSA", "SHA512withECDSAinP1363Format"),
  ED25519("Ed25519", "Ed25519");

  private final String bouncyCastle;
  private final String device;

  SignatureAlgorithm(String bouncyCastle, String device) {
    this.bouncyCastle = bouncyCastle;
    this.device = device;
  }

  /** The name Bouncy Castle knows. */
  String bouncyCastle() {
    return bouncyCastle;
  }

  /** The name other providers know, for keys that never leave a device. */
  String device() {
    return device;
  }

  /** The word of the vocabulary, for example {@code ES256} or {@code Ed25519}. */
  public String word() {
    return this == ED25519 ? "Ed25519" : name();
  }

  /** The algorithm of a signature object, also by the names other programs write. */
  public static Optional<SignatureAlgorithm> of(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "RSA-SHA256" -> Optional.of(RS256);
      case "RSA-SHA384" -> Optional.of(RS384);
      case "RSA-SHA512" -> Optional.of(RS512);
      case "EDDSA" -> Optional.of(ED25519);
      default -> {
        for (SignatureAlgorithm algorithm : values()) {
          if (algorithm.name().equals(word.toUpperCase(Locale.ROOT))) {
            yield Optional.of(algorithm);
          }
        }
        yield Optional.empty();
      }
    };
  }

  /** What we sign with a key of that kind: RS256, ES256 (384, 512 by the curve) or Ed25519. */
  static Optional<SignatureAlgorithm> forKey(PublicKey key) {
    if (key instanceof RSAPublicKey) {
      return Optional.of(RS256);
    }
    if (key instanceof ECPublicKey elliptic) {
      return switch (elliptic.getParams().getOrder().bitLength()) {
        case 256 -> Optional.of(ES256);
        case 384 -> Optional.of(ES384);
        case 521 -> Optional.of(ES512);
        default -> Optional.empty();
      };
    }
    boolean edwards = key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519");
    return edwards ? Optional.of(ED25519) : Optional.empty();
  }
}
