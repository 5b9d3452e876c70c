package vn.lachan.playbooks;

/** Why there is a run. */
public enum RunKind {
  /** A person started a playbook. */
  START,
  /** A step of another run called a playbook. */
  NESTED,
  /** A person had a run go on from one of its steps. */
  RERUN,
  /** The steps that take back what a run did. */
  ROLLBACK
}
