/** How long things took: times of an incident's states, median and 90th percentile a period. */
@NullMarked
package vn.lachan.incidents.measure;

import org.jspecify.annotations.NullMarked;
