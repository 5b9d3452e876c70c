package vn.lachan.incidents;

import org.jspecify.annotations.Nullable;

/**
 * How fast it went, in seconds; null while it cannot be said. Stored when the moment comes (soc.md
 * 5.4); a later correction is in the changes of the incident with both values.
 *
 * @param ttd from its beginning to its detection. The beginning is the time somebody set, or else
 *     the earliest alert
 * @param tta from its beginning until somebody took one of its alerts
 * @param ttc from its declaration to the end of containment
 * @param ttr from when somebody took it until it was closed
 */
public record Measures(
    @Nullable Long ttd, @Nullable Long tta, @Nullable Long ttc, @Nullable Long ttr) {
  public static final Measures NONE = new Measures(null, null, null, null);
}
