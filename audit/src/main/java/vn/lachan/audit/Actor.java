package vn.lachan.audit;

import java.util.List;
import java.util.Objects;

/**
 * Who acts: a person or the platform itself.
 *
 * @param id the account name, unique in the platform
 * @param unit code of the unit the actor belongs to, as in the registry
 * @param roles the roles held at the moment of acting
 */
public record Actor(String id, String unit, List<String> roles) {

  /** The platform acting on its own: schedules, the pipeline, start-up. */
  public static final Actor PLATFORM = new Actor("lachan", "", List.of("system"));

  public Actor {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(unit, "unit");
    roles = List.copyOf(roles);
    if (id.isBlank()) {
      throw new IllegalArgumentException("an actor has an id");
    }
  }
}
