/** Proves that snapshots come back. */
@NullMarked
package vn.lachan.backup.drill;

import org.jspecify.annotations.NullMarked;
