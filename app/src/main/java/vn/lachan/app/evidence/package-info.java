/** Gathers from all modules what reports state, so that each figure leads to its records. */
@NullMarked
package vn.lachan.app.evidence;

import org.jspecify.annotations.NullMarked;
