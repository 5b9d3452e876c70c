package vn.lachan.collector;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256 in the forms the collector needs. */
final class Digests {
  private static final int ID_BYTES = 20;

  private Digests() {}

  static byte[] sha256(byte[] bytes) {
    return digest().digest(bytes);
  }

  /** An id of 160 bits over several texts that cannot be confused with each other; URL-safe. */
  static String id(String kind, String source, byte[] rest) {
    MessageDigest digest = digest();
    digest.update(kind.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(source.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    byte[] hash = digest.digest(rest);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(java.util.Arrays.copyOf(hash, ID_BYTES));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
