package vn.lachan.registry;

import java.util.List;
import java.util.Objects;

/**
 * A unit of the province.
 *
 * @param code unique: the national five-digit code for a commune, a short word for the others
 * @param kind what it is
 * @param name full Vietnamese name
 * @param parent code of the unit above, empty for the province
 * @param area former province of a commune, empty for the others
 * @param sites names of its premises, at least one
 * @param networks address blocks of the government network that belong to it
 */
public record Unit(
    String code,
    UnitKind kind,
    String name,
    String parent,
    String area,
    List<String> sites,
    List<Network> networks) {
  public Unit {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(kind, "kind");
    sites = List.copyOf(sites);
    networks = List.copyOf(networks);
  }
}
