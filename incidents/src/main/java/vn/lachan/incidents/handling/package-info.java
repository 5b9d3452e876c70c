/**
 * The way of an incident from suspicion to closing: {@link vn.lachan.incidents.handling.Incidents}
 * with gates, grouping, merging and handing over.
 */
@NullMarked
package vn.lachan.incidents.handling;

import org.jspecify.annotations.NullMarked;
