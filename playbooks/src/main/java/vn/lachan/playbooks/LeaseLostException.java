package vn.lachan.playbooks;

/** Another process has taken over the run; this one must not touch it any more. */
final class LeaseLostException extends RuntimeException {
  LeaseLostException(String runId, long fence) {
    super("run " + runId + " is no longer held with fence " + fence);
  }
}
