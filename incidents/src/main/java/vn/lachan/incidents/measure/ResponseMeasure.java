package vn.lachan.incidents.measure;

/** How long something took in an incident (soc.md 5.4). */
public enum ResponseMeasure {
  /** From its beginning to its detection. */
  DETECT,
  /** From its beginning until somebody took one of its alerts. */
  ACKNOWLEDGE,
  /** From its first alert until somebody took one. */
  TRIAGE,
  /** From its detection to its declaration. */
  DECLARE,
  /** From its detection to the first duty to report that was done. */
  NOTIFY,
  /** From its declaration to the end of containment. */
  CONTAIN,
  /** From its declaration to the end of recovery. */
  RECOVER,
  /** From when somebody took it until it was closed. */
  CLOSE
}
