package vn.lachan.events;

import java.util.Set;

/**
 * Which units' data somebody may see. The one filter under every list, count, search and export.
 *
 * <p>Sealed on purpose: whoever reads a scope must say what happens in both cases.
 */
public sealed interface OrganizationScope {

  /** Everything, also what belongs to no unit: the province's own view. */
  OrganizationScope PROVINCE = new Province();

  /** Only what belongs to {@code codes}. */
  static OrganizationScope units(Set<String> codes) {
    return new Units(codes);
  }

  /** Whether something that belongs to {@code organization} (empty: to no unit) may be seen. */
  boolean allows(String organization);

  /** Everything. */
  record Province() implements OrganizationScope {
    @Override
    public boolean allows(String organization) {
      return true;
    }
  }

  /** What belongs to these units and nothing else; without units, nothing. */
  record Units(Set<String> codes) implements OrganizationScope {
    public Units {
      codes = Set.copyOf(codes);
    }

    @Override
    public boolean allows(String organization) {
      return codes.contains(organization);
    }
  }
}
