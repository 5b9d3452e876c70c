/**
 * What must not change any more: files by their digest, sealed searches, preservation orders, and
 * who touched them.
 */
@NullMarked
package vn.lachan.incidents.evidence;

import org.jspecify.annotations.NullMarked;
