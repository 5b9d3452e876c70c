package vn.lachan.playbooks;

/**
 * Who a step is for, as the playbook says it.
 *
 * @param name name of the agent
 * @param role role of ours, for example {@code VAN_HANH}; empty when the playbook names none
 * @param unit code of a unit; empty: the unit the incident belongs to
 */
public record AgentRole(String name, String role, String unit) {}
