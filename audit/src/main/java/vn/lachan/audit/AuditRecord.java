package vn.lachan.audit;

import java.time.Instant;

/**
 * One link of the trail.
 *
 * @param sequence place in the trail, from 1, without gaps
 * @param at when it was appended, by the platform's clock
 * @param entry what was done
 * @param previous digest of the record before, 64 hexadecimal digits; of the first record: zeros
 * @param digest digest of this record including {@code previous}
 */
public record AuditRecord(
    long sequence, Instant at, AuditEntry entry, String previous, String digest) {}
