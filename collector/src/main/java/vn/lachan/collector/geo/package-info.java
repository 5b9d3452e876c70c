/**
 * Where an address is, and whose network it is, from databases in the MaxMind DB format that an
 * operator supplies. Without one nothing is said.
 */
@NullMarked
package vn.lachan.collector.geo;

import org.jspecify.annotations.NullMarked;
