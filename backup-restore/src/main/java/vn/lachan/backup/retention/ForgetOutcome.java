package vn.lachan.backup.retention;

import java.time.Instant;
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

    /** How many stay. */
    public int kept() {
      return verdicts.size() - removed().size();
    }

    /** Those that go, newest first within each group. */
    public List<Removal> removals() {
      return removed().stream()
          .map(v -> new Removal(v.snapshot().id().toString(), v.snapshot().at()))
          .toList();
    }
  }

  /** A snapshot that goes: its id, and when its backup began. */
  record Removal(String id, Instant at) {}

  /** Nothing was changed. {@code reasons} are in Vietnamese, one line each. */
  record Refused(List<String> reasons) implements ForgetOutcome {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }
}
