package vn.lachan.detection;

import java.util.List;

/**
 * What one event gave.
 *
 * @param alerts of single events first, then of correlations
 * @param more earlier alerts into which this event's were folded
 */
public record Findings(List<Alert> alerts, List<More> more) {
  /** Nothing. */
  public static final Findings NONE = new Findings(List.of(), List.of());

  public Findings {
    alerts = List.copyOf(alerts);
    more = List.copyOf(more);
  }
}
