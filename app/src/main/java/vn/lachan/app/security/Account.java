package vn.lachan.app.security;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account, without its secrets.
 *
 * @param lockedUntil end of a lock after wrong passwords, or null
 * @param changedAt when somebody else last made it, or changed its unit, roles, state or password
 * @param changedBy who that was
 */
public record Account(
    String account,
    String fullName,
    String unit,
    Set<Role> roles,
    boolean enabled,
    boolean secondFactor,
    @Nullable Instant lockedUntil,
    @Nullable Instant lastLogin,
    Instant changedAt,
    String changedBy,
    long version) {
  public Account {
    roles = Set.copyOf(roles);
  }

  boolean needsSecondFactor() {
    return roles.stream().anyMatch(Role::needsSecondFactor);
  }
}
