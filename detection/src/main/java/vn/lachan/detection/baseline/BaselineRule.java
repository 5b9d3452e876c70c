package vn.lachan.detection.baseline;

import vn.lachan.detection.sigma.SigmaBaseline;

/**
 * A rule with a baseline.
 *
 * @param number of the rule, as the caller gives it to {@link Observation}
 * @param key id and version; state belongs to this
 */
public record BaselineRule(int number, String key, SigmaBaseline what) {}
