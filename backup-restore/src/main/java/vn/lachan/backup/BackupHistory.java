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

  /**
   * Notes a run whose manifest is kept and whose snapshot is about to be stored. Until it is added,
   * {@link #runOf} knows it and {@link #runs} does not: whoever asks for the run of a snapshot has
   * seen that the snapshot is there.
   */
  void expect(BackupOutcome.Completed run);

  /**
   * Runs of a plan that were expected but never added before this history was opened, oldest first:
   * the program ended in between, perhaps before their snapshots were stored.
   */
  List<BackupOutcome.Completed> unfinished(String planId);

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

  /** The run that made {@code snapshot}, which is stored. */
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
