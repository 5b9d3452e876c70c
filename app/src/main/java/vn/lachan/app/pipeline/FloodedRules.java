package vn.lachan.app.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import vn.lachan.detection.Detector;
import vn.lachan.detection.DetectorStats;

/** Tells of which rules the flood guard of a detector held back alerts. For one thread. */
final class FloodedRules {
  private final Detector detector;
  private final Map<String, Long> known = new HashMap<>();
  private long inAll;

  FloodedRules(Detector detector) {
    this.detector = detector;
  }

  /** The ids of those of which it held back any since the last call; costs little without one. */
  Set<String> since() {
    if (detector.suppressedAlerts() == inAll) {
      return Set.of();
    }
    DetectorStats stats = detector.stats();
    inAll = stats.suppressed();
    Set<String> flooded = new TreeSet<>();
    stats
        .rules()
        .forEach((id, rule) -> {
          Long before = known.put(id, rule.suppressed());
          if (rule.suppressed() > (before == null ? 0 : before)) {
            flooded.add(id);
          }
        });
    return flooded;
  }
}
