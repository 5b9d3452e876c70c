/**
 * Whom and what the platform protects: units, networks, information systems, calendars, people and
 * the certificates and grants they hold. Only reference data that an administrator edits; anything
 * with a life of its own lives elsewhere.
 *
 * <p>A changed file is read with all others into a new {@link vn.lachan.registry.Registry}, and the
 * one in force {@linkplain vn.lachan.registry.Registry#become becomes} that as a whole, or stays as
 * it is.
 */
@NullMarked
package vn.lachan.registry;

import org.jspecify.annotations.NullMarked;
