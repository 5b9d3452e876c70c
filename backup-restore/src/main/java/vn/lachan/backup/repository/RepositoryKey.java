package vn.lachan.backup.repository;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * What seals and opens everything in one repository: an AES-256 key and a Poly1305-AES key.
 *
 * <p>Opaque on purpose: {@link #toString()} hides it and the bytes are only handed to {@link
 * Envelope} and {@link KeyFile}. {@link #close()} overwrites them.
 */
final class RepositoryKey implements AutoCloseable {

  static final int ENCRYPT_BYTES = 32;
  static final int MAC_BYTES = 16;

  private final byte[] encrypt;
  private final byte[] macK;
  private final byte[] macR;

  RepositoryKey(byte[] encrypt, byte[] macK, byte[] macR) {
    if (encrypt.length != ENCRYPT_BYTES || macK.length != MAC_BYTES || macR.length != MAC_BYTES) {
      throw new IllegalArgumentException("a repository key has 32, 16 and 16 bytes");
    }
    this.encrypt = encrypt.clone();
    this.macK = macK.clone();
    this.macR = macR.clone();
  }

  static RepositoryKey random(SecureRandom random) {
    byte[] material = new byte[ENCRYPT_BYTES + 2 * MAC_BYTES];
    random.nextBytes(material);
    try {
      return split(material);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  /** 64 bytes: 32 to encrypt, 16 k, 16 r. */
  static RepositoryKey split(byte[] material) {
    int k = ENCRYPT_BYTES;
    int r = k + MAC_BYTES;
    return new RepositoryKey(
        Arrays.copyOf(material, k),
        Arrays.copyOfRange(material, k, r),
        Arrays.copyOfRange(material, r, r + MAC_BYTES));
  }

  /** Another of the same, to be closed on its own. */
  RepositoryKey copy() {
    return new RepositoryKey(encrypt, macK, macR);
  }

  byte[] encrypt() {
    return encrypt;
  }

  byte[] macK() {
    return macK;
  }

  byte[] macR() {
    return macR;
  }

  /** The document a key file seals. */
  KeyFile.MasterKey document() {
    Base64.Encoder base64 = Base64.getEncoder();
    return new KeyFile.MasterKey(
        new KeyFile.MacKey(base64.encodeToString(macK), base64.encodeToString(macR)),
        base64.encodeToString(encrypt));
  }

  @Override
  public void close() {
    Arrays.fill(encrypt, (byte) 0);
    Arrays.fill(macK, (byte) 0);
    Arrays.fill(macR, (byte) 0);
  }

  @Override
  public String toString() {
    return "RepositoryKey[hidden]";
  }
}
