package vn.lachan.detection.baseline;

/**
 * What baselines hold and have lost.
 *
 * @param rules rules with a baseline
 * @param keys keys watched now
 * @param learning of these, how many are still only learned
 * @param deviations found so far
 * @param late events that came after their period was closed and count nowhere
 * @param ahead events whose time was ahead of their arrival; they count when they arrived
 * @param incomplete events that lacked a key or a number
 * @param droppedKeys keys that left because of a limit
 * @param unjudged values that were not judged because their key had too many
 * @param blindMillis time that does not count as silence because nothing at all arrived
 */
public record BaselineStats(
    int rules,
    long keys,
    long learning,
    long deviations,
    long late,
    long ahead,
    long incomplete,
    long droppedKeys,
    long unjudged,
    long blindMillis) {}
