package vn.lachan.app.api;

import org.springframework.http.HttpStatus;
import vn.lachan.app.security.Role;
import vn.lachan.app.security.SignedIn;
import vn.lachan.detection.rulebook.Editor;

/** The signed-in person as the rulebook knows them. */
final class Editors {

  static Editor of(SignedIn user) {
    return new Editor(user.account(), user.unit(), user.roles().stream().map(Role::name).toList());
  }

  /** Rules hold for the whole province, so who sees only some units may not change them. */
  static Editor ofProvince(SignedIn user) {
    if (!user.province()) {
      throw new ApiProblem(HttpStatus.FORBIDDEN, "RULES_PROVINCE_ONLY");
    }
    return of(user);
  }

  private Editors() {}
}
