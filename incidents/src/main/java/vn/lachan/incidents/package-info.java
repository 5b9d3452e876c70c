/** Alerts in, incidents out: triage, clocks, evidence, closing. */
@NullMarked
package vn.lachan.incidents;

import org.jspecify.annotations.NullMarked;
