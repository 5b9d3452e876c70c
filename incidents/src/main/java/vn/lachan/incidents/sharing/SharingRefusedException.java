package vn.lachan.incidents.sharing;

/** A label or the state-secret flag forbids it; nothing was changed, and the trail has it. */
public final class SharingRefusedException extends RuntimeException {
  private final String rule;

  public SharingRefusedException(String incidentId, Ruling.Refused refusal) {
    super(incidentId + ": " + refusal.reason() + " (quy tắc " + refusal.rule() + ")");
    this.rule = refusal.rule();
  }

  /** Name of the rule that forbids it. */
  public String rule() {
    return rule;
  }
}
