/**
 * The full report of the European Commission's DSS library (ETSI EN 319 102-1 and TS 119 102-2) for
 * signatures that need a second and deeper look. Slow: some tens of milliseconds and more a file.
 */
@NullMarked
package vn.lachan.backup.signature.report;

import org.jspecify.annotations.NullMarked;
