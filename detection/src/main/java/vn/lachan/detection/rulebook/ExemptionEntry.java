package vn.lachan.detection.rulebook;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exemption as it stands now.
 *
 * @param rules ids of rules, empty for every rule
 * @param organization code of the unit whose events it is for, empty for every unit
 * @param selection a Sigma selection as JSON
 * @param hidden how many events it hid
 * @param lastHidden when the last of them was received
 */
public record ExemptionEntry(
    String id,
    Set<String> rules,
    String organization,
    String selection,
    String reason,
    String author,
    Instant madeAt,
    Instant expiresAt,
    @Nullable String approver,
    @Nullable Instant approvedAt,
    @Nullable String revokedBy,
    @Nullable Instant revokedAt,
    String revokeReason,
    long hidden,
    @Nullable Instant lastHidden) {

  /** What holds at a time. */
  public enum Status {
    /** Waits for a second person. */
    PROPOSED,
    IN_FORCE,
    EXPIRED,
    REVOKED
  }

  public ExemptionEntry {
    rules = Set.copyOf(rules);
  }

  public Status status(Instant now) {
    if (revokedAt != null) {
      return Status.REVOKED;
    }
    if (!now.isBefore(expiresAt)) {
      return Status.EXPIRED;
    }
    return approvedAt == null ? Status.PROPOSED : Status.IN_FORCE;
  }
}
