package vn.lachan.detection;

import java.time.Instant;
import vn.lachan.events.Event;

/** What one rule has done since the detector was made. */
final class RuleCounters {
  private long matched;
  private long alerts;
  private long suppressed;
  private Instant lastMatched = Instant.MIN;

  void matched(Event event) {
    matched++;
    lastMatched = event.timestamp();
  }

  void raised() {
    alerts++;
  }

  /** An alert was held back by the flood guard. */
  void held() {
    suppressed++;
  }

  DetectorStats.OfRule stats() {
    return new DetectorStats.OfRule(matched, alerts, suppressed, lastMatched);
  }
}
