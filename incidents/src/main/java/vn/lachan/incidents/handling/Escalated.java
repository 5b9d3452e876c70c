package vn.lachan.incidents.handling;

import vn.lachan.incidents.queue.AlertQueue;

/**
 * What an escalation did.
 *
 * @param undo takes the rows out of the incident again ({@link AlertQueue#undo}); the incident
 *     itself remains
 */
public record Escalated(String incidentId, int changed, String undo) {}
