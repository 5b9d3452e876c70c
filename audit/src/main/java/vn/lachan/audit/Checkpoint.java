package vn.lachan.audit;

import java.time.Instant;

/**
 * A signed statement that the trail reached a certain record at a certain time.
 *
 * <p>Whoever keeps a copy elsewhere can later prove that nothing up to {@link #sequence} was
 * removed or written anew, even by somebody who can write the trail's folder.
 *
 * @param sequence the record it covers, and with it all before
 * @param head digest of that record
 * @param at when it was signed, by the platform's clock
 * @param key id of the signing key: the first 16 hexadecimal digits of the SHA-256 of its X.509
 *     form
 * @param signature Ed25519 (RFC 8032) over the form in {@code docs/formats/audit-trail.md}, 128
 *     hexadecimal digits
 */
public record Checkpoint(long sequence, String head, Instant at, String key, String signature) {}
