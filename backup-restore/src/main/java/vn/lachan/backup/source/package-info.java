/** Where the data of a snapshot comes from. */
@NullMarked
package vn.lachan.backup.source;

import org.jspecify.annotations.NullMarked;
