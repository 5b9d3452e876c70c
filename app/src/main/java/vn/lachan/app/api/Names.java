package vn.lachan.app.api;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;

/** Turns codes into the names that screens show. */
@Component
class Names {
  private final Registry registry;

  Names(Registry registry) {
    this.registry = registry;
  }

  /** The unit of this code; an unknown code is its own name. */
  UnitName unit(String code) {
    return new UnitName(code, registry.unit(code).map(Unit::name).orElse(code));
  }

  /** The unit something belongs to, or null when it belongs to the province as a whole. */
  @Nullable UnitName organization(String code) {
    return code.isEmpty() ? null : unit(code);
  }
}
