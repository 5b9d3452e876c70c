/**
 * Compares events with what is usual for a key: how many, how large, since when, how often.
 *
 * <p>{@link vn.lachan.detection.baseline.Baselines} takes one event after the other with the rules
 * that it fits and says where a rule's {@code custom.baseline} is exceeded. Amounts are kept as
 * sketches (HyperLogLog for different values, t-digest for what was usual), so that the memory of a
 * key does not grow with its events. Time is told by the events and their arrival, never by the
 * clock of the machine: the same events in the same order give the same results.
 */
@NullMarked
package vn.lachan.detection.baseline;

import org.jspecify.annotations.NullMarked;
