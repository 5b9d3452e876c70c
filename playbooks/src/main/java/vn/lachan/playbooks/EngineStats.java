package vn.lachan.playbooks;

/**
 * Figures of the engine since this process started.
 *
 * @param started runs started
 * @param steps steps finished, however they ended
 * @param calls HTTP calls made
 * @param unknown calls whose outcome nobody saw
 * @param lostLeases times another process had taken over a run
 * @param openRuns runs not finished, now
 */
public record EngineStats(
    long started, long steps, long calls, long unknown, long lostLeases, long openRuns) {}
