package vn.lachan.detection.rulebook;

/** Where a version comes from. */
public enum RuleSource {
  /** With the program, or from the folders of the settings. */
  DELIVERED,
  /** Written by somebody here. */
  OWN,
  /** From a set of others, for example SigmaHQ. */
  IMPORTED
}
