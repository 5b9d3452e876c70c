package vn.lachan.playbooks;

import java.util.Optional;
import vn.lachan.incidents.Incident;

/** Knows which unit acts for an agent of a playbook. Safe for use by several threads. */
@FunctionalInterface
public interface RoleDirectory {

  /** Code of the unit that gets the task; empty when nobody is known, then the step fails. */
  Optional<String> unitFor(AgentRole agent, Incident incident);
}
