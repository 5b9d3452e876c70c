/** Dossiers to encrypted snapshots, and drills that prove they come back. */
@NullMarked
package vn.lachan.backup;

import org.jspecify.annotations.NullMarked;
