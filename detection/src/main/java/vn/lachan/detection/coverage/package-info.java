/**
 * What the rules really watch: whether the data that a rule needs arrives, which techniques that
 * covers, since when each rule runs and where it did not.
 *
 * <p>{@link vn.lachan.detection.coverage.FieldCoverage} learns from the stream, {@link
 * vn.lachan.detection.coverage.AttackMatrix} counts, {@link vn.lachan.detection.coverage.GapLedger}
 * remembers stretches without a rule and {@link vn.lachan.detection.coverage.Backfill} looks at
 * them again.
 */
@NullMarked
package vn.lachan.detection.coverage;

import org.jspecify.annotations.NullMarked;
