package vn.lachan.app.security;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.springframework.stereotype.Component;

/**
 * Time-based one-time passwords (RFC 6238: SHA-1, 30 s, 6 digits, as the common phone apps expect).
 * A code is good for its step and the ones beside it, and only once in this process.
 */
@Component
class OneTimeCodes {
  private final TimeBasedOneTimePasswordGenerator generator =
      new TimeBasedOneTimePasswordGenerator();
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Long> lastStep = new HashMap<>();
  private final Clock clock;

  OneTimeCodes(Clock clock) {
    this.clock = clock;
  }

  byte[] newSecret() {
    byte[] secret = new byte[20];
    random.nextBytes(secret);
    return secret;
  }

  static String base32(byte[] secret) {
    return new Base32().encodeToString(secret);
  }

  /** Whether {@code code} is right for {@code account} now and has not been used before. */
  boolean accepts(String account, byte[] secret, String code) {
    long step = generator.getTimeStep().toSeconds();
    long now = clock.instant().getEpochSecond() / step;
    for (long candidate = now - 1; candidate <= now + 1; candidate++) {
      if (matches(secret, candidate * step, code)) {
        return isUnused(account, candidate);
      }
    }
    return false;
  }

  private synchronized boolean isUnused(String account, long step) {
    boolean unused = step > lastStep.getOrDefault(account, Long.MIN_VALUE);
    if (unused) {
      lastStep.put(account, step);
    }
    return unused;
  }

  private boolean matches(byte[] secret, long second, String code) {
    try {
      String expected =
          generator.generateOneTimePasswordString(
              new SecretKeySpec(secret, generator.getAlgorithm()), Instant.ofEpochSecond(second));
      return MessageDigest.isEqual(
          expected.getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a stored one-time secret is not a key", e);
    }
  }
}
