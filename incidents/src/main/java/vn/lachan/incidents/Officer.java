package vn.lachan.incidents;

import java.util.Objects;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;

/**
 * Somebody who acts, and how far they may see.
 *
 * @param actor who it is, as it will stand in the audit trail
 * @param scope the units whose data this person may see and change
 */
public record Officer(Actor actor, OrganizationScope scope) {

  /** Role of the police coordinator, who may act for any unit (soc.md and domain.md 1.2). */
  public static final String COORDINATOR = "DIEU_PHOI";

  /** The platform acting on its own. */
  public static final Officer PLATFORM = new Officer(Actor.PLATFORM, OrganizationScope.PROVINCE);

  public Officer {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(scope, "scope");
  }

  public String id() {
    return actor.id();
  }

  /** Whether this officer may answer for {@code unit}: a member, the coordinator, the platform. */
  public boolean answersFor(String unit) {
    return actor.unit().equals(unit)
        || actor.roles().contains(COORDINATOR)
        || actor.equals(Actor.PLATFORM);
  }

  /** Whether this officer coordinates, so may also take back what was ordered. */
  public boolean coordinates() {
    return actor.roles().contains(COORDINATOR) || actor.equals(Actor.PLATFORM);
  }
}
