package vn.lachan.backup;

import java.util.List;
import java.util.Optional;

/**
 * What was backed up and drilled. Nothing in it is ever changed.
 *
 * <p>Adding returns only after the entry would survive a crash of the machine. Safe for several
 * threads. Failures to write are {@link BackupHistoryException}s.
 */
public interface BackupHistory {

  void add(BackupOutcome run);

  void add(DrillResult drill);

  /** Keeps the manifest and returns its SHA-256, 64 digits. */
  String keep(BackupManifest manifest);

  /**
   * The manifest of a snapshot.
   *
   * @param sha256 the digest {@link #keep} returned; a manifest that has another one is not
   *     returned
   */
  Optional<BackupManifest> manifest(String snapshot, String sha256);

  /** Runs of a plan, newest first, at most {@code limit}. */
  List<BackupOutcome> runs(String planId, int limit);

  /** Drills of all plans, newest first, at most {@code limit}. */
  List<DrillResult> drills(int limit);

  /** The run that made {@code snapshot}. */
  Optional<BackupOutcome.Completed> runOf(String snapshot);

  /** The newest run of a plan. */
  default Optional<BackupOutcome> lastRun(String planId) {
    return runs(planId, 1).stream().findFirst();
  }

  /** The newest drill of a plan. */
  default Optional<DrillResult> lastDrill(String planId) {
    return drills(Integer.MAX_VALUE).stream()
        .filter(drill -> drill.report().planId().equals(planId))
        .findFirst();
  }
}
