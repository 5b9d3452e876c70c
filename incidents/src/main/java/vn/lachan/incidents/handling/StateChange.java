package vn.lachan.incidents.handling;

import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.IncidentState;

/**
 * A move of an incident to another state.
 *
 * @param reason why; for a declaration: the criterion that was met; for recovery: the check list
 * @param reviewer who reviewed the case, when it is closed
 * @param backupPoint the verified backup point, when recovery begins; null: the one in the reason
 * @param mergeInto the other incident of a merge; null: the one in the reason
 */
public record StateChange(
    IncidentState to,
    String reason,
    @Nullable String reviewer,
    @Nullable String backupPoint,
    @Nullable String mergeInto) {

  public static StateChange to(IncidentState state, String reason) {
    return new StateChange(state, reason, null, null, null);
  }
}
