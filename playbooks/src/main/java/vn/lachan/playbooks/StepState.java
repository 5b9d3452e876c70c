package vn.lachan.playbooks;

/**
 * Where one step of a run stands (soc.md 3.6).
 *
 * <pre>
 *   PENDING       -> DELAYED         it has a delay
 *                 -> WAITING_INPUT   a person has to act
 *                 -> RUNNING         a call is on its way, or its branches are
 *                 -> WAITING_APPROVAL people have to agree first
 *                 -> SUCCEEDED, FAILED, TIMED_OUT
 *   DELAYED       -> PENDING
 *   WAITING_APPROVAL -> PENDING      enough people agreed
 *                 -> FAILED          one refused
 *                 -> TIMED_OUT       nobody decided in time
 *   WAITING_INPUT -> PENDING         done, the next command follows
 *                 -> SUCCEEDED, SKIPPED, TIMED_OUT, FAILED
 *   RUNNING       -> PENDING, SUCCEEDED, FAILED, TIMED_OUT
 *                 -> DELAYED         it is tried again after a pause
 *                 -> UNKNOWN         the process died during the call
 *   UNKNOWN       -> RUNNING         the call may be repeated
 *                 -> WAITING_INPUT   a person decides what became of it
 *   every open one -> CANCELLED
 * </pre>
 */
public enum StepState {
  PENDING,
  DELAYED,
  WAITING_INPUT,
  /** People have to agree to what would be done. */
  WAITING_APPROVAL,
  RUNNING,
  SUCCEEDED,
  FAILED,
  TIMED_OUT,
  /** A person skipped the task; the run goes on as if it had succeeded, without its values. */
  SKIPPED,
  CANCELLED,
  UNKNOWN;

  public boolean isFinished() {
    return switch (this) {
      case SUCCEEDED, FAILED, TIMED_OUT, SKIPPED, CANCELLED -> true;
      case PENDING, DELAYED, WAITING_INPUT, WAITING_APPROVAL, RUNNING, UNKNOWN -> false;
    };
  }

  boolean isFailure() {
    return this == FAILED || this == TIMED_OUT;
  }
}
