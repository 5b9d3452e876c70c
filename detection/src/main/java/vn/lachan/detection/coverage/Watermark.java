package vn.lachan.detection.coverage;

import java.time.Instant;

/**
 * How far a rule has looked.
 *
 * @param since the events received from here on were looked at, apart from gaps
 * @param until the events received up to here were looked at and are behind a checkpoint
 */
public record Watermark(String ruleId, String version, Instant since, Instant until) {}
