package vn.lachan.incidents.handling;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident offered by the unit that leads it to another one. It changes hands when that unit
 * accepts, not before.
 *
 * @param decidedBy who accepted, refused or withdrew it; null while it waits
 * @param note why it was refused or withdrawn
 */
public record Handover(
    String id,
    String incidentId,
    String fromUnit,
    String toUnit,
    String reason,
    String askedBy,
    Instant askedAt,
    State state,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    String note) {

  /** How it stands. */
  public enum State {
    CHO,
    DA_NHAN,
    TU_CHOI,
    RUT_LAI
  }
}
