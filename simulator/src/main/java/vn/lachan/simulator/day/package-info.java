/**
 * What happens in the province in one day, as the log lines it leaves: dossiers that move,
 * officials who sign, citizens who look, systems that call each other, and the attacks that are
 * hidden in it.
 *
 * <p>Everything follows from a seed: the same {@link vn.lachan.simulator.day.Day} writes the same
 * bytes every time. All people, numbers and addresses are made up.
 */
@NullMarked
package vn.lachan.simulator.day;

import org.jspecify.annotations.NullMarked;
