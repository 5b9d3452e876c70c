package vn.lachan.backup;

import java.util.List;
import java.util.Optional;
import vn.lachan.backup.archive.StoredSnapshot;

/**
 * What was backed up. Nothing in it is ever changed.
 *
 * <p>Adding returns only after the entry would survive a crash of the machine. Safe for several
 * threads. Failures to write are {@link BackupHistoryException}s.
 */
public interface BackupHistory {

  void add(BackupOutcome run);

  /** Keeps the manifest and returns its SHA-256, 64 digits. */
  String keep(BackupManifest manifest);

  /**
   * The manifest of a snapshot.
   *
   * @param sha256 the digest {@link #keep} returned; a manifest that has another one is not
   *     returned
   */
  Optional<BackupManifest> manifest(String snapshot, String sha256);

  /**
   * The manifest without some or all of the files of at most {@code size} bytes, for whoever needs
   * only the others and has no time.
   */
  default Optional<BackupManifest> manifestOfLarger(String snapshot, String sha256, long size) {
    return manifest(snapshot, sha256);
  }

  /** Runs of a plan, newest first, at most {@code limit}. */
  List<BackupOutcome> runs(String planId, int limit);

  /** The run that made {@code snapshot}. */
  Optional<BackupOutcome.Completed> runOf(String snapshot);

  /**
   * The run that made {@code snapshot} or the snapshot it is a copy of, in whatever repository. The
   * run, and so the manifest, has the id of the one that was made then.
   */
  default Optional<BackupOutcome.Completed> runOf(StoredSnapshot snapshot) {
    return runOf(snapshot.id().toString())
        .or(() -> snapshot.original().flatMap(original -> runOf(original.toString())));
  }

  /** The newest run of a plan. */
  default Optional<BackupOutcome> lastRun(String planId) {
    return runs(planId, 1).stream().findFirst();
  }
}
