/**
 * Tables of the registry and databases of places that an administrator replaces while the platform
 * runs: each version is kept with who and when, a bad one is refused whole.
 */
@NullMarked
package vn.lachan.app.tables;

import org.jspecify.annotations.NullMarked;
