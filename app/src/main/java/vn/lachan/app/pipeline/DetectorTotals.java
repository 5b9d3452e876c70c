package vn.lachan.app.pipeline;

import vn.lachan.detection.Detector;
import vn.lachan.detection.ModerationStats;
import vn.lachan.detection.baseline.BaselineStats;
import vn.lachan.detection.correlation.CorrelationStats;

/**
 * What the detectors of one process hold now, and what they did since the process began; the sum
 * over processes is what all of them hold and did.
 *
 * @param suppressed alerts held back by the flood guard
 * @param folded alerts counted on an earlier one by suppression
 * @param hidden events on which a rule did not count because of an exemption
 * @param openWindows windows of suppression now
 * @param endedEarly windows of suppression that ended because there were too many
 * @param leftToRe2 texts that regular expressions left to RE2
 */
public record DetectorTotals(
    long suppressed,
    long folded,
    long hidden,
    int openWindows,
    long endedEarly,
    long leftToRe2,
    CorrelationStats correlation,
    BaselineStats baseline) {

  /** Of detectors that do not exist. */
  public static final DetectorTotals NONE =
      new DetectorTotals(
          0,
          0,
          0,
          0,
          0,
          0,
          new CorrelationStats(0, 0, 0, 0, 0, 0),
          new BaselineStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

  static DetectorTotals of(Detector detector) {
    ModerationStats moderation = detector.moderationStats();
    return new DetectorTotals(
        detector.suppressedAlerts(),
        moderation.folded().values().stream().mapToLong(n -> n).sum(),
        moderation.exemptions().values().stream().mapToLong(ModerationStats.Hidden::events).sum(),
        moderation.openWindows(),
        moderation.endedEarly(),
        detector.textsLeftToRe2(),
        detector.correlationStats(),
        detector.baselineStats());
  }

  /** Both together; the rules and the time without events are the same for both. */
  DetectorTotals plus(DetectorTotals other) {
    CorrelationStats groups = other.correlation;
    BaselineStats keys = other.baseline;
    return new DetectorTotals(
        suppressed + other.suppressed,
        folded + other.folded,
        hidden + other.hidden,
        openWindows + other.openWindows,
        endedEarly + other.endedEarly,
        leftToRe2 + other.leftToRe2,
        new CorrelationStats(
            correlation.groups() + groups.groups(),
            correlation.entries() + groups.entries(),
            correlation.bytes() + groups.bytes(),
            correlation.droppedGroups() + groups.droppedGroups(),
            correlation.droppedEntries() + groups.droppedEntries(),
            correlation.ungrouped() + groups.ungrouped()),
        new BaselineStats(
            Math.max(baseline.rules(), keys.rules()),
            baseline.keys() + keys.keys(),
            baseline.learning() + keys.learning(),
            baseline.deviations() + keys.deviations(),
            baseline.late() + keys.late(),
            baseline.ahead() + keys.ahead(),
            baseline.incomplete() + keys.incomplete(),
            baseline.droppedKeys() + keys.droppedKeys(),
            baseline.unjudged() + keys.unjudged(),
            Math.max(baseline.blindMillis(), keys.blindMillis())));
  }

  /**
   * What a detector did beside what it had done at {@code start}, when it was given the state of an
   * earlier one; what it holds now is unchanged.
   */
  DetectorTotals since(DetectorTotals start) {
    CorrelationStats groups = start.correlation;
    BaselineStats keys = start.baseline;
    return new DetectorTotals(
        suppressed - start.suppressed,
        folded - start.folded,
        hidden - start.hidden,
        openWindows,
        endedEarly - start.endedEarly,
        leftToRe2 - start.leftToRe2,
        new CorrelationStats(
            correlation.groups(),
            correlation.entries(),
            correlation.bytes(),
            correlation.droppedGroups() - groups.droppedGroups(),
            correlation.droppedEntries() - groups.droppedEntries(),
            correlation.ungrouped() - groups.ungrouped()),
        new BaselineStats(
            baseline.rules(),
            baseline.keys(),
            baseline.learning(),
            baseline.deviations() - keys.deviations(),
            baseline.late() - keys.late(),
            baseline.ahead() - keys.ahead(),
            baseline.incomplete() - keys.incomplete(),
            baseline.droppedKeys() - keys.droppedKeys(),
            baseline.unjudged() - keys.unjudged(),
            baseline.blindMillis() - keys.blindMillis()));
  }

  /** What stays of a detector that holds nothing any more. */
  DetectorTotals done() {
    return new DetectorTotals(
        suppressed,
        folded,
        hidden,
        0,
        endedEarly,
        leftToRe2,
        new CorrelationStats(
            0,
            0,
            0,
            correlation.droppedGroups(),
            correlation.droppedEntries(),
            correlation.ungrouped()),
        new BaselineStats(
            0,
            0,
            0,
            baseline.deviations(),
            baseline.late(),
            baseline.ahead(),
            baseline.incomplete(),
            baseline.droppedKeys(),
            baseline.unjudged(),
            0));
  }
}
