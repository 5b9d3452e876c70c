package vn.lachan.app.settings;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Signing in.
 *
 * @param attempts wrong passwords in a row until the account is locked
 * @param lock how long it stays locked
 * @param passwordLength shortest password, in characters
 * @param secondFactor whether roles that order containment or administer need a second factor
 * @param vouchedFor so long after an administrator made an account, or changed what it may do or
 *     its password, it is nobody's second person
 * @param pseudonymKey file with the key under which citizen numbers are replaced, the same on all
 *     nodes that share a database; made in the data folder unless set
 */
public record SecuritySettings(
    @DefaultValue("5") int attempts,
    @DefaultValue("15m") Duration lock,
    @DefaultValue("12") int passwordLength,
    @DefaultValue("true") boolean secondFactor,
    @DefaultValue("24h") Duration vouchedFor,
    @Nullable Path pseudonymKey) {
  public SecuritySettings {
    if (attempts < 1 || passwordLength < 8 || vouchedFor.isNegative()) {
      throw new IllegalArgumentException(
          "lachan.security: attempts is at least 1 and password-length at least 8, vouched-for is not negative");
    }
  }
}
