package vn.lachan.reports;

import java.time.Instant;

/**
 * A report that was issued. Never changed: a correction is a new report.
 *
 * @param id unique
 * @param form id of the form
 * @param formName name of the form at that time
 * @param subject what it is about, for example {@code incident:SC-2026-001}
 * @param organization code of the unit the subject belongs to; empty for the province
 * @param number number and symbol; empty when filled in by hand
 * @param title one line
 * @param createdAt when
 * @param createdBy account
 * @param sha256 digest of the document, lower-case hexadecimal
 */
public record IssuedReport(
    String id,
    String form,
    String formName,
    String subject,
    String organization,
    String number,
    String title,
    Instant createdAt,
    String createdBy,
    String sha256) {}
