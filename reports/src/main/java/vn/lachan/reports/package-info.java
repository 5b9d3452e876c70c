/** Incidents, drills and compliance in, signed reports out. */
@NullMarked
package vn.lachan.reports;

import org.jspecify.annotations.NullMarked;
