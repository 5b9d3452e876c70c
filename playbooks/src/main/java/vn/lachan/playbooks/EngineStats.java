package vn.lachan.playbooks;

import java.time.Duration;

/**
 * Figures of the engine since this process started.
 *
 * @param started runs started
 * @param steps steps finished, however they ended
 * @param calls HTTP calls made
 * @param unknown calls whose outcome nobody saw
 * @param lostLeases times another process had taken over a run
 * @param openRuns runs not finished, now
 * @param transitions changes of runs and steps
 */
public record EngineStats(
    long started,
    long steps,
    long calls,
    long unknown,
    long lostLeases,
    long openRuns,
    Transitions transitions) {

  /**
   * How long changes of runs and steps took, from when they were decided until the database had
   * them for good; percentiles are at most 12.5 % too high.
   *
   * @param count changes written
   * @param commits transactions they came in
   */
  public record Transitions(
      long count, long commits, Duration p50, Duration p99, Duration longest) {}
}
