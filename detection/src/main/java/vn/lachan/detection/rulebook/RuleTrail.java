package vn.lachan.detection.rulebook;

import java.util.Map;

/** Hears of every change before it is committed; when it throws, the change is not made. */
public interface RuleTrail {

  /**
   * One change.
   *
   * @param action what was done, as {@code noun.verb}
   * @param subject what it was done to, as {@code kind:id}
   * @param organization code of the unit it concerns, empty for the province
   * @param detail what an auditor needs beside that
   */
  record Act(
      Editor by, String action, String subject, String organization, Map<String, String> detail) {
    public Act {
      detail = Map.copyOf(detail);
    }
  }

  void record(Act act);
}
