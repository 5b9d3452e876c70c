/**
 * Whom and what the platform protects: units, networks, information systems, calendars, people and
 * the certificates and grants they hold. Only reference data that an administrator edits; anything
 * with a life of its own lives elsewhere.
 *
 * <p>A {@link vn.lachan.registry.Registry} is an immutable snapshot; a changed file makes a new
 * one.
 */
@NullMarked
package vn.lachan.registry;

import org.jspecify.annotations.NullMarked;
