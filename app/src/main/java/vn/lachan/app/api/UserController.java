package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.Account;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.app.security.SignedIn;

/** Administration of the people who may sign in. */
@RestController
@RequestMapping("/api/users")
class UserController {

  record User(
      String account,
      String fullName,
      UnitName unit,
      Set<Role> roles,
      boolean enabled,
      @Nullable Instant lockedUntil,
      @Nullable Instant lastLogin,
      boolean mfa) {}

  record NewUser(
      @NotBlank String account,
      @NotBlank String fullName,
      @NotBlank String unit,
      @NotNull Set<Role> roles,
      @NotBlank String password) {}

  record UserChange(
      @Nullable String fullName,
      @Nullable String unit,
      @Nullable Set<Role> roles,
      @Nullable Boolean enabled) {}

  record NewPassword(@NotBlank String password) {}

  private final Accounts accounts;
  private final Names names;

  UserController(Accounts accounts, Names names) {
    this.accounts = accounts;
    this.names = names;
  }

  @GetMapping
  List<User> all() {
    return accounts.all().stream().map(this::user).toList();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  void create(@AuthenticationPrincipal SignedIn by, @RequestBody @Valid NewUser user) {
    accounts.create(
        by.actor(), user.account(), user.fullName(), user.unit(), user.roles(), user.password());
  }

  @PutMapping("/{account}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void change(
      @AuthenticationPrincipal SignedIn by,
      @PathVariable String account,
      @RequestBody UserChange change) {
    Account before =
        accounts.find(account).orElseThrow(() -> ApiProblem.notFound("tài khoản " + account));
    accounts.change(
        by.actor(),
        account,
        Optional.ofNullable(change.fullName()).orElse(before.fullName()),
        Optional.ofNullable(change.unit()).orElse(before.unit()),
        Optional.ofNullable(change.roles()).orElse(before.roles()),
        Optional.ofNullable(change.enabled()).orElse(before.enabled()));
  }

  @PostMapping("/{account}/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void resetPassword(
      @AuthenticationPrincipal SignedIn by,
      @PathVariable String account,
      @RequestBody @Valid NewPassword next) {
    accounts.resetPassword(by.actor(), account, next.password());
  }

  @PostMapping("/{account}/unlock")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unlock(@AuthenticationPrincipal SignedIn by, @PathVariable String account) {
    accounts.unlock(by.actor(), account);
  }

  private User user(Account account) {
    return new User(
        account.account(),
        account.fullName(),
        names.unit(account.unit()),
        account.roles(),
        account.enabled(),
        account.lockedUntil(),
        account.lastLogin(),
        account.secondFactor());
  }
}
