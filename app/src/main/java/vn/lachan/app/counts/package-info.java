/** What rules did, summed over all nodes that share the database. */
@NullMarked
package vn.lachan.app.counts;

import org.jspecify.annotations.NullMarked;
