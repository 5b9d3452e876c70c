package vn.lachan.incidents;

/**
 * What an escalation did.
 *
 * @param undo takes the rows out of the incident again ({@link AlertQueue#undo}); the incident
 *     itself remains
 */
public record Escalated(String incidentId, int changed, String undo) {}
