/** Raw logs in, normalized events out. */
@NullMarked
package vn.lachan.collector;

import org.jspecify.annotations.NullMarked;
