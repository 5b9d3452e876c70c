package vn.lachan.incidents.evidence;

/**
 * What reading evidence again found.
 *
 * @param intact whether it is still what was collected
 * @param sha256 digest of what is there now; empty when nothing is
 */
public record EvidenceCheck(boolean intact, String sha256) {}
