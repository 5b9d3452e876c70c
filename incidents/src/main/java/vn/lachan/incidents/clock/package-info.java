/**
 * Legal clocks: profiles of law as data, what they make of an incident, and which duties were done.
 *
 * <p>A clock never pauses and never moves by itself; it is computed again from the incident's
 * facts.
 */
@NullMarked
package vn.lachan.incidents.clock;

import org.jspecify.annotations.NullMarked;
