package vn.lachan.backup.retention;

import java.util.List;

/** How forgetting ended. */
public sealed interface ForgetOutcome {

  /**
   * The verdicts, and whether they were carried out.
   *
   * @param verdicts of all snapshots looked at, group by group, newest first
   * @param dryRun nothing was changed
   */
  record Decided(List<RetentionPolicy.Verdict> verdicts, boolean dryRun) implements ForgetOutcome {
    public Decided {
      verdicts = List.copyOf(verdicts);
    }

    public List<RetentionPolicy.Verdict> removed() {
      return verdicts.stream().filter(v -> !v.isKept()).toList();
    }
  }

  /** Nothing was changed. {@code reasons} are in Vietnamese, one line each. */
  record Refused(List<String> reasons) implements ForgetOutcome {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
