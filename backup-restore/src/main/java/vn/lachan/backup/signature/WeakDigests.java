package vn.lachan.backup.signature;

import java.util.Locale;
import java.util.Set;

/** Which hash functions no longer prove anything. */
final class WeakDigests {
  private static final Set<String> WEAK =
      Set.of("MD2", "MD4", "MD5", "SHA1", "RIPEMD128", "RIPEMD160");

  private WeakDigests() {}

  static boolean isWeak(String name) {
    return WEAK.contains(name.toUpperCase(Locale.ROOT).replace("-", ""));
  }

  /** As {@code MessageDigest} wants it: {@code SHA256} is {@code SHA-256}. */
  static String jdkName(String name) {
    return name.matches("SHA[0-9]+") ? "SHA-" + name.substring(3) : name;
  }
}
