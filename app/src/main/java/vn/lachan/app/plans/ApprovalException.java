package vn.lachan.app.plans;

/** A request for approval, or an answer to one, cannot be taken. */
public final class ApprovalException extends RuntimeException {

  /** Why. */
  public enum Reason {
    APPROVAL_NOT_FOUND,
    /** The one who asked cannot agree. */
    APPROVAL_OWN,
    /** It was decided already, or its time is over. */
    APPROVAL_SETTLED,
    /** What it is about is not said, or not there. */
    APPROVAL_INVALID,
    /** The same is waiting already. */
    APPROVAL_EXISTS
  }

  private final Reason reason;

  ApprovalException(Reason reason, String id) {
    super(reason + " " + id);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
