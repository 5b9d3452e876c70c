package vn.lachan.app.api;

import jakarta.servlet.http.HttpSession;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.Set;
import org.springframework.boot.info.BuildProperties;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Right;
import vn.lachan.app.security.Role;
import vn.lachan.app.security.SecondFactor;
import vn.lachan.app.security.SignedIn;
import vn.lachan.app.settings.Settings;

/** Who am I, and what of mine may I change. */
@RestController
@RequestMapping("/api/session")
class SessionController {

  record Session(
      String account,
      String fullName,
      UnitName unit,
      Set<Role> roles,
      Set<Right> rights,
      boolean province,
      Mfa mfa,
      boolean demo,
      String version) {}

  record Mfa(boolean enrolled, boolean required) {}

  record Code(@NotBlank String code) {}

  record PasswordChange(@NotBlank String current, @NotBlank String next) {}

  private final Accounts accounts;
  private final SecondFactor secondFactor;
  private final Settings settings;
  private final BuildProperties build;

  SessionController(
      Accounts accounts, SecondFactor secondFactor, Settings settings, BuildProperties build) {
    this.accounts = accounts;
    this.secondFactor = secondFactor;
    this.settings = settings;
    this.build = build;
  }

  @GetMapping
  Session session(@AuthenticationPrincipal SignedIn user) {
    return new Session(
        user.account(),
        user.fullName(),
        new UnitName(user.unit(), user.unitName()),
        user.roles(),
        user.rights(),
        user.province(),
        new Mfa(user.secondFactor(), user.secondFactorNeeded()),
        settings.demo(),
        String.valueOf(build.getVersion()));
  }

  @PostMapping("/mfa/begin")
  SecondFactor.Enrolment beginSecondFactor(
      @AuthenticationPrincipal SignedIn user, HttpSession session) {
    return secondFactor.begin(user, session);
  }

  @PostMapping("/mfa/confirm")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void confirmSecondFactor(
      @AuthenticationPrincipal SignedIn user, HttpSession session, @RequestBody @Valid Code code) {
    secondFactor.confirm(user, session, code.code());
  }

  @PostMapping("/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void changePassword(
      @AuthenticationPrincipal SignedIn user,
      HttpSession session,
      @RequestBody @Valid PasswordChange change) {
    accounts.changePassword(user.actor(), change.current(), change.next());
    secondFactor.refresh(user.account(), session);
  }
}
