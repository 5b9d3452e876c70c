package vn.lachan.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How one run of a plan ended. */
public sealed interface BackupOutcome {

  String planId();

  Instant startedAt();

  Duration took();

  /**
   * There is a snapshot. It is incomplete when some files are not in it as they should be; those
   * are named.
   *
   * @param snapshot its id, 64 digits
   * @param files files in it
   * @param bytes their size
   * @param addedBytes what the repository grew by
   * @param manifest SHA-256 of the manifest beside the history
   * @param troubleCount files with trouble
   * @param troubles the first of them
   */
  record Completed(
      String planId,
      Instant startedAt,
      Duration took,
      String snapshot,
      long files,
      long bytes,
      long addedBytes,
      String manifest,
      long troubleCount,
      List<FileTrouble> troubles)
      implements BackupOutcome {
    public Completed {
      troubles = List.copyOf(troubles);
    }

    public boolean isIncomplete() {
      return troubleCount > 0;
    }
  }

  /** There is no snapshot. {@code reason} is in Vietnamese. */
  record Failed(String planId, Instant startedAt, Duration took, String reason)
      implements BackupOutcome {}
}
