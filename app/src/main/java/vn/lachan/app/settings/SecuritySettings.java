package vn.lachan.app.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Signing in.
 *
 * @param attempts wrong passwords in a row until the account is locked
 * @param lock how long it stays locked
 * @param passwordLength shortest password, in characters
 * @param secondFactor whether roles that order containment or administer need a second factor
 */
public record SecuritySettings(
    @DefaultValue("5") int attempts,
    @DefaultValue("15m") Duration lock,
    @DefaultValue("12") int passwordLength,
    @DefaultValue("true") boolean secondFactor) {
  public SecuritySettings {
    if (attempts < 1 || passwordLength < 8) {
      throw new IllegalArgumentException(
          "lachan.security: attempts is at least 1 and password-length at least 8");
    }
  }
}
