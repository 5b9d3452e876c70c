/** The entry of the {@code lachan} command. */
@NullMarked
package vn.lachan;

import org.jspecify.annotations.NullMarked;
