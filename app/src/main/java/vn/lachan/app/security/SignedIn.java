package vn.lachan.app.security;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.security.core.AuthenticatedPrincipal;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;

/**
 * Somebody who is signed in.
 *
 * @param account account name
 * @param fullName name of the person
 * @param unit code of the unit
 * @param unitName name of the unit
 * @param roles roles held
 * @param rights what may be done now; empty while a second factor is required and missing
 * @param visibleUnits units whose data may be seen; ignored when {@code province}
 * @param province whether everything may be seen
 * @param secondFactor whether a second factor is set up
 * @param secondFactorNeeded whether the roles need one
 * @param version version of the account; a change of the account ends the session
 */
public record SignedIn(
    String account,
    String fullName,
    String unit,
    String unitName,
    Set<Role> roles,
    Set<Right> rights,
    Set<String> visibleUnits,
    boolean province,
    boolean secondFactor,
    boolean secondFactorNeeded,
    long version)
    implements AuthenticatedPrincipal, Serializable {

  public SignedIn {
    roles = roles.isEmpty() ? Set.of() : EnumSet.copyOf(roles);
    rights = rights.isEmpty() ? Set.of() : EnumSet.copyOf(rights);
    visibleUnits = new TreeSet<>(visibleUnits);
  }

  @Override
  public String getName() {
    return account;
  }

  /** The filter for every query made for this person. */
  public OrganizationScope scope() {
    return province ? OrganizationScope.PROVINCE : OrganizationScope.units(visibleUnits);
  }

  /** The person as the audit trail knows them. */
  public Actor actor() {
    return new Actor(account, unit, roles.stream().map(Role::name).toList());
  }

  public boolean may(Right right) {
    return rights.contains(right);
  }
}
