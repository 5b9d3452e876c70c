package vn.lachan.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hexadecimal digits of a digest. */
final class Digits {
  /** A digest has 64 bits at least; shorter ones are names that happen to look like one. */
  static final int FEWEST = 16;

  private static final int MOST = 128;

  /** The digits of the digest {@code text} in lower case, or null when it is none. */
  static @Nullable String of(String text) {
    boolean digest =
        text.length() >= FEWEST
            && text.length() <= MOST
            && text.length() % 2 == 0
            && text.chars().allMatch(HexFormat::isHexDigit);
    return digest ? text.toLowerCase(Locale.ROOT) : null;
  }

  /** Whether {@code text} is one digit or more and nothing else. */
  static boolean only(String text) {
    return !text.isEmpty() && text.chars().allMatch(HexFormat::isHexDigit);
  }

  /** The digits of the SHA-256 of {@code text} in UTF-8. */
  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private Digits() {}
}
