package vn.lachan.playbooks.cacao;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who carries out a command, or on what.
 *
 * @param address lists of addresses by their kind, as in the specification
 * @param port as written; empty when there is none
 * @param authentication id of authentication information; empty when there is none
 * @param unitRole role of ours, from the extension; empty when there is none
 * @param unit code of the unit, from the extension; empty for the unit the incident belongs to
 */
public record AgentTarget(
    String id,
    String type,
    String name,
    Map<String, List<String>> address,
    String port,
    String authentication,
    String unitRole,
    String unit) {
  public AgentTarget {
    address = Map.copyOf(new LinkedHashMap<>(address));
  }
}
