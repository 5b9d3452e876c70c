package vn.lachan.incidents.evidence;

import java.time.Instant;

/**
 * The search whose whole result a piece of evidence is.
 *
 * @param query in the language of searches, as it was asked
 * @param from first instant inside
 * @param until first instant outside
 * @param events how many events it found; as many are in the evidence
 * @param chain SHA-256 over the digests of all events in their order, 64 hexadecimal digits
 */
public record SealedSearch(String query, Instant from, Instant until, long events, String chain) {}
