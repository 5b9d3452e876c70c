package vn.lachan.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How a restore ended. */
public sealed interface RestoreOutcome {

  /**
   * The folder holds what could be restored; what could not is named.
   *
   * @param at when the backup began that made the snapshot
   * @param files files that are there and whole now
   * @param incomplete whether the snapshot itself says that the backup did not get everything
   * @param kept those of them that were there and whole before, so that they were left
   * @param troubles every file that did not come back, or not as it was
   */
  record Restored(
      String snapshot,
      Instant at,
      boolean incomplete,
      long files,
      long kept,
      long bytes,
      Duration took,
      List<FileTrouble> troubles)
      implements RestoreOutcome {
    public Restored {
      troubles = List.copyOf(troubles);
    }
  }

  /** Nothing was restored. {@code reason} is in Vietnamese. */
  record Refused(String reason) implements RestoreOutcome {}
}
