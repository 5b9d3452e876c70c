/** The inbox of each person. The room {@code delivery} carries it out of the house. */
@NullMarked
package vn.lachan.incidents.notice;

import org.jspecify.annotations.NullMarked;
