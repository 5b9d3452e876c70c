package vn.lachan.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** The public half of a trail's key pair. */
final class VerifyingKey {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  private final PublicKey key;

  VerifyingKey(PublicKey key) {
    this.key = key;
  }

  /**
   * Reads a PEM file (RFC 7468) with an Ed25519 public key.
   *
   * @throws IllegalArgumentException when the bytes hold no such key
   */
  static VerifyingKey parse(byte[] pem) {
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
      throw new IllegalArgumentException("not a PEM public key");
    }
    String body = text.substring(BEGIN.length(), text.length() - END.length());
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(body);
      return new VerifyingKey(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 public key", e);
    }
  }

  static VerifyingKey read(Path file) throws IOException {
    try {
      return parse(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds no Ed25519 public key in PEM form", e);
    }
  }

  byte[] pem() {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return (BEGIN + "\n" + body + "\n" + END + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** First 16 hexadecimal digits of the SHA-256 of the key's X.509 form. */
  String id() {
    return Digests.sha256(key.getEncoded()).substring(0, 16);
  }

  boolean verifies(Checkpoint checkpoint) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(
          CheckpointCodec.signedBytes(
              checkpoint.sequence(), checkpoint.head(), checkpoint.at(), checkpoint.key()));
      return verifier.verify(HexFormat.of().parseHex(checkpoint.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
