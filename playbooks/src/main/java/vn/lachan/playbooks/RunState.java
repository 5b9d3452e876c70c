package vn.lachan.playbooks;

/**
 * Where a run stands.
 *
 * <pre>
 *   RUNNING -> WAITING    every open step waits for a person
 *           -> SUCCEEDED  the workflow came to its end
 *           -> FAILED     a step failed and nothing caught it, or a limit was reached
 *           -> CANCELLED  somebody stopped it
 *   WAITING -> RUNNING, FAILED, CANCELLED
 *   RUNNING, WAITING -> PAUSED -> RUNNING, FAILED, CANCELLED
 * </pre>
 */
public enum RunState {
  RUNNING,
  WAITING,
  /** Nothing new is begun until somebody lets it go on; deadlines run on. */
  PAUSED,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  public boolean isFinished() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
