package vn.lachan.app.security;

import jakarta.servlet.http.HttpSession;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Service;

/**
 * Setting up a second factor: a secret is shown once and stored when a code proves it was taken.
 */
@Service
public class SecondFactor {
  private static final String PENDING = SecondFactor.class.getName() + ".pending";

  /**
   * What to type or scan into a phone app.
   *
   * @param secret base 32
   * @param otpauth the same as a link
   */
  public record Enrolment(String secret, String otpauth) {}

  private final Accounts accounts;
  private final OneTimeCodes codes;

  SecondFactor(Accounts accounts, OneTimeCodes codes) {
    this.accounts = accounts;
    this.codes = codes;
  }

  public Enrolment begin(SignedIn user, HttpSession session) {
    byte[] secret = codes.newSecret();
    session.setAttribute(PENDING, secret);
    String text = OneTimeCodes.base32(secret);
    String label = URLEncoder.encode("Lá Chắn:" + user.account(), StandardCharsets.UTF_8);
    return new Enrolment(
        text,
        "otpauth://totp/"
            + label.replace("+", "%20")
            + "?secret="
            + text
            + "&issuer=L%C3%A1%20Ch%E1%BA%AFn");
  }

  /** Stores the secret if {@code code} fits it; the session then has the account's rights. */
  public void confirm(SignedIn user, HttpSession session, String code) {
    if (!(session.getAttribute(PENDING) instanceof byte[] secret)
        || !codes.accepts(user.account(), secret, code.strip())) {
      throw new AccountException(AccountException.Reason.CODE_WRONG, user.account());
    }
    session.removeAttribute(PENDING);
    accounts.storeSecondFactor(user.actor(), secret);
    refresh(user.account(), session);
  }

  /** Gives the session of {@code account} what the account may do now. */
  public void refresh(String account, HttpSession session) {
    accounts
        .find(account)
        .ifPresent(current -> {
          SecurityContext context = SecurityContextHolder.createEmptyContext();
          context.setAuthentication(PasswordLogin.authenticated(accounts.signedIn(current)));
          SecurityContextHolder.setContext(context);
          session.setAttribute(
              HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, context);
        });
  }
}
