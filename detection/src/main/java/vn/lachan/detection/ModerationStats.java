package vn.lachan.detection;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What was held back, by whose decision.
 *
 * @param exemptions by id of the exemption; those that hid nothing are not in it
 * @param folded by rule id: alerts counted on an earlier one; rules without are not in it
 * @param openWindows windows of suppression at the moment
 * @param endedEarly windows that ended early because there were too many
 */
public record ModerationStats(
    Map<String, Hidden> exemptions, Map<String, Long> folded, int openWindows, long endedEarly) {
  public ModerationStats {
    exemptions = Map.copyOf(exemptions);
    folded = Map.copyOf(folded);
  }

  /**
   * What one exemption hid.
   *
   * @param events how many events on which a rule would have counted
   * @param last when the last of them was received
   * @param newest the newest of them, newest first, bounded
   */
  public record Hidden(long events, Instant last, List<HiddenEvent> newest) {
    public Hidden {
      newest = List.copyOf(newest);
    }
  }

  /** An event on which {@code rule} did not count. */
  public record HiddenEvent(String event, String rule, String organization, Instant at) {}
}
