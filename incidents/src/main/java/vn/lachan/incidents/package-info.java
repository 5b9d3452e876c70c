/**
 * Alerts in, incidents out: triage, clocks, evidence, closing.
 *
 * <p>Here are the words that all rooms share. The rooms, in the order of the work:
 *
 * <ol>
 *   <li>{@code queue}: what the rules found, grouped, until somebody decided about it.
 *   <li>{@code handling}: an incident from suspicion to closing, with gates and timeline.
 *   <li>{@code clock}: what the law wants by when.
 *   <li>{@code task}: tasks and orders to units, with acknowledgement and result.
 *   <li>{@code evidence}: files kept by their digest, and who touched them.
 *   <li>{@code sharing}: labels, and what may leave.
 *   <li>{@code measure}, {@code notice}, {@code delivery}: how long it took, and who is told.
 *   <li>{@code store}: their rows; open to others only for transactions.
 * </ol>
 *
 * <p>Every method takes the {@link vn.lachan.incidents.Officer} who acts or the scope of who looks;
 * what lies outside is answered as if it did not exist. Every act is in the audit trail before it
 * becomes visible: when the trail refuses, the act does not happen.
 */
@NullMarked
package vn.lachan.incidents;

import org.jspecify.annotations.NullMarked;
