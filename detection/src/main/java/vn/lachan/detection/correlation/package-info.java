/**
 * Counts and orders the matches of rules over time.
 *
 * <p>A {@link vn.lachan.detection.correlation.Correlator} takes the matches of one event after the
 * other and says which correlation rules they complete. It keeps, for every rule and every group of
 * values, the matches that may still count; what it keeps is bounded and can be saved and restored.
 *
 * <p>Windows slide by the time of the events; what is kept is decided by the order of arrival. So
 * events that arrive late are still counted where they belong, and a source whose clock runs ahead
 * cannot push out what others sent.
 */
@NullMarked
package vn.lachan.detection.correlation;

import org.jspecify.annotations.NullMarked;
