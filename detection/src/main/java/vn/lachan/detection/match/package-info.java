/**
 * Finds the rules that one event fits, among thousands, in microseconds.
 *
 * <p>{@link vn.lachan.detection.match.RuleMatcher} is the door. An event is first given its log
 * sources ({@link vn.lachan.detection.match.LogSources}); all events of the same sources share a
 * bucket. A bucket holds the rules of these sources compiled to trees of tests, and an index of
 * witnesses: for each rule some texts of which at least one must occur in an event that fits. Only
 * rules whose witness was seen are run. The index may name too many rules, never too few.
 */
@NullMarked
package vn.lachan.detection.match;

import org.jspecify.annotations.NullMarked;
