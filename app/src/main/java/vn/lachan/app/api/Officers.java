package vn.lachan.app.api;

import vn.lachan.app.security.SignedIn;
import vn.lachan.incidents.Officer;

/** The signed-in person as the modules know them. */
final class Officers {

  static Officer of(SignedIn user) {
    return new Officer(user.actor(), user.scope());
  }

  private Officers() {}
}
