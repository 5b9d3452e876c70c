package vn.lachan.backup;

import java.time.Instant;
import java.util.List;

/**
 * Every file of a snapshot with its digest as it was read from the source. Kept outside the
 * repository, so that a drill does not ask the repository what the repository should return.
 *
 * @param snapshot id of the snapshot
 * @param at when the backup began
 * @param entries sorted by path
 */
public record BackupManifest(
    String snapshot, String planId, Instant at, List<ManifestEntry> entries) {

  public BackupManifest {
    entries = List.copyOf(entries);
  }

  /** Sum of the sizes. */
  public long bytes() {
    return entries.stream().mapToLong(ManifestEntry::size).sum();
  }
}
