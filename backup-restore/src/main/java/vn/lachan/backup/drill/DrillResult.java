package vn.lachan.backup.drill;

import java.util.List;

/** What a restore drill proved. A drill either passes or says why not, naming every file. */
public sealed interface DrillResult {

  DrillReport report();

  /**
   * Every file came back as it was, the comparison found the file damaged on purpose, and RPO and
   * RTO were kept.
   */
  record Passed(DrillReport report) implements DrillResult {}

  /** {@code reasons} are in Vietnamese, at least one. */
  record Failed(DrillReport report, List<String> reasons) implements DrillResult {
    public Failed {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a failed drill has a reason");
      }
    }
  }
}
