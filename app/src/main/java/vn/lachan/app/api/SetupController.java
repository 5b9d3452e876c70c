package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.SetupLink;

/** The first administrator makes his own account through the one-time link of the first start. */
@RestController
@RequestMapping("/api/setup")
class SetupController {

  record Validity(boolean valid) {}

  record FirstAdministrator(
      @NotBlank String token,
      @NotBlank String account,
      @NotBlank String fullName,
      @NotBlank String password) {}

  private final SetupLink link;

  SetupController(SetupLink link) {
    this.link = link;
  }

  @GetMapping
  Validity validity(@RequestParam(defaultValue = "") String token) {
    return new Validity(link.accepts(token));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void use(@RequestBody @Valid FirstAdministrator first) {
    link.use(first.token(), first.account(), first.fullName(), first.password());
  }
}
