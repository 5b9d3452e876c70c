package vn.lachan.incidents.handling;

/** What the gates of an incident must know from other parts of the platform. */
public interface GateFacts {

  /** Whether the closing report of this incident was issued. */
  boolean closingReportIssued(String incidentId);

  /**
   * Whether a check or a drill proved that {@code reference} (id of a snapshot) can be restored.
   */
  boolean backupPointVerified(String reference);
}
