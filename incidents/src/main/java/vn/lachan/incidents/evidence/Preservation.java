package vn.lachan.incidents.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.TimeRange;

/**
 * An order not to remove data that an investigation needs (decree 333/2026, article 8.9).
 *
 * @param query which events, in the language of searches; empty for all of the range
 * @param range when they happened
 * @param liftedAt null while it is in force
 */
public record Preservation(
    String id,
    String incidentId,
    String query,
    TimeRange range,
    String reason,
    String legalBasis,
    String orderedBy,
    Instant orderedAt,
    @Nullable String liftedBy,
    @Nullable Instant liftedAt,
    String liftReason) {

  public boolean isInForce() {
    return liftedAt == null;
  }
}
