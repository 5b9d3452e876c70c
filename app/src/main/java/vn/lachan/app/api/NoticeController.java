package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.Role;
import vn.lachan.app.security.SignedIn;
import vn.lachan.app.settings.Settings;
import vn.lachan.incidents.delivery.NoticeChoices;
import vn.lachan.incidents.delivery.NoticeChoices.Choice;
import vn.lachan.incidents.notice.Notice;

/** Which notices leave by mail and webhook: one's own choice, and the choice for a role. */
@RestController
class NoticeController {

  /**
   * @param mailPossible whether the platform has a mail server
   * @param webhooks services that may be chosen
   */
  record Mine(
      String mail,
      String webhook,
      boolean mailPossible,
      List<String> webhooks,
      Map<Notice.Kind, Choice> kinds) {}

  record Chosen(
      @Nullable String mail, @Nullable String webhook, @NotNull Map<Notice.Kind, Choice> kinds) {}

  record OfRole(Role role, String name, Map<Notice.Kind, Choice> kinds) {}

  record ForRole(@NotNull Map<Notice.Kind, Choice> kinds) {}

  private final NoticeChoices choices;
  private final Settings settings;

  NoticeController(NoticeChoices choices, Settings settings) {
    this.choices = choices;
    this.settings = settings;
  }

  @GetMapping("/api/session/notices")
  Mine mine(@AuthenticationPrincipal SignedIn user) {
    NoticeChoices.Contact contact = choices.contact(user.account());
    return new Mine(
        contact.mail(),
        contact.webhook(),
        !settings.notices().smtp().host().isBlank(),
        choices.webhooks(),
        choices.inForce(user.account(), user.actor().roles()));
  }

  @PutMapping("/api/session/notices")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void choose(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Chosen chosen) {
    choices.reach(
        user.actor(),
        new NoticeChoices.Contact(
            Optional.ofNullable(chosen.mail()).orElse(""),
            Optional.ofNullable(chosen.webhook()).orElse("")));
    choices.choose(user.actor(), chosen.kinds());
  }

  @GetMapping("/api/users/notices")
  List<OfRole> roles() {
    return List.of(Role.values()).stream()
        .map(
            role -> new OfRole(role, role.vietnamese(), new EnumMap<>(choices.ofRole(role.name()))))
        .toList();
  }

  @PutMapping("/api/users/notices/{role}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void chooseForRole(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable Role role,
      @RequestBody @Valid ForRole chosen) {
    choices.chooseForRole(user.actor(), role.name(), chosen.kinds());
  }
}
