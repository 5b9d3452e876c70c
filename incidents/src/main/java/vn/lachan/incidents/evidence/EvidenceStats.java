package vn.lachan.incidents.evidence;

/**
 * Figures of the evidence store.
 *
 * @param files pieces of evidence
 * @param bytes their size together; the same content collected twice counts twice
 * @param maxBytes largest file it takes
 */
public record EvidenceStats(long files, long bytes, long maxBytes) {}
