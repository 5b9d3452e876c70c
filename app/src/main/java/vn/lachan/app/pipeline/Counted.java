package vn.lachan.app.pipeline;

import java.util.Map;
import vn.lachan.detection.Detector;
import vn.lachan.detection.ModerationStats;

/**
 * What one detector counted.
 *
 * @param owner whose counts they are, in all nodes: a node, or a partition of matches wherever it
 *     is
 * @param life grows each time when counting begins anew here
 * @param over whether it counts no further
 * @param rules by id, since this life began
 * @param hidden what exemptions hid, by their ids, ever
 */
public record Counted(
    String owner,
    long life,
    boolean over,
    Map<String, RuleCount> rules,
    Map<String, ModerationStats.Hidden> hidden) {
  public Counted {
    rules = Map.copyOf(rules);
    hidden = Map.copyOf(hidden);
  }

  static Counted of(String owner, long life, boolean over, Detector detector) {
    return new Counted(
        owner, life, over, RuleCount.of(detector), detector.moderationStats().exemptions());
  }
}
