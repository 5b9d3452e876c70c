package vn.lachan.app.wiring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import vn.lachan.collector.LogSource;

/** The token with which the canary comes in over HTTPS: made at every start, never written down. */
@Component
public class CanaryToken {
  private static final String SOURCE = "lachan-canary";
  private static final int BYTES = 32;

  private final String token;

  CanaryToken() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    this.token = HexFormat.of().formatHex(bytes);
  }

  /** What is to be shown at the intake. */
  public String token() {
    return token;
  }

  LogSource source() {
    return new LogSource(
        SOURCE,
        SOURCE,
        OwnEvents.CANARY,
        "",
        LogSource.VIETNAM,
        Optional.of(sha256(token)),
        List.of(),
        List.of(),
        Optional.empty(),
        LogSource.DEFAULT_SKEW);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
