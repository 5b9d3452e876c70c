/**
 * Who did what, kept so that nobody can change it unseen.
 *
 * <p>Every module that changes state, and every look at personal data, appends one {@link
 * vn.lachan.audit.AuditRecord} to the {@link vn.lachan.audit.AuditTrail}. Each record carries the
 * digest of the one before, so that an auditor who trusts nobody here can verify an exported trail
 * offline.
 */
@NullMarked
package vn.lachan.audit;

import org.jspecify.annotations.NullMarked;
