package vn.lachan.registry;

import java.time.LocalDate;

/**
 * A signing certificate and whom it belongs to.
 *
 * @param serial serial number, lower-case hexadecimal
 * @param owner account that may sign with it
 * @param family {@code cong_vu} (for officials) or {@code cong_cong} (public)
 * @param notAfter last day of validity
 * @param revoked whether it was withdrawn
 */
public record Certificate(
    String serial, String owner, String family, LocalDate notAfter, boolean revoked) {}
