/**
 * The steps a dataset file is compiled to. Each is an object made once; a line's values stand in
 * numbered slots, so that no map is made for a line.
 */
@NullMarked
package vn.lachan.collector.dataset.step;

import org.jspecify.annotations.NullMarked;
