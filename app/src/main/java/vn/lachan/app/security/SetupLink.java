package vn.lachan.app.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import vn.lachan.audit.Actor;

/**
 * The way in for the first administrator: a link with a random token, printed at the first start,
 * good until used and only while there is no account. There is no default password.
 */
@Component
public class SetupLink {
  private final Accounts accounts;
  private final byte[] token = new byte[24];

  SetupLink(Accounts accounts) {
    this.accounts = accounts;
    new SecureRandom().nextBytes(token);
  }

  /** The token to print, or nothing once an account exists. */
  public Optional<String> token() {
    return accounts.empty()
        ? Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(token))
        : Optional.empty();
  }

  /** Whether {@code given} opens the set-up. */
  public boolean accepts(String given) {
    return token()
        .filter(expected ->
            MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                given.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }

  /** Makes the first administrator. */
  public synchronized void use(String given, String account, String fullName, String password) {
    if (!accepts(given)) {
      throw new AccountException(AccountException.Reason.SETUP_LINK_INVALID, account);
    }
    accounts.create(Actor.PLATFORM, account, fullName, "tinh", Set.of(Role.QUAN_TRI), password);
  }
}
