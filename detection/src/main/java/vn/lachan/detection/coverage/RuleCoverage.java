package vn.lachan.detection.coverage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rule can fire with what arrives.
 *
 * @param verdict the worst of its parts
 * @param lastSeen when an event of its log source was received last; null when none was
 * @param parts one for each rule about single events that decides: itself, or those that a
 *     correlation refers to
 */
public record RuleCoverage(
    String ruleId, Verdict verdict, @Nullable Instant lastSeen, List<Part> parts) {

  /** What can be said. */
  public enum Verdict {
    /** All that it needs arrives. */
    FIRES,
    /** The log source sends, but never what the rule asks for. */
    FIELD_NEVER_SEEN,
    /** No event of its log source was ever received. */
    SOURCE_NEVER_SEEN
  }

  /**
   * One rule about single events.
   *
   * @param missing fields without which it cannot fire here, as the rule names them; of
   *     alternatives, all
   * @param datasets datasets of its log source that were received
   */
  public record Part(
      String ruleId,
      String title,
      String logSource,
      Verdict verdict,
      List<String> missing,
      List<String> datasets) {
    public Part {
      missing = List.copyOf(missing);
      datasets = List.copyOf(datasets);
    }
  }

  public RuleCoverage {
    parts = List.copyOf(parts);
  }

  /** Whether all that it needs arrives. */
  public boolean fires() {
    return verdict == Verdict.FIRES;
  }
}
