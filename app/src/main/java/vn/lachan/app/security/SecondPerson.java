package vn.lachan.app.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.springframework.stereotype.Component;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.incidents.NotAllowedException;

/**
 * Who may be the second person of an act that another one asked for. An account proves that there
 * is a person only as far as whoever made it is trusted. So an account is nobody's second person
 *
 * <ul>
 *   <li>when whoever asked made it, or was the last to change its unit, roles or password
 *   <li>when that happened after the act was asked for
 *   <li>for a while after an administrator did it ({@code lachan.security.vouched-for}), so that
 *       others see it in the audit trail first
 * </ul>
 *
 * What is done at the machine itself ({@code lachan users}) counts as done by the platform and does
 * not wait: who sits there can change the database too.
 */
@Component
public class SecondPerson {
  private final Accounts accounts;
  private final Clock clock;
  private final Duration vouchedFor;

  SecondPerson(Accounts accounts, Clock clock, Settings settings) {
    this.accounts = accounts;
    this.clock = clock;
    this.vouchedFor = settings.security().vouchedFor();
  }

  /**
   * Lets {@code user} be the second person, or says why not.
   *
   * @param requesters accounts of all who asked
   * @param asked when they did
   * @throws NotAllowedException when {@code user} may not be the second person
   */
  public void require(SignedIn user, Set<String> requesters, Instant asked) {
    Account account =
        accounts
            .find(user.account())
            .orElseThrow(() -> new NotAllowedException("Tài khoản không còn."));
    if (requesters.contains(account.changedBy())) {
      throw new NotAllowedException(
          "Tài khoản này do chính người yêu cầu lập hoặc cấp quyền nên không thể là người thứ hai.");
    }
    if (account.changedAt().isAfter(asked)) {
      throw new NotAllowedException(
          "Tài khoản được lập, cấp quyền hoặc đặt lại mật khẩu sau khi có yêu cầu này nên không thể"
              + " là người thứ hai.");
    }
    boolean byPlatform = account.changedBy().equals(Actor.PLATFORM.id());
    if (!byPlatform && account.changedAt().plus(vouchedFor).isAfter(clock.instant())) {
      throw new NotAllowedException(
          "Tài khoản mới được lập, cấp quyền hoặc đặt lại mật khẩu; sau "
              + vouchedFor.toHours()
              + " giờ mới được là người thứ hai.");
    }
  }
}
