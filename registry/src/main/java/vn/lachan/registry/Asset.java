package vn.lachan.registry;

import java.util.List;

/**
 * A machine or device under protection.
 *
 * @param id unique short word
 * @param name what people call it
 * @param hosts names under which it appears in logs, lower case
 * @param networks its addresses
 * @param system code of the information system that it belongs to; empty for none
 * @param level security level of that system, 0 for none
 * @param role what it is for, for example {@code csdl}, {@code web}, {@code tuong_lua}
 * @param unit code of the unit that operates it; empty when the system says it
 */
public record Asset(
    String id,
    String name,
    List<String> hosts,
    List<Network> networks,
    String system,
    int level,
    String role,
    String unit) {
  public Asset {
    hosts = List.copyOf(hosts);
    networks = List.copyOf(networks);
  }
}
