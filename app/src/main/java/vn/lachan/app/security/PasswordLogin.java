package vn.lachan.app.security;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.stereotype.Component;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;

/**
 * Checks account, password and, where one is set up, the one-time code. Every outcome is audited;
 * an unknown account takes as long as a wrong password.
 */
@Component
class PasswordLogin implements AuthenticationProvider {

  /** The password was right and a code is needed. */
  static final class CodeRequiredException extends AuthenticationException {
    CodeRequiredException() {
      super("a one-time code is required");
    }
  }

  /** The password was right and the code was not. */
  static final class CodeWrongException extends AuthenticationException {
    CodeWrongException() {
      super("the one-time code is wrong");
    }
  }

  /** What comes with the password. */
  record Details(String code, String address) {}

  private final Accounts accounts;
  private final OneTimeCodes codes;
  private final AuditTrail trail;
  private final Clock clock;

  PasswordLogin(Accounts accounts, OneTimeCodes codes, AuditTrail trail, Clock clock) {
    this.accounts = accounts;
    this.codes = codes;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(Authentication request) {
    String name = request.getName();
    String password = request.getCredentials() instanceof String text ? text : "";
    Details details =
        request.getDetails() instanceof Details given ? given : new Details("", "unknown");
    boolean matches = accounts.passwordMatches(name, password);
    Optional<Account> found = accounts.find(name).filter(Account::enabled);
    if (found.isEmpty()) {
      refuse(name, details, "unknown or disabled account");
      throw new BadCredentialsException("unknown account");
    }
    Account account = found.get();
    if (account.lockedUntil() != null && clock.instant().isBefore(account.lockedUntil())) {
      refuse(name, details, "account is locked");
      throw new LockedException("locked until " + account.lockedUntil());
    }
    if (!matches) {
      accounts.failed(name);
      refuse(name, details, "wrong password");
      throw new BadCredentialsException("wrong password");
    }
    checkCode(account, details);
    trail.append(
        entry(new Actor(name, account.unit(), roleNames(account)), "session.login", details));
    accounts.succeeded(name);
    SignedIn user = accounts.signedIn(account);
    return authenticated(user);
  }

  static Authentication authenticated(SignedIn user) {
    return UsernamePasswordAuthenticationToken.authenticated(
        user,
        null,
        AuthorityUtils.createAuthorityList(user.rights().stream().map(Right::name).toList()));
  }

  private void checkCode(Account account, Details details) {
    Optional<byte[]> secret = accounts.secondFactor(account.account());
    if (secret.isEmpty()) {
      return;
    }
    if (details.code().isBlank()) {
      throw new CodeRequiredException();
    }
    if (!codes.accepts(account.account(), secret.get(), details.code().strip())) {
      accounts.failed(account.account());
      refuse(account.account(), details, "wrong one-time code");
      throw new CodeWrongException();
    }
  }

  private void refuse(String name, Details details, String why) {
    String shown = name.isBlank() || name.length() > 64 ? "(unreadable)" : name;
    trail.append(
        new AuditEntry(
            Actor.PLATFORM,
            "session.refuse",
            "account:" + shown,
            "",
            Map.of("reason", why, "address", details.address())));
  }

  private static AuditEntry entry(Actor actor, String action, Details details) {
    return new AuditEntry(
        actor, action, "account:" + actor.id(), actor.unit(), Map.of("address", details.address()));
  }

  private static java.util.List<String> roleNames(Account account) {
    return account.roles().stream().map(Role::name).sorted().toList();
  }

  @Override
  public boolean supports(@Nullable Class<?> type) {
    return type != null && UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }
}
