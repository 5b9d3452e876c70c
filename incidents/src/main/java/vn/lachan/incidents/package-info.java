/**
 * Alerts in, incidents out: triage, clocks, evidence, closing.
 *
 * <p>Doors, in the order of the work:
 *
 * <ol>
 *   <li>{@link vn.lachan.incidents.AlertQueue}: what the rules found, grouped, until somebody
 *       decided about it.
 *   <li>{@link vn.lachan.incidents.Incidents}: from suspicion to closing, with gates, timeline and
 *       {@link vn.lachan.incidents.ReportingClock legal clocks}.
 *   <li>{@link vn.lachan.incidents.Tasks}: orders to units, with acknowledgement and result.
 *   <li>{@link vn.lachan.incidents.EvidenceFiles}: files kept by their digest, and who touched
 *       them.
 * </ol>
 *
 * <p>Every method takes the {@link vn.lachan.incidents.Officer} who acts or the scope of who looks;
 * what lies outside is answered as if it did not exist. Every act is in the audit trail before it
 * becomes visible: when the trail refuses, the act does not happen.
 */
@NullMarked
package vn.lachan.incidents;

import org.jspecify.annotations.NullMarked;
